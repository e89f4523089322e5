import { type QueueItem, queueItemSchema, type StaffMember, staffApi } from '@saoy/contracts/staff-api';
import { CircleHelp, Clock, Flag, Inbox, UserRound } from 'lucide-react';
import { useEffect } from 'react';
import { z } from 'zod';
import { isPlainKey } from '../is-plain-key.ts';
import { RequestScreen } from '../request/request-screen.tsx';
import { go } from '../route.ts';
import { useLive } from '../service.ts';
import { useLanguage } from '../texts/language.tsx';
import { ReadingBar } from './reading-bar.tsx';

const queueSchema = z.array(queueItemSchema);

function Item({ item, isCurrent }: { item: QueueItem; isCurrent: boolean }) {
  const { t, of, shortTime } = useLanguage();
  const isOverdue = new Date(item.dueAt).getTime() < Date.now();
  return (
    <li>
      <button type="button" className="item" aria-current={isCurrent} onClick={() => go(`queue/${item.id}`)}>
        <strong>{of(item.title)}</strong>
        <span className={`product ${item.product}`}>{t[item.product]}</span>
        <span className="facts">
          {t.pages(item.pages)}
          {item.flags > 0 && (
            <span className="bad">
              <Flag /> {t.flags(item.flags)}
            </span>
          )}
          {item.doubtfulFields > 0 && (
            <span className="doubt">
              <CircleHelp /> {t.doubtful(item.doubtfulFields)}
            </span>
          )}
        </span>
        <span className="facts">
          <span className={isOverdue ? 'bad' : ''}>
            <Clock /> {isOverdue ? t.overdue : t.due} {shortTime(item.dueAt)}
          </span>
          {item.kioskId}
        </span>
        {item.reading !== null && <ReadingBar reading={item.reading} pages={item.pages} />}
        {item.isRequesterWaiting && (
          <span className="waiting">
            <UserRound /> {t.waiting}
          </span>
        )}
      </button>
    </li>
  );
}

/** Left the queue, centre and right the request chosen. */
export function QueueScreen({ member, requestId }: { member: StaffMember; requestId: string | null }) {
  const { t } = useLanguage();
  const { value: items, isConnected } = useLive(staffApi.watchQueue.path, queueSchema);
  const at = items?.findIndex(({ id }) => id === requestId) ?? -1;
  const next = items?.[(at + 1) % items.length]?.id ?? null;
  const hasNext = next !== null && next !== requestId;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isPlainKey(event, 'n') && hasNext) go(`queue/${next}`);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [hasNext, next]);
  return (
    <div className="queue">
      <section className="list" aria-label={t.queue}>
        <h1>
          {t.queue} {items !== null && <span className="count">{items.length}</span>}
        </h1>
        {!isConnected && <p className="note">{t.offline}</p>}
        {items === null && isConnected && <p>{t.loading}</p>}
        {items?.length === 0 && (
          <div className="empty">
            <Inbox />
            <p>{t.emptyQueue}</p>
            <small>{t.emptyQueueLine}</small>
          </div>
        )}
        <ul>
          {items?.map((item) => (
            <Item key={item.id} item={item} isCurrent={item.id === requestId} />
          ))}
        </ul>
      </section>
      {requestId === null ? (
        <p className="centre quiet">{items?.length === 0 ? '' : t.chooseRequest}</p>
      ) : (
        <RequestScreen
          key={requestId}
          requestId={requestId}
          member={member}
          reading={items === null ? undefined : (items[at]?.reading ?? null)}
          onNext={hasNext ? () => go(`queue/${next}`) : null}
        />
      )}
    </div>
  );
}
