import { auditCatalogue } from '@saoy/contracts/audit/catalogue';
import type { AuditEvent } from '@saoy/contracts/audit/event';
import { staffApi } from '@saoy/contracts/staff-api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { FaultNote } from '../fault-note.tsx';
import { call } from '../service.ts';
import { useLanguage } from '../texts/language.tsx';

const pageSize = 100;

function whoOf({ by }: AuditEvent): string {
  if (by === null) return '–';
  return 'staffId' in by ? by.staffId : 'kioskId' in by ? by.kioskId : by.kind;
}

export function AuditScreen() {
  const { t, time } = useLanguage();
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
                <td title={auditCatalogue[event.code]}>{event.code}</td>
                <td>{whoOf(event)}</td>
                <td>{event.subject}</td>
                <td>
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
