import { agentApi } from '@saoy/contracts/agent-api';
import { isSettled } from '@saoy/contracts/requests/next-steps';
import { percentSeen, type RequestView } from '@saoy/contracts/requests/view';
import { callUntilAnswered, type Patience } from './call-until-answered.ts';
import type { CentralService } from './central-service.ts';

const waitMs = 20_000;
/** Beyond the server's own wait, for a slow line. */
const timeoutMs = waitMs + 15_000;

export interface WatchOptions {
  readonly signal: AbortSignal;
  readonly patience: Patience;
  readonly onView: (view: RequestView) => void;
}

/** Follows a request by long polling until it can change no more or the signal ends it. */
export async function watchRequest(
  service: CentralService,
  requestId: string,
  { signal, patience, onView }: WatchOptions,
): Promise<void> {
  let after: number | undefined;
  let seenPercent = 0;
  while (!signal.aborted) {
    const answer = await callUntilAnswered(
      service,
      agentApi.getRequest,
      { params: { requestId }, query: after === undefined ? {} : { after, waitMs, seenPercent } },
      { signal, patience, timeoutMs },
    );
    if (signal.aborted || !answer.ok) return;
    const view = answer.value;
    const percent = percentSeen(view.pages);
    if (after === undefined || view.revision > after || percent !== seenPercent) onView(view);
    after = view.revision;
    seenPercent = percent;
    if (isSettled(view.status) && view.status !== 'issued') return;
  }
}
