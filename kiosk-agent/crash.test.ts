import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { kioskApi } from '@saoy/contracts/kiosk-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openKioskClient } from './client.ts';
import { type FakeCentralService, startFakeCentralService } from './testing/central-service.ts';
import { drawPage } from './testing/draw-page.ts';
import { PrinterEngine, readJobs } from './testing/folder-printer.ts';
import { scanPage, walkToFee, walkToScan } from './testing/robot.ts';
import { type SpawnedAgent, spawnAgent } from './testing/spawn-agent.ts';
import { newTestFolder } from './testing/start-test-agent.ts';

/** Every entry of the journal in the order of a visit that prints. */
const steps = [
  'opened',
  'confirmed',
  'acknowledged',
  'print-intended',
  'print-submitted',
  'copy-printed',
  'print-reported',
  'closed',
] as const;

describe('an agent killed by SIGKILL', () => {
  let dir: string;
  let service: FakeCentralService;
  let engine: PrinterEngine;
  let agents: SpawnedAgent[];

  beforeEach(async () => {
    dir = newTestFolder();
    service = await startFakeCentralService();
    engine = new PrinterEngine(join(dir, 'printer'));
    agents = [];
    await drawPage(join(dir, 'page.jpg'), 'page');
  });

  afterEach(async () => {
    for (const agent of agents) await agent.kill();
    engine.close();
    await service.close();
  });

  const start = async (dieAfter: string, resumeMs?: number) => {
    const agent = await spawnAgent(dir, service, 'page', dieAfter, resumeMs);
    agents.push(agent);
    return agent;
  };
  const isNothingKept = () => {
    const captures = join(dir, 'data', 'captures');
    return !existsSync(captures) || readdirSync(captures).length === 0;
  };
  const isPrinterIdle = () =>
    readJobs(join(dir, 'printer')).every(({ state }) => ['completed', 'canceled', 'aborted'].includes(state));

  it.each(steps)(
    'after "%s" loses nothing confirmed, prints nothing unattended, keeps nothing else',
    async (step) => {
      const first = await start(step);
      const client = await openKioskClient(first.url);
      // Whatever act the agent dies under is the last one that arrives.
      const visit = async () => {
        await walkToScan(client);
        await scanPage(client);
        await walkToFee(client);
        await client.act({ type: 'confirm-request' });
        await client.waitForScreen('done', 10_000);
        await client.act({ type: 'end' });
      };
      visit().catch(() => undefined);
      await first.exited;
      client.close();
      const sheetsAtDeath = engine.tray.length;

      await start('never');
      const [request] = [...service.requests.byId.values()];
      const isConfirmed = step !== 'opened';
      if (request === undefined) {
        // The server never heard of it, and never will.
        expect(step).toBe('opened');
      } else if (isConfirmed) {
        await expect.poll(() => service.requests.statusOf(request.id), { timeout: 10_000 }).toBe('issued');
        expect(request.number).toBe(1);
      } else {
        await expect.poll(() => service.requests.statusOf(request.id), { timeout: 10_000 }).toBe('abandoned');
      }
      await expect.poll(isNothingKept, { timeout: 10_000 }).toBe(true);
      await expect.poll(isPrinterIdle, { timeout: 10_000 }).toBe(true);
      // A sheet that was moving when the job was cancelled may still fall; nothing beyond the one copy ever does.
      expect(engine.tray.length).toBeLessThanOrEqual(1);
      if (sheetsAtDeath === 1) {
        await expect.poll(() => request?.printedCopies, { timeout: 10_000 }).toBe(1);
      }
      const numbers = [...service.requests.byId.values()].map(({ number }) => number);
      expect(numbers.filter((number) => number !== null).length).toBeLessThanOrEqual(1);
    },
  );

  it('gives the visit back to the same screen and to no other', async () => {
    const first = await start('never');
    const client = await openKioskClient(first.url);
    await walkToScan(client);
    await scanPage(client);
    const { visitToken } = client.status;
    client.close();
    await first.kill();

    const second = await start('never', 30_000);
    const again = await openKioskClient(second.url);
    expect(again.status.visit.screen).toBe('attract');
    const stranger = await again.call(kioskApi.resumeVisit, { body: { visitToken: 'somebody-else' } });
    expect(stranger).toMatchObject({ ok: false, error: { code: 'general.not-found' } });
    const resumed = await again.call(kioskApi.resumeVisit, { body: { visitToken: visitToken! } });
    expect(resumed.ok).toBe(true);
    const { visit } = await again.waitForScreen('scan', 5000);
    expect(visit.originals[0]?.pages).toHaveLength(1);
    await walkToFee(again);
    await again.act({ type: 'confirm-request' });
    const done = await again.waitForScreen('done', 10_000);
    expect(done.visit.requests).toMatchObject([{ state: 'delivered' }]);
    again.close();
  });

  it('prints nothing of the former visitor for the next one, whose visit begins before the time is up', async () => {
    engine.isHeld = true;
    const first = await start('never');
    const client = await openKioskClient(first.url);
    await walkToScan(client);
    await scanPage(client);
    await walkToFee(client);
    await client.act({ type: 'confirm-request' });
    await expect.poll(() => readJobs(join(dir, 'printer')).length, { timeout: 10_000 }).toBe(1);
    const { visitToken } = client.status;
    client.close();
    await first.kill();

    const second = await start('never', 30_000);
    const next = await openKioskClient(second.url);
    await walkToScan(next);
    const late = await next.call(kioskApi.resumeVisit, { body: { visitToken: visitToken! } });
    expect(late.ok).toBe(false);
    engine.isHeld = false;
    await expect.poll(isPrinterIdle, { timeout: 5000 }).toBe(true);
    expect(engine.tray).toHaveLength(0);
    const [request] = [...service.requests.byId.values()];
    expect(request?.printedCopies).toBe(0);
    await expect
      .poll(() => service.requests.find(request!.id).appointmentAt, { timeout: 5000 })
      .not.toBeNull();
    next.close();
  });

  it('takes back an appointment slip that still stands at the printer', async () => {
    service.requests.isAutomatic = false;
    engine.isHeld = true;
    const first = await start('never');
    const client = await openKioskClient(first.url);
    await walkToScan(client);
    await scanPage(client);
    await walkToFee(client);
    await client.act({ type: 'confirm-request' });
    await client.waitForScreen('processing', 5000);
    await client.act({ type: 'leave' });
    await expect.poll(() => readJobs(join(dir, 'printer')).length, { timeout: 10_000 }).toBe(1);
    client.close();
    await first.kill();

    await start('never');
    await expect.poll(isPrinterIdle, { timeout: 5000 }).toBe(true);
    engine.isHeld = false;
    expect(engine.tray).toHaveLength(0);
  });
});
