import { auditCatalogue } from '@saoy/contracts/audit/catalogue';
import type { AuditEvent } from '@saoy/contracts/audit/event';
import type { Bilingual } from '@saoy/contracts/ids';
import { type StaffMember, staffApi } from '@saoy/contracts/staff-api';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { FaultNote } from '../fault-note.tsx';
import { call } from '../service.ts';
import { actorNames, auditNames } from '../texts/acts.ts';
import { useLanguage } from '../texts/language.tsx';

const pageSize = 100;

/** Whom an event names; people by name where the list of members is known. */
function whoOf({ by }: AuditEvent, members: readonly StaffMember[], of: (text: Bilingual) => string): string {
  if (by === null) return '–';
  if (by.kind === 'staff')
    return members.find(({ id }) => id === by.staffId)?.fullName ?? of(actorNames.staff);
  return by.kind === 'kiosk' ? by.kioskId : of(actorNames[by.kind]);
}

export function AuditScreen() {
  const { t, of, time } = useLanguage();
  const { data: members = [] } = useQuery({
    queryKey: ['members'],
    queryFn: () => call(staffApi.listMembers, {}),
  });
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam }) =>
      call(staffApi.listAudit, {
        query: { limit: pageSize, ...(pageParam === null ? {} : { before: pageParam }) },
      }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.length === pageSize ? page.at(-1)!.id : undefined),
  });
  return (
    <main className="register">
      <h1>{t.audit}</h1>
      {error !== null && <FaultNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <p>{t.loading}</p>}
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{t.auditWhen}</th>
              <th scope="col">{t.auditWhat}</th>
              <th scope="col">{t.auditWho}</th>
              <th scope="col">{t.auditSubject}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {data?.pages.flat().map((event) => (
              <tr key={event.id}>
                <td>{time(event.at)}</td>
                <td title={auditCatalogue[event.code]}>
                  {of(auditNames[event.code])}
                  <small>{event.code}</small>
                </td>
                <td>{whoOf(event, members, of)}</td>
                <td className="subject">
                  {members.find(({ id }) => id === event.subject)?.fullName ?? event.subject}
                </td>
                <td className={event.isSuccess ? '' : 'bad'}>
                  {event.isSuccess ? t.success : t.failure}{' '}
                  {event.detail !== null && <small>{event.detail}</small>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {hasNextPage && (
        <button type="button" onClick={() => void fetchNextPage()}>
          {t.older}
        </button>
      )}
    </main>
  );
}
