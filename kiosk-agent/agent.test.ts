import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kioskApi } from '@saoy/contracts/kiosk-api';
import { drawHeldPaper } from '@saoy/devices/camera';
import { SimulatedScanner } from '@saoy/devices/scanner';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { drawOriginal } from '../tests/fixtures/originals/index.ts';
import type { AgentParts } from './agent.ts';
import type { LiveCamera } from './hardware/hardware.ts';
import { type FakeCentralService, startFakeCentralService } from './testing/central-service.ts';
import { PrinterEngine } from './testing/folder-printer.ts';
import { endVisit, scanPage, walkToFee, walkToScan } from './testing/robot.ts';
import {
  newTestFolder,
  startTestKiosk,
  stillCamera,
  type TestKiosk,
  testParts,
} from './testing/start-test-agent.ts';

describe('a visit through the real agent', () => {
  let service: FakeCentralService;
  let kiosk: TestKiosk;
  let engine: PrinterEngine;
  let dir: string;

  const start = async (change: Partial<AgentParts> = {}) => {
    kiosk = await startTestKiosk(dir, service, change);
    return kiosk.client;
  };

  beforeEach(async () => {
    dir = newTestFolder();
    service = await startFakeCentralService();
    engine = new PrinterEngine(join(dir, 'printer'));
  });

  afterEach(async () => {
    await kiosk.stop();
    engine.close();
    await service.close();
  });

  it('goes from the attract screen to two printed copies and back', async () => {
    const client = await start();
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

  it('reads the card and the face without a picture touching the disk', async () => {
    const client = await start();
    await client.waitFor(({ visit }) => visit.screen === 'attract' && visit.outOfService === null);
    await kiosk.layPage('the');
    await client.act({ type: 'begin' });
    await client.act({ type: 'choose-language', language: 'vi' });
    await client.act({ type: 'choose-product', product: 'digital' });
    await client.act({ type: 'continue' });
    await client.act({ type: 'give-consent', face: true });
    await client.act({ type: 'choose-card-way', way: 'glass' });
    await client.act({ type: 'read-card' });
    await client.waitForScreen('face', 10_000);
    await client.act({ type: 'start-face' });
    const result = await client.waitForScreen('identity-result', 10_000);
    expect(result.visit).toMatchObject({ outcome: 'match', holderName: 'Nguyễn Văn An' });
    expect(service.identityCounts).toMatchObject({ cards: 1, frames: 6 });
    const files = readdirSync(join(dir, 'data'), { recursive: true, encoding: 'utf8' });
    expect(files.filter((name) => !name.startsWith('journal.sqlite'))).toEqual([]);
    for (const name of files) {
      expect(readFileSync(join(dir, 'data', name)).includes(Buffer.from('Nguyễn Văn An', 'utf8'))).toBe(
        false,
      );
    }
    await endVisit(client);
    expect(service.identityCounts.dropped).toBe(1);
  });

  it('reads the code before the camera, of which only the text leaves the kiosk', async () => {
    const scan = await drawOriginal({ kind: 'cccd-front', seed: 'camera' });
    const text = scan.truth.qr!;
    service.script = { ...service.script, cardCode: text };
    const frames = await drawHeldPaper(scan.jpeg, 'clear');
    let asked: unknown = null;
    const camera: LiveCamera = {
      ...stillCamera,
      perform: (what) => {
        asked = what;
      },
      frames: async function* (signal) {
        for (let at = 0; !signal.aborted; at++) {
          const jpeg = frames[at % frames.length]!;
          yield asked === 'show-card'
            ? { jpeg, capturedAtMs: Date.now() }
            : { jpeg: Buffer.from([0xff, 0xd8, 0xff, 0xd9]), capturedAtMs: Date.now() };
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
      },
    };
    const { hardware } = await testParts(dir, service, new SimulatedScanner({ pageDurationMs: 5 }));
    const client = await start({ hardware: { ...hardware, camera } });
    await client.waitFor(({ visit }) => visit.screen === 'attract' && visit.outOfService === null);
    await client.act({ type: 'begin' });
    await client.act({ type: 'choose-language', language: 'vi' });
    await client.act({ type: 'choose-product', product: 'digital' });
    await client.act({ type: 'continue' });
    await client.act({ type: 'give-consent', face: true });
    await client.act({ type: 'choose-card-way', way: 'camera' });
    const { visit } = await client.waitFor(({ visit: { screen } }) => screen === 'card', {
      timeoutMs: 30_000,
      what: 'the code',
    });
    expect(visit).toMatchObject({ side: 'front', isCodeRead: true });
    expect(asked, 'the card may be lowered').toBeNull();
    expect(service.identityCounts).toMatchObject({ cards: 0, frames: 0 });
    expect(service.calls).toContain('PUT /agent/v1/identity/:sessionId/card-code');
    const files = readdirSync(join(dir, 'data'), { recursive: true, encoding: 'utf8' });
    expect(files.filter((name) => !name.startsWith('journal.sqlite'))).toEqual([]);
    await endVisit(client);
  });

  it('sends the rest of a page after the line was cut in its middle', async () => {
    const client = await start();
    await walkToScan(client);
    await kiosk.layPage('mot');
    service.cutUploads(2);
    await scanPage(client);
    await walkToFee(client);
    expect(client.status.fault).toBeNull();
    const [request] = [...service.requests.byId.values()];
    expect(request?.complete.size).toBe(1);
    expect(service.calls.filter((call) => call.startsWith('PATCH')).length).toBeGreaterThan(1);
  });

  it('scans on without a network and catches up when it is back', async () => {
    const client = await start();
    await walkToScan(client);
    await kiosk.layPage('mot');
    service.setDown(true);
    await scanPage(client);
    await kiosk.layPage('hai');
    await scanPage(client);
    await client.act({ type: 'finish-scan' });
    await client.waitFor(
      ({ fault, kiosk: { isOnline } }) => !isOnline && fault?.code === 'kiosk.server-unreachable',
      { timeoutMs: 5000 },
    );
    expect(client.status.fault?.keptPages).toBe(2);
    service.setDown(false);
    await client.waitForScreen('review', 15_000);
    expect(client.status.fault).toBeNull();
  });

  it('refuses the scan when the disk is full, before anything is half done', async () => {
    let freeBytes = 1_000_000;
    const client = await start({ freeBytes: async () => freeBytes });
    await walkToScan(client);
    await kiosk.layPage('mot');
    freeBytes = 10;
    await client.act({ type: 'scan-page', source: 'glass' });
    const { visit, fault } = await client.waitFor((status) => status.fault !== null, { timeoutMs: 5000 });
    expect(fault).toMatchObject({ device: 'disk', code: 'kiosk.disk-full', canRetry: true });
    expect(visit).toMatchObject({ screen: 'scan', originals: [{ pages: [] }], isScanning: false });
    await endVisit(client);
    await kiosk.agent.health.test();
    await expect
      .poll(() => client.status.visit)
      .toEqual({ screen: 'attract', outOfService: 'kiosk.disk-full' });
  });

  it('promises nothing that the journal cannot hold, and says so', async () => {
    const client = await start();
    await walkToScan(client);
    await kiosk.layPage('mot');
    await scanPage(client);
    await walkToFee(client);
    const write = vi.spyOn(kiosk.agent.journal, 'appendAll').mockImplementation(() => {
      throw new Error('database or disk is full');
    });
    await client.act({ type: 'confirm-request' });
    const { visit } = await client.waitForScreen('done', 10_000);
    expect(visit.requests).toMatchObject([{ state: 'failed', delayCode: 'kiosk.disk-full' }]);
    write.mockRestore();
    await endVisit(client);
    expect([...service.requests.byId.values()].map(({ number }) => number)).toEqual([null]);
  });

  it('runs on while the disk cannot be asked how full it is, but begins no visit', async () => {
    const client = await start({ freeBytes: () => Promise.reject(new Error('ENOENT')) });
    await kiosk.agent.health.test();
    await expect
      .poll(() => client.status.visit)
      .toEqual({ screen: 'attract', outOfService: 'kiosk.disk-full' });
  });

  it('goes on in the middle of a copy when paper is refilled, with every sheet once', async () => {
    const client = await start();
    await walkToScan(client);
    for (const page of ['mot', 'hai', 'ba']) {
      await kiosk.layPage(page);
      await scanPage(client);
    }
    engine.trouble = { code: 'printer.paper-out', afterSheets: 2 };
    await walkToFee(client);
    await client.act({ type: 'confirm-request' });
    const { visit } = await client.waitFor(({ fault }) => fault?.code === 'printer.paper-out', {
      timeoutMs: 10_000,
    });
    expect(visit).toMatchObject({
      screen: 'processing',
      requests: [{ print: { sheetsDone: 2, sheetsTotal: 3 } }],
    });
    engine.trouble = null;
    await client.waitForScreen('done', 10_000);
    expect(engine.tray).toHaveLength(3);
    expect(new Set(engine.tray.map(({ jobId }) => jobId)).size).toBe(1);
  });

  it('prints a spoiled copy again only when the person asks', async () => {
    const client = await start();
    await walkToScan(client);
    await kiosk.layPage('mot');
    await scanPage(client);
    engine.trouble = { code: 'printer.jam', afterSheets: 0, isFatal: true };
    await walkToFee(client);
    await client.act({ type: 'confirm-request' });
    await client.waitFor(({ fault }) => fault?.code === 'printer.job-aborted', { timeoutMs: 10_000 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(engine.tray).toHaveLength(0);
    await client.act({ type: 'retry' });
    await client.waitForScreen('done', 10_000);
    expect(engine.tray).toHaveLength(1);
  });

  it('keeps the sheets before a jam of the feeder', async () => {
    const client = await start();
    await walkToScan(client);
    await kiosk.layPage('mot');
    await kiosk.layPage('hai');
    kiosk.scanner.place([join(dir, 'mot.jpg'), join(dir, 'hai.jpg')], 'feeder');
    kiosk.scanner.orderFault({ fault: 'jam', afterPages: 1 });
    await client.act({ type: 'scan-page', source: 'feeder' });
    const { fault } = await client.waitFor((status) => status.fault !== null, { timeoutMs: 10_000 });
    expect(fault).toMatchObject({ device: 'scanner', code: 'scanner.jam' });
    await client.waitFor(
      ({ visit }) =>
        visit.screen === 'scan' &&
        visit.originals[0]?.pages.length === 1 &&
        visit.originals[0].pages.every(({ state }) => state === 'good' || state === 'problem'),
      { timeoutMs: 10_000 },
    );
  });

  it('prints an appointment slip for whoever leaves, and the copy never', async () => {
    service.requests.isAutomatic = false;
    const client = await start();
    await walkToScan(client);
    await kiosk.layPage('mot');
    await scanPage(client);
    await walkToFee(client);
    await client.act({ type: 'confirm-request' });
    await client.waitForScreen('processing', 5000);
    await client.act({ type: 'leave' });
    await client.waitFor(({ visit }) => visit.screen === 'appointment' && visit.slip === 'printed', {
      timeoutMs: 10_000,
    });
    const [request] = [...service.requests.byId.values()];
    service.requests.decide(request!.id, 'approved');
    await endVisit(client);
    expect(engine.tray.map(({ text }) => text)).toEqual(['%PDF-1.4 slip']);
  });

  it('leaves nothing of the first visitor to the second', async () => {
    const client = await start();
    await walkToScan(client);
    await kiosk.layPage('mot');
    await scanPage(client);
    const first = client.status;
    const pageId = first.visit.screen === 'scan' ? first.visit.originals[0]!.pages[0]!.id : '';
    const picture = await client.call(kioskApi.getPage, { params: { pageId }, query: { widthPx: 200 } });
    expect(picture.ok && picture.value.length).toBeGreaterThan(500);
    await client.act({
      type: 'set-display',
      display: { textSize: 'large', contrast: 'high', reach: 'low', isSpoken: true },
    });
    await endVisit(client);
    expect(readdirSync(join(dir, 'data', 'captures'))).toEqual([]);
    const [request] = [...service.requests.byId.values()];
    await expect.poll(() => service.requests.statusOf(request!.id)).toBe('abandoned');
    await walkToScan(client);
    const gone = await client.call(kioskApi.getPage, { params: { pageId }, query: {} });
    expect(gone).toMatchObject({ ok: false, error: { code: 'general.not-found' } });
    const text = JSON.stringify(client.status);
    expect(text).not.toContain(pageId);
    expect(text).not.toContain(first.visitToken);
    expect(client.status.display.textSize).toBe('normal');
  });
});
