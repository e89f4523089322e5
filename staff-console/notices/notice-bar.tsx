import { type StaffMember, staffApi } from '@saoy/contracts/staff-api';
import type { Lapse, Notices } from '@saoy/contracts/staff-notices';
import { useQuery } from '@tanstack/react-query';
import { CalendarClock, Hourglass, TriangleAlert } from 'lucide-react';
import { go } from '../route.ts';
import { call } from '../service.ts';
import { issuingReasons } from '../texts/issuing-reasons.ts';
import { useLanguage } from '../texts/language.tsx';

const lookEveryMs = 60_000;

/** Above every screen of those who run the place: what lapses, and what waits for its signature. Nothing when all is well. */
export function NoticeBar({ member }: { member: StaffMember }) {
  const { t } = useLanguage();
  const isShown = member.roles.some((role) => role === 'administrator' || role === 'supervisor');
  const { data } = useQuery({
    queryKey: ['notices'],
    queryFn: () => call(staffApi.listNotices, {}),
    refetchInterval: lookEveryMs,
    enabled: isShown,
  });
  if (data === undefined || data.lapses.length + data.delayed.length + data.renewals.overdue === 0)
    return null;
  return (
    <details className="notices">
      <summary className="note">
        <TriangleAlert /> <b>{t.notices}</b> {t.noticesSummary(data.lapses.length, data.delayed.length)}{' '}
        {data.renewals.overdue > 0 && t.renewalsOverdue(data.renewals.overdue)}
      </summary>
      {data.lapses.length > 0 && <Lapses lapses={data.lapses} />}
      {data.delayed.length > 0 && <Delayed delayed={data.delayed} />}
      {data.renewals.overdue > 0 && <p>{t.renewalsAdvice(data.renewals.problem)}</p>}
    </details>
  );
}

function Lapses({ lapses }: { lapses: readonly Lapse[] }) {
  const { t, of, time } = useLanguage();
  const stateOf = ({ problem, withinDays }: Lapse): string => {
    const reason = problem === null ? undefined : issuingReasons[problem];
    if (problem !== null) return `${t.unusable}: ${reason === undefined ? problem : of(reason)}`;
    return withinDays === 0 ? t.lapsed : t.lapsesWithin(withinDays ?? 60);
  };
  return (
    <section>
      <h2>
        <CalendarClock /> {t.lapsesTitle}
      </h2>
      <ul>
        {lapses.map((lapse) => (
          <li key={`${lapse.kind} ${lapse.name} ${lapse.decisionNumber}`}>
            <b className={lapse.problem !== null || lapse.withinDays === 0 ? 'bad' : undefined}>
              {stateOf(lapse)}
            </b>{' '}
            {t.lapseKinds[lapse.kind]} <b>{lapse.name}</b>
            {lapse.decisionNumber !== null && ` (${t.decision} ${lapse.decisionNumber})`}
            {lapse.problem !== null && <small>{lapse.problem}</small>}
            {lapse.lapsesAt !== null && (
              <small>
                {t.lapsesAt} <time dateTime={lapse.lapsesAt}>{time(lapse.lapsesAt)}</time>
              </small>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Delayed({ delayed }: { delayed: Notices['delayed'] }) {
  const { t, of, time } = useLanguage();
  return (
    <section>
      <h2>
        <Hourglass /> {t.delayedTitle}
      </h2>
      <ul>
        {delayed.map(({ requestId, product, code, since }) => (
          <li key={requestId}>
            <a
              href={`/staff/queue/${requestId}`}
              onClick={(event) => {
                event.preventDefault();
                go(`queue/${requestId}`);
              }}
            >
              {t[product]}
            </a>
            {': '}
            {of(issuingReasons[code] ?? { vi: code, en: code })}
            <small>
              {code} · {t.since} <time dateTime={since}>{time(since)}</time>
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}
