import type { CopyFacts } from '../copy-facts-view.ts';
import { drawing, element } from '../element.ts';
import { formatTime } from '../format-time.ts';
import { service } from '../service.ts';
import type { Language, Texts } from '../texts.ts';
import { shapes } from '../verdict.ts';
import type { LogFinding } from './check-log.ts';

const logRoot = '/log/';
/** Longer than any cache in front of the register may hold an answer. */
const REGISTER_LAG_MS = 7000;

async function fetchLog(path: string): Promise<Response | null> {
  try {
    const signal = AbortSignal.timeout(15_000);
    const response = await fetch(logRoot + path, { cache: 'no-cache', credentials: 'omit', signal });
    return response.ok ? response : null;
  } catch {
    return null;
  }
}

/** Fetches the proof of a copy and checks it on this device; null when there is none to check. */
export async function findInLog(code: string): Promise<LogFinding | null> {
  try {
    const [proof, { checkLog }] = await Promise.all([service.getProof(code), import('./check-log.ts')]);
    return await checkLog(code, proof, {
      now: new Date(),
      readCheckpoint: async () => (await (await fetchLog('checkpoint'))?.text()) ?? null,
      readTile: async (path) => {
        const tile = await fetchLog(path);
        return tile === null ? null : new Uint8Array(await tile.arrayBuffer());
      },
    });
  } catch {
    return null;
  }
}

/** An answer of the register may be some seconds old, an annulment younger. */
async function isAnnulledMeanwhile(code: string): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, REGISTER_LAG_MS));
  const verdict = await service.verifyCopy(code).catch(() => null);
  return verdict?.copy?.annulment != null;
}

/** What the public log says of a copy; an alarm comes to the front of the page. */
export function showLog(
  copy: CopyFacts,
  texts: Texts,
  language: Language,
  finding: Promise<LogFinding | null> = findInLog(copy.code),
): HTMLElement {
  const body = element('p', { class: 'quiet', role: 'status' }, texts.logChecking);
  const view = element('section', { class: 'sheet log' }, element('h2', {}, texts.logTitle), body);
  void finding.then(async (found) => {
    const isHidden = found?.isAnnulmentLogged === true && copy.annulment === null;
    if (isHidden && (await isAnnulledMeanwhile(copy.code))) return location.reload();
    const alarm = isHidden ? 'annulment-hidden' : found?.alarm;
    if (alarm) {
      const main = view.parentElement;
      view.remove();
      // No verdict looks safe below an alarm.
      main?.querySelector('.verdict')?.setAttribute('class', 'verdict wait');
      main?.prepend(alarmOf(texts.logAlarmTitle, [texts[alarm]], texts));
    } else if (found?.isChecked) body.replaceWith(...sayFound(found, texts, language));
    else body.replaceChildren(texts.logNotChecked);
  });
  return view;
}

function sayFound(found: LogFinding, texts: Texts, language: Language): HTMLElement[] {
  const place = `${texts.logEntry} ${(found.leafIndex ?? 0) + 1} ${texts.logOf} ${found.treeSize}`;
  const witnesses = found.witnesses.map(
    ({ name, at }) => `${name} (${formatTime(at.toISOString(), language, texts)})`,
  );
  return [
    element('p', {}, `✓ ${texts.logProven} (${place}).`),
    element(
      'p',
      { class: 'quiet' },
      witnesses.length === 0 ? texts.logNoWitness : `${texts.logWitnesses}: ${witnesses.join(', ')}.`,
    ),
    element('p', { class: 'quiet' }, sayCompared(found, texts)),
  ];
}

function sayCompared({ isCompared, isFirstSeen }: LogFinding, texts: Texts): string {
  if (isFirstSeen) return texts.logFirstSeen;
  return isCompared ? texts.logCompared : texts.logNotCompared;
}

/** Something that must be heard before any verdict is believed. */
export function alarmOf(title: string, lines: readonly string[], texts: Texts): HTMLElement {
  return element(
    'section',
    { class: 'alarm', role: 'alert' },
    drawing(shapes.bad, title),
    element('h2', {}, title),
    ...lines.map((line) => element('p', {}, line)),
    element('p', { class: 'next' }, texts.alarmNext),
  );
}
