import type { RequestAction } from '@saoy/contracts/requests/action';
import { type Reading, type StaffMember, staffApi } from '@saoy/contracts/staff-api';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { FileCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { FaultNote } from '../fault-note.tsx';
import { ReadingBar } from '../queue/reading-bar.tsx';
import { addressOf, call } from '../service.ts';
import { actorNames, eventNames } from '../texts/acts.ts';
import { useLanguage } from '../texts/language.tsx';
import { DecisionPanel } from './decision-panel.tsx';
import { FieldList } from './field-list.tsx';
import { type Mark, PageViewer } from './page-viewer.tsx';

/** Original pages and what was read side by side; pointing at one shows the other. */
export function RequestScreen({
  requestId,
  member,
  reading,
  onNext,
}: {
  requestId: string;
  member: StaffMember;
  /** Null where no page is being read, undefined until that is known. */
  reading: Reading | null | undefined;
  onNext: (() => void) | null;
}) {
  const { t, of } = useLanguage();
  const queries = useQueryClient();
  const [mark, setMark] = useState<Mark | null>(null);
  const key = ['request', requestId];
  const {
    data: request,
    error,
    refetch,
  } = useQuery({
    queryKey: key,
    queryFn: () => call(staffApi.getRequest, { params: { requestId } }),
    refetchInterval: ({ state }) =>
      ['approved', 'numbered', 'logged'].includes(state.data?.status ?? '') ? 1_000 : false,
  });
  const isBehind = reading === null && request?.document === null && request.status === 'awaiting-decision';
  useEffect(() => {
    // The reading ended since the request was fetched.
    if (isBehind) void refetch();
  }, [isBehind, refetch]);
  if (error !== null) return <FaultNote error={error} retry={() => void refetch()} />;
  if (request === undefined) return <p className="centre">{t.loading}</p>;

  const mayRead = member.roles.some((role) => staffApi.getPage.roles?.includes(role));
  const marks: Mark[] = [
    ...(request.document?.fields ?? []).flatMap(({ name, page, box }) =>
      page === null || box === null ? [] : [{ key: name, page, box, isFlag: false }],
    ),
    ...(request.document?.flags ?? []).flatMap(({ page, box }, i) =>
      page === null || box === null ? [] : [{ key: `flag:${i}`, page, box, isFlag: true }],
    ),
  ];

  return (
    <>
      <section className="pages" aria-label={t.page}>
        {!mayRead ? (
          <p className="centre quiet">{t.pagesNotYours}</p>
        ) : request.pages.some(({ areImagesKept }) => areImagesKept) ? (
          <PageViewer request={request} marks={marks} mark={mark} onMark={setMark} />
        ) : (
          <p className="centre quiet">{t.pagesErased}</p>
        )}
      </section>
      <section className="side">
        <div className="reading">
          <header>
            <h2>{request.document === null ? t.document : of(request.document.title)}</h2>
            <p className="badges">
              <span className={`product ${request.product}`}>{t[request.product]}</span>
              <span className="state">{t.status[request.status]}</span>
            </p>
            {reading != null && <ReadingBar reading={reading} pages={request.pages.length} />}
          </header>
          <FieldList
            request={request}
            isStillRead={reading != null}
            mark={mark}
            marks={marks}
            onMark={setMark}
          />
          {request.wording !== null && request.allowed.includes('approve') && (
            <>
              <h3>{t.wordingTitle}</h3>
              <blockquote lang="vi">
                {request.wording.map((line) => (
                  <span key={line}>{line}</span>
                ))}
              </blockquote>
            </>
          )}
          <details>
            <summary>{t.history}</summary>
            <History actions={request.actions} />
          </details>
        </div>
        <footer>
          {request.copy !== null && mayRead && (
            <a
              className="button"
              href={addressOf(staffApi.getCopyFile, { params: { requestId } })}
              target="_blank"
              rel="noreferrer"
            >
              <FileCheck /> {t.openCopy} {request.copy.code}
            </a>
          )}
          <DecisionPanel
            request={request}
            member={member}
            onNext={onNext}
            onChanged={(changed) => {
              queries.setQueryData(key, changed);
              void refetch();
            }}
          />
        </footer>
      </section>
    </>
  );
}

function History({ actions }: { actions: readonly RequestAction[] }) {
  const { of, time } = useLanguage();
  return (
    <ol className="history">
      {actions.map(({ sequence, at, by, event }) => (
        <li key={sequence}>
          <time dateTime={at}>{time(at)}</time> {of(eventNames[event.type])}{' '}
          <small>
            {of(actorNames[by.kind])}
            {'code' in event && event.type !== 'numbered' && ` · ${event.code}`}
          </small>
        </li>
      ))}
    </ol>
  );
}
