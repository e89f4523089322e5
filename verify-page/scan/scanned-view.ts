import { element } from '../element.ts';
import type { Texts } from '../texts.ts';
import type { VerdictWords } from '../verdict.ts';
import { verdictSection } from '../verdict-view.ts';
import type { ScannedText } from './read-scanned-text.ts';

type Other = Exclude<ScannedText, { kind: 'seal' | 'code' }>;

interface ScannedActions {
  /** Where genuine seals lead. */
  readonly ownHost: string;
  /** Checks here what a foreign address carries. */
  readonly onCheck: (carried: { kind: 'seal'; seal: string } | { kind: 'code'; code: string }) => void;
  readonly onScan: () => void;
}

/** What was scanned is no seal of ours: said plainly, and nothing is opened. */
export function showScanned(scanned: Other, texts: Texts, actions: ScannedActions): HTMLElement {
  const carries = scanned.kind === 'foreign' ? scanned.carries : null;
  return element(
    'main',
    {},
    verdictSection(
      wordsOfScanned(scanned, texts),
      scanned.kind === 'website' && element('code', { class: 'host' }, scanned.host),
    ),
    scanned.kind === 'foreign' &&
      element(
        'dl',
        { class: 'sheet facts notice' },
        ...[
          [texts.leadsTo, scanned.host],
          [texts.shouldLeadTo, actions.ownHost],
        ].map(([label = '', host = '']) =>
          element(
            'div',
            {},
            element('dt', {}, label),
            element('dd', {}, element('code', { class: 'host' }, host)),
          ),
        ),
        element('div', {}, element('dt', {}, texts.reason), element('dd', {}, texts[scanned.doubt])),
      ),
    carries !== null && element('button', { click: () => actions.onCheck(carries) }, texts.lookAlikeCheck),
    scanned.kind === 'download' && element('a', { class: 'button', href: scanned.path }, texts.openDownload),
    element('button', { class: 'plain', click: actions.onScan }, texts.scan),
    element('a', { class: 'button plain', href: `/${location.search}` }, texts.checkAnother),
  );
}

function wordsOfScanned(scanned: Other, texts: Texts): VerdictWords {
  const other = { tone: 'wait', title: texts.otherQrTitle, next: texts.otherQrNext } as const;
  switch (scanned.kind) {
    case 'foreign':
      return {
        tone: 'bad',
        title: texts.lookAlikeTitle,
        line: texts.lookAlikeLine,
        next: texts.lookAlikeNext,
      };
    case 'download':
      return { tone: 'wait', title: texts.downloadQrTitle, line: texts.downloadQrLine, next: '' };
    case 'identity-card':
      return { ...other, line: texts.identityCardLine };
    case 'website':
      return { ...other, line: texts.websiteLine };
    case 'unknown':
      return { ...other, line: texts.garbageLine };
  }
}
