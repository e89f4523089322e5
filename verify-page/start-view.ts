import { element } from './element.ts';
import { canInstall, install, type Kept, onInstallable } from './offline-use.ts';
import type { Language, Texts } from './texts.ts';
import type { Trust } from './trust/trust.ts';
import { listLines, trustAlarm } from './trust/trust-view.ts';

interface StartActions {
  readonly onScan: () => void;
  readonly onFile: (file: File) => void;
  /** A typed code or pasted address; answers what is wrong with it, or null. */
  readonly onText: (text: string) => string | null;
}

/** Where a check begins: by camera, by code or address, by file. */
export function showStart(texts: Texts, actions: StartActions, offline: HTMLElement): HTMLElement {
  const problem = element('p', { class: 'problem', role: 'alert' });
  const input = element('input', {
    name: 'code',
    autocomplete: 'off',
    autocapitalize: 'characters',
    spellcheck: 'false',
    required: true,
    placeholder: '____-____-____',
    'aria-describedby': 'hint',
    maxlength: 2048,
  });
  const file = element('input', {
    type: 'file',
    accept: 'application/pdf,.pdf,image/*',
    class: 'visually-hidden',
    change: () => {
      const chosen = file.files?.[0];
      if (chosen) actions.onFile(chosen);
    },
  });
  return element(
    'main',
    {},
    element('h1', {}, texts.title),
    element('p', { class: 'lead' }, texts.lead),
    element('button', { class: 'scan', click: actions.onScan }, texts.scan),
    element('p', { class: 'or' }, texts.or),
    element(
      'form',
      {
        class: 'sheet',
        submit: (event) => {
          event.preventDefault();
          problem.replaceChildren(actions.onText(input.value) ?? '');
        },
      },
      element('label', {}, texts.codeLabel, input),
      element('p', { class: 'quiet', id: 'hint' }, texts.codeHint),
      problem,
      element('button', { class: 'plain', type: 'submit' }, texts.check),
    ),
    element('p', { class: 'or' }, texts.or),
    element(
      'div',
      { class: 'sheet' },
      element('label', { class: 'button plain file' }, texts.chooseFile, file),
      element('p', { class: 'quiet' }, texts.fileHint),
    ),
    offline,
  );
}

/** What this device holds for use without a network, filled in as it becomes known. */
export function showOfflineUse(
  parts: { readonly kept: Promise<Kept>; readonly trust: Promise<Trust> },
  texts: Texts,
  language: Language,
): HTMLElement {
  const lines = element('ul', { class: 'lists', 'aria-live': 'polite' });
  const installButton = element(
    'button',
    { class: 'plain', hidden: !canInstall(), click: () => void install().then(() => installButton.remove()) },
    texts.install,
  );
  onInstallable(() => installButton.removeAttribute('hidden'));
  const view = element(
    'section',
    { class: 'sheet', id: 'offline' },
    element('h2', {}, texts.offlineUseTitle),
    element('p', { class: 'quiet' }, texts.offlineUseLine),
    lines,
    installButton,
  );
  const line = (isKept: boolean, yes: string, no: string): HTMLElement =>
    element(
      'li',
      { class: isKept ? 'fresh' : 'old' },
      element('strong', {}, isKept ? `✓ ${yes}` : `! ${no}`),
    );
  void Promise.all([parts.kept, parts.trust]).then(([{ isPageKept, isScannerKept }, trust]) => {
    lines.replaceChildren(
      line(isPageKept, texts.pageKept, texts.pageNotKept),
      line(isScannerKept, texts.scannerKept, texts.scannerNotKept),
      ...listLines(trust, new Date(), texts, language),
    );
    const alarm = trustAlarm(trust, texts);
    if (alarm !== null) view.parentElement?.prepend(alarm);
  });
  return view;
}
