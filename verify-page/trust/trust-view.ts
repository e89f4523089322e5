import { element } from '../element.ts';
import { formatTime } from '../format-time.ts';
import { alarmOf } from '../log/log-view.ts';
import { isOverdue } from '../seal/judge-seal.ts';
import type { Language, Texts } from '../texts.ts';
import { formatAge } from './format-age.ts';
import { forgetHeld } from './held-bytes.ts';
import type { Trust } from './trust.ts';

interface AnyList {
  readonly fetchedAt: Date;
  readonly list: { readonly madeAt: Date; readonly nextUpdate: Date; readonly count?: number };
}

function sayList(
  label: string,
  held: AnyList | null,
  now: Date,
  texts: Texts,
  language: Language,
): HTMLElement {
  if (held === null)
    return element('li', { class: 'old' }, element('strong', {}, `! ${label}: `), texts.listMissing);
  const { list, fetchedAt } = held;
  const isOld = isOverdue(list.nextUpdate, now);
  return element(
    'li',
    { class: isOld ? 'old' : 'fresh' },
    element('strong', {}, `${isOld ? '!' : '✓'} ${label} ${formatAge(fetchedAt, now, texts)}`),
    isOld && ` (${texts.listOverdue})`,
    element(
      'small',
      {},
      list.count !== undefined && `${list.count} ${texts.entries}, `,
      `${texts.madeAt} ${formatTime(list.madeAt.toISOString(), language, texts)}`,
    ),
  );
}

/** How old the lists are that a check rests on. */
export const listLines = (trust: Trust, now: Date, texts: Texts, language: Language): HTMLElement[] => [
  sayList(texts.keysUpdated, trust.keys, now, texts, language),
  sayList(texts.annulmentsUpdated, trust.annulments, now, texts, language),
];

/** A list that went back or contradicts the one held; null when all is well. */
export function trustAlarm({ alarms }: Trust, texts: Texts): HTMLElement | null {
  if (alarms.length === 0) return null;
  const view = alarmOf(
    texts.trustAlarmTitle,
    alarms.map((alarm) => texts[alarm]),
    texts,
  );
  if (alarms.includes('list-key-changed'))
    view.append(
      element('p', {}, texts.forgetHint),
      element(
        'button',
        { class: 'plain', click: () => void forgetHeld().then(() => location.reload()) },
        texts.forget,
      ),
    );
  return view;
}
