// The public log as C2SP tlog-tiles has it: /log/checkpoint, /log/tile/…, /log/tile/entries/….
import { fault } from '@saoy/contracts/errors';
import { parseTilePath, tileWidth } from '@saoy/contracts/transparency/tile-path';
import type { Request, Response, Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Logger } from 'pino';
import type { Executor } from '../storage/database.ts';
import { cosignedNote, newestCheckpoint, readTile } from '../transparency/published-log.ts';
import { answerFault, faultOf } from './answer-fault.ts';

/** A monitor that reads a million entries asks for some eight thousand files. */
const CALLS_PER_MINUTE = 3000;

/** Mounts what monitors and witnesses read; nothing here can be told apart by who asks. */
export function mountLogRoutes({ router, db, log }: { router: Router; db: Executor; log: Logger }): void {
  const answering =
    (answer: (request: Request, response: Response) => Promise<void>) =>
    async (request: Request, response: Response): Promise<void> => {
      try {
        response.setHeader('access-control-allow-origin', '*');
        await answer(request, response);
      } catch (error) {
        answerFault(response, faultOf(error, log));
      }
    };
  router.use(
    '/log',
    rateLimit({
      windowMs: 60_000,
      limit: CALLS_PER_MINUTE,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      handler: (_, response) => answerFault(response, fault('general.too-many-requests')),
    }),
  );
  router.get(
    '/log/checkpoint',
    answering(async (_, response) => {
      const checkpoint = await newestCheckpoint(db);
      if (checkpoint === null) return answerFault(response, fault('general.not-found'));
      response.setHeader('content-type', 'text/plain; charset=utf-8');
      response.setHeader('cache-control', 'no-cache');
      response.end(await cosignedNote(db, checkpoint));
    }),
  );
  router.get(
    '/log/tile/*path',
    answering(async (request, response) => {
      const name = parseTilePath(request.path.slice('/log/'.length));
      const bytes = name === null ? null : await readTile(db, name);
      if (name === null || bytes === null) return answerFault(response, fault('general.not-found'));
      response.setHeader('content-type', 'application/octet-stream');
      // What a partial tile holds never changes either, but nobody asks for it long.
      const lifeSeconds = name.width === tileWidth ? 31_536_000 : 3600;
      response.setHeader('cache-control', `public, max-age=${lifeSeconds}, immutable`);
      response.end(Buffer.from(bytes));
    }),
  );
}
