import type { DeviceHealth } from '@saoy/contracts/agent-api';
import { fault } from '@saoy/contracts/errors';
import { kioskApi } from '@saoy/contracts/kiosk-api';
import { err, ok } from '@saoy/contracts/result';
import { Router } from 'express';
import type { Conductor } from '../conductor/conductor.ts';
import type { IdentityDesk } from '../face/identity-desk.ts';
import type { PagePictures } from '../pages/page-pictures.ts';
import { findPage } from '../visit/arrange-originals.ts';
import { mountEndpoint } from './mount-endpoint.ts';

export interface KioskRoutesOptions {
  readonly conductor: Conductor;
  readonly identity: IdentityDesk;
  readonly pictures: PagePictures;
  readonly testDevices: () => Promise<readonly DeviceHealth[]>;
  /** False when no visit waits for this token. */
  readonly resume: (visitToken: string) => boolean;
}

/** Keeps proxies and browsers from taking a quiet stream for a dead one. */
const keepAliveMs = 15_000;

export function kioskRoutes({
  conductor,
  identity,
  pictures,
  testDevices,
  resume,
}: KioskRoutesOptions): Router {
  const router = Router();

  router.get(kioskApi.watchStatus.path, (request, response) => {
    response.set({ 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
    response.flushHeaders();
    const stop = conductor.watch((status) => response.write(`data: ${JSON.stringify(status)}\n\n`));
    const alive = setInterval(() => response.write(': alive\n\n'), keepAliveMs);
    request.on('close', () => {
      clearInterval(alive);
      stop();
    });
  });

  mountEndpoint(router, kioskApi.sendCommand, ({ body }) => {
    const done = conductor.command(body);
    return done.ok ? ok(undefined) : done;
  });

  mountEndpoint(router, kioskApi.resumeVisit, ({ body }) =>
    resume(body.visitToken) ? ok(undefined) : err(fault('general.not-found')),
  );

  mountEndpoint(router, kioskApi.getPage, async ({ params, query }) => {
    const { visit } = conductor.state;
    const found = visit === null ? undefined : findPage(visit.capture, params.pageId);
    if (found?.page.sha256 == null) return err(fault('general.not-found'));
    const picture = await pictures.draw(found.original.id, found.page.sha256, query.widthPx);
    return picture === undefined ? err(fault('general.not-found')) : ok(picture);
  });

  mountEndpoint(router, kioskApi.addFrame, ({ query, body }) =>
    identity.pushFrame({ jpeg: body, ...query }) ? ok(undefined) : err(fault('general.conflict')),
  );

  mountEndpoint(router, kioskApi.testDevices, async () => ok([...(await testDevices())]));

  router.get(kioskApi.watchCamera.path, (request, response) => {
    const boundary = 'saoy-frame';
    response.set('Content-Type', `multipart/x-mixed-replace; boundary=${boundary}`);
    response.flushHeaders();
    const stop = identity.view((jpeg) => {
      // A screen that cannot keep up misses pictures; it never makes the agent store them.
      if (response.writableLength > 0) return;
      response.write(`--${boundary}\r\nContent-Type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\n\r\n`);
      response.write(jpeg);
      response.write('\r\n');
    });
    request.on('close', stop);
  });

  return router;
}
