import { element } from './element.ts';
import { formatTime } from './format-time.ts';
import { type Download, service } from './service.ts';
import type { Language, Texts } from './texts.ts';

/** What the holder of a download link sees: the file, how long the link works, and who else may see the pages. */
export function showDownload(
  secret: string,
  download: Download,
  texts: Texts,
  language: Language,
): HTMLElement {
  const state = element('span', { class: 'quiet', role: 'status' });
  const pagesSwitch = element('input', {
    type: 'checkbox',
    checked: download.arePagesShown,
    change: () =>
      void service.showPages(secret, pagesSwitch.checked).then(
        () => state.replaceChildren(texts.saved),
        () => {
          pagesSwitch.checked = !pagesSwitch.checked;
          state.replaceChildren(texts.offline);
        },
      ),
  });
  return element(
    'main',
    {},
    element('h1', {}, texts.downloadTitle),
    element('p', { class: 'code' }, download.code),
    element(
      'section',
      { class: 'sheet' },
      element(
        'a',
        {
          class: 'button',
          href: `/public/v1/downloads/${encodeURIComponent(secret)}/copy.pdf`,
          download: download.fileName,
        },
        `${texts.download} (${(download.sizeBytes / 1e6).toLocaleString(language, { maximumFractionDigits: 1 })} MB)`,
      ),
      element('p', {}, texts.downloadHint),
      element('p', { class: 'quiet' }, `${texts.expires} ${formatTime(download.expiresAt, language, texts)}`),
    ),
    element(
      'section',
      { class: 'sheet' },
      element('label', { class: 'switch' }, pagesSwitch, texts.hideSwitch),
      state,
    ),
  );
}
