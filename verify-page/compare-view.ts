import { parseCheckCode } from '@saoy/contracts/copy-code';
import type { CopyFacts } from './copy-facts-view.ts';
import { element } from './element.ts';
import { ServiceFailure, service } from './service.ts';
import type { Texts } from './texts.ts';

/** The form for the check code of the paper, and the page pictures once it is right. */
export function comparePaper(copy: CopyFacts, texts: Texts): HTMLElement {
  const result = element('div', { class: 'pictures', 'aria-live': 'polite' });
  const input = element('input', {
    name: 'check-code',
    autocomplete: 'off',
    autocapitalize: 'characters',
    spellcheck: 'false',
    required: true,
    maxlength: 14,
  });
  const explain = (text: string) =>
    result.replaceChildren(element('p', { class: 'problem', role: 'alert' }, text));

  async function open(event: Event): Promise<void> {
    event.preventDefault();
    const checkCode = parseCheckCode(input.value);
    if (checkCode === null) return explain(texts.checkCodeWrong);
    try {
      const { pages, timesOpened } = await service.openPages(copy.code, checkCode);
      result.replaceChildren(
        ...pages.map((page, i) =>
          element('img', {
            src: page.url,
            width: page.widthPx,
            height: page.heightPx,
            alt: `${texts.page} ${i + 1}`,
            loading: 'lazy',
          }),
        ),
        element('p', { class: 'quiet' }, `${texts.timesOpened}: ${timesOpened}`),
      );
    } catch (failure) {
      const code = failure instanceof ServiceFailure ? failure.code : 'offline';
      const known: Record<string, string> = {
        'verification.check-code-wrong': texts.checkCodeWrong,
        'verification.pages-hidden': texts.pagesHidden,
        'general.too-many-requests': texts.tooMany,
      };
      explain(known[code] ?? texts.offline);
    }
  }

  return element(
    'section',
    { class: 'sheet', id: 'compare' },
    element('h2', {}, texts.comparePaper),
    copy.arePagesShown
      ? element(
          'form',
          { submit: (event) => void open(event) },
          element('p', {}, texts.comparePaperLine),
          element('label', {}, texts.checkCode, input),
          element('button', { type: 'submit' }, texts.showPages),
        )
      : element('p', {}, texts.pagesHidden),
    result,
  );
}
