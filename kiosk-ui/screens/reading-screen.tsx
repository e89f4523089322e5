import { CircleAlert, CircleCheck, CircleDashed, ScanText, Send } from 'lucide-react';
import { useKiosk } from '../app/kiosk-context.ts';
import { useRoom } from '../app/use-room.ts';
import { useSecondsSince } from '../app/use-seconds-since.ts';
import { Notice } from '../components/notice.tsx';
import { Situation } from '../components/situation.tsx';
import { TakeOriginal } from '../drawings/take-original.tsx';
import type { ScreenProps } from './screen-props.ts';

/** After this the wait is longer than the person was led to expect. */
const slowAfterS = 12;
const rows = { wide: 4, tight: 3, tightest: 3 };
const icons = {
  waiting: CircleDashed,
  sending: Send,
  reading: ScanText,
  read: CircleCheck,
  failed: CircleAlert,
};

/** Named steps page by page; the pages under way are shown first when there are many. */
export function ReadingScreen({ visit }: ScreenProps<'reading'>) {
  const { texts, client } = useKiosk();
  const seconds = useSecondsSince(visit.since);
  const pages = visit.originals.flatMap((original, o) =>
    original.pages.map((page, p) => ({
      ...page,
      label:
        visit.originals.length > 1
          ? `${texts.scan.original(o + 1)}, ${texts.scan.page(p + 1).toLowerCase()}`
          : texts.scan.page(p + 1),
    })),
  );
  const finished = pages.filter((page) => page.state === 'read' || page.state === 'failed').length;
  const underWay = pages.findIndex((page) => page.state === 'reading');
  const shown = rows[useRoom()];
  const at = Math.max(0, Math.min(finished - 1, pages.length - shown));
  return (
    <Situation
      title={texts.reading.title}
      lead={
        underWay < 0
          ? texts.reading.lead(finished, pages.length)
          : texts.reading.now(underWay + 1, pages.length)
      }
      picture={<TakeOriginal />}
    >
      <ol className="page-steps">
        {pages.slice(at, at + shown).map((page) => {
          const Icon = icons[page.state];
          return (
            <li key={page.id} className={`page-step page-step-${page.state}`}>
              <img src={client.pageUrl(page.id, 200)} alt="" draggable={false} />
              <span className="page-step-name">{page.label}</span>
              <span className="page-step-state">
                <Icon aria-hidden="true" /> {texts.reading.state[page.state]}
              </span>
              {page.state === 'reading' && (
                <progress
                  className="page-step-bar"
                  aria-label={`${page.label}: ${texts.reading.progress}`}
                  max={100}
                  value={page.progress === null ? undefined : Math.round(page.progress * 100)}
                />
              )}
            </li>
          );
        })}
      </ol>
      <Notice tone="calm">{seconds > slowAfterS ? texts.reading.slow : texts.reading.takeBack}</Notice>
    </Situation>
  );
}
