import { FaultError } from '@saoy/contracts/errors';
import { fsckOrderSchema, fsckPath } from '@saoy/contracts/fsck-report';
import type { Request, Router } from 'express';
import type { Logger } from 'pino';
import { answerFault, faultOf } from '../http/answer-fault.ts';
import { readBody } from '../http/read-body.ts';
import type { ServiceContext } from '../service-context.ts';
import { runFsck } from '../transparency/fsck/run-fsck.ts';

const MAX_ORDER_BYTES = 16 * 1024 * 1024;
const TELL_EVERY_MS = 500;

interface FsckRouteParts {
  readonly router: Router;
  readonly context: ServiceContext;
  /** Throws a FaultError for who may not. */
  readonly admit: (request: Request) => void;
  /** The log's verifier key as this process knows it by its own key; null when it has none. */
  readonly ownKey: () => string | null;
  readonly log: Logger;
}

/**
 * Runs fsck for the operator. The answer is lines of JSON: `{"progress":{step,done}}` while it works, at the end
 * `{"report":…}`, or `{"error":…}` when it could not run.
 */
export function mountFsck({ router, context, admit, ownKey, log }: FsckRouteParts): void {
  router.post(fsckPath, async (request, response) => {
    try {
      admit(request);
      const order = fsckOrderSchema.safeParse(
        JSON.parse(Buffer.from(await readBody(request, MAX_ORDER_BYTES)).toString('utf8')),
      );
      if (!order.success) throw new FaultError('general.invalid-input');
      response.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
      let toldAtMs = 0;
      const say = (line: object) => void response.write(`${JSON.stringify(line)}\n`);
      const report = await runFsck(context, {
        key: order.data.key ?? ownKey(),
        checkpoints: order.data.checkpoints,
        onProgress: (step, done) => {
          if (performance.now() - toldAtMs < TELL_EVERY_MS) return;
          toldAtMs = performance.now();
          say({ progress: { step, done } });
        },
      });
      say({ report });
      response.end();
    } catch (error) {
      const fault =
        error instanceof RangeError || error instanceof SyntaxError
          ? new FaultError('general.invalid-input', 'the order cannot be read').fault
          : faultOf(error, log);
      if (!response.headersSent) return answerFault(response, fault);
      response.end(`${JSON.stringify({ error: fault })}\n`);
    }
  });
}
