import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeCentralService, startFakeCentralService } from './testing/central-service.ts';
import { PrinterEngine } from './testing/folder-printer.ts';
import { endVisit, scanPage, walkToFee, walkToScan } from './testing/robot.ts';
import { newTestFolder, startTestKiosk, type TestKiosk } from './testing/start-test-agent.ts';

describe('a visit through the real agent', () => {
  let service: FakeCentralService;
  let kiosk: TestKiosk;
  let engine: PrinterEngine;
  let dir: string;

  beforeEach(async () => {
    dir = newTestFolder();
    service = await startFakeCentralService();
    engine = new PrinterEngine(join(dir, 'printer'));
    kiosk = await startTestKiosk(dir, service);
  });

  afterEach(async () => {
    await kiosk.stop();
    engine.close();
    await service.close();
  });

  it('goes from the attract screen to two printed copies and back', async () => {
    const { client } = kiosk;
    await walkToScan(client);
    await kiosk.layPage('mot');
    await scanPage(client);
    await walkToFee(client);
    await client.act({ type: 'back' });
    const { visit } = await client.waitForScreen('options');
    const originalId = visit.originals[0]!.id;
    await client.act({ type: 'set-copies', originalId, copies: 2 });
    await client.act({ type: 'show-fee' });
    expect((await client.waitForScreen('fee')).visit.totalVnd).toBe(4000);
    await client.act({ type: 'confirm-request' });
    const done = await client.waitForScreen('done', 20_000);
    expect(done.visit.requests).toMatchObject([
      { id: originalId, state: 'delivered', print: { jobState: 'completed', copiesDone: 2, sheetsDone: 2 } },
    ]);
    expect(done.visit.isOriginalOnGlass).toBe(true);
    expect(engine.tray).toHaveLength(2);
    await endVisit(client);
    await expect.poll(() => service.requests.find(originalId).printedCopies).toBe(2);
    await expect.poll(() => kiosk.agent.journal.openRecords()).toEqual([]);
  });
});
