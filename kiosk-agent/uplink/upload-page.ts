import { agentApi } from '@saoy/contracts/agent-api';
import { type Fault, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { callUntilAnswered, type UntilAnswered } from './call-until-answered.ts';
import type { CentralService } from './central-service.ts';

/** Small enough that a cut line costs little, large enough that a page of 2 MB is a handful of calls. */
const chunkBytes = 512 * 1024;
/** A server that keeps answering with other offsets than it asked for is broken, not slow. */
const mostDisagreements = 20;

/** Sends one page from where the server already is; done when the server has verified its digest. */
export async function uploadPage(
  service: CentralService,
  page: { readonly requestId: string; readonly sha256: string; readonly jpeg: Uint8Array },
  until: UntilAnswered,
): Promise<Result<null, Fault>> {
  const params = { requestId: page.requestId, sha256: page.sha256 };
  const total = page.jpeg.length;
  for (let disagreements = 0; disagreements < mostDisagreements; disagreements++) {
    const held = await callUntilAnswered(service, agentApi.getUpload, { params }, until);
    if (!held.ok) return held;
    let { receivedBytes: offset, isComplete } = held.value;
    while (!isComplete) {
      // A whole page of which only the verdict is missing is asked for again from its start.
      const from = offset >= total ? 0 : offset;
      const body = page.jpeg.subarray(from, Math.min(from + chunkBytes, total));
      const sent = await callUntilAnswered(
        service,
        agentApi.uploadPage,
        { params, query: { offset: from, total }, body },
        until,
      );
      if (!sent.ok && sent.error.code === 'request.upload-offset') break;
      if (!sent.ok) return sent;
      ({ receivedBytes: offset, isComplete } = sent.value);
    }
    if (isComplete) return ok(null);
  }
  return err(fault('request.upload-offset', 'no agreement on the offset'));
}
