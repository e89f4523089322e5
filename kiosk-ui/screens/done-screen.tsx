import type { RequestSummary } from '@saoy/contracts/visit/status';
import { Check } from 'lucide-react';
import { useKiosk } from '../app/kiosk-context.ts';
import { useSecondsUntil } from '../app/use-seconds-until.ts';
import { Choice } from '../components/choice.tsx';
import { Notice } from '../components/notice.tsx';
import { PagerArrows, usePages } from '../components/pager.tsx';
import { Situation } from '../components/situation.tsx';
import { TakeOriginal } from '../drawings/take-original.tsx';
import { CopyResult } from './copy-result.tsx';
import type { ScreenProps } from './screen-props.ts';

/** What came of each paper, and what must not be left behind. */
export function DoneScreen({ visit }: ScreenProps<'done'>) {
  const { texts, send } = useKiosk();
  const seconds = useSecondsUntil(visit.closesAt);
  const pager = usePages(visit.requests.length, 1);
  const request = visit.requests[pager.at];
  const total = visit.requests.length;
  return (
    <Situation
      title={titleOf(visit.requests, texts.done)}
      lead={total > 1 ? texts.done.of(pager.at + 1, total) : ''}
      focusKey="done"
      picture={request !== undefined && <CopyResult key={request.id} request={request} />}
    >
      <Notice tone="attention" picture={<div className="notice-drawing">{<TakeOriginal />}</div>}>
        <strong>{texts.done.takeOriginal}.</strong>{' '}
        {visit.isOriginalOnGlass ? texts.done.takeOriginalOnGlass : texts.done.takeOriginalCheck}
      </Notice>
      <PagerArrows
        at={pager.at}
        perPage={1}
        total={total}
        previousLabel={texts.done.previous}
        nextLabel={texts.done.next}
        onTurn={pager.turn}
      >
        <Choice
          tone="primary"
          size="large"
          icon={Check}
          label={texts.done.finish}
          hint={texts.done.closes(seconds)}
          onPress={() => send({ type: 'continue' })}
        />
      </PagerArrows>
    </Situation>
  );
}

function titleOf(
  requests: readonly RequestSummary[],
  texts: ReturnType<typeof useKiosk>['texts']['done'],
): string {
  const has =
    (...states: RequestSummary['state'][]) =>
    (request: RequestSummary) =>
      states.includes(request.state);
  if (requests.every(has('refused'))) return texts.refusedTitle;
  if (requests.every(has('failed'))) return texts.failedTitle;
  if (requests.some(has('refused', 'failed', 'later'))) return texts.mixedTitle;
  return texts.title;
}
