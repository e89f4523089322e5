import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { orThrow } from '../http/or-throw.ts';
import { createRequest } from '../requests/create-request.ts';
import { loadRequest } from '../requests/load-request.ts';
import { pages } from '../storage/schema.ts';
import { enginesUnderTest } from '../testing/database-engines.ts';
import { drawPage, sha256Of } from '../testing/drive-request.ts';
import type { TestService } from '../testing/service-context.ts';
import { receivePage, uploadState } from './receive-page.ts';

const kioskId = 'kiosk-1';

describe.each(enginesUnderTest())('receiving pages on $name', (engine) => {
  let service: TestService;
  beforeAll(async () => {
    service = await engine.open();
  });
  afterAll(async () => {
    await service.close();
    await engine.stop();
  });

  async function newRequest(): Promise<string> {
    const requestId = randomUUID();
    const content = { kioskId, visitId: randomUUID(), product: 'digital', language: 'vi' } as const;
    orThrow(await createRequest(service.context, { requestId, ...content }));
    return requestId;
  }

  const send = (
    requestId: string,
    bytes: Uint8Array,
    offset = 0,
    end = bytes.length,
    sha256 = sha256Of(bytes),
  ) =>
    receivePage(service.context, {
      requestId,
      kioskId,
      sha256,
      offset,
      total: bytes.length,
      bytes: bytes.subarray(offset, end),
    });

  test('an upload cut at any byte goes on from there, and any part may come again', async () => {
    const bytes = await drawPage(11);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 4 }),
        fc.nat(),
        async (cuts, back) => {
          const requestId = await newRequest();
          const ends = [...cuts.sort((a, b) => a - b), bytes.length];
          let held = 0;
          for (const end of ends) {
            const offset = Math.max(0, held - (back % 50));
            const state = orThrow(await send(requestId, bytes, offset, end));
            expect(state).toEqual({ receivedBytes: end, isComplete: end === bytes.length });
            held = end;
          }
          const { pages: received, uploads } = await loadRequest(service.context.database.db, requestId);
          expect(received.map(({ sha256 }) => sha256)).toEqual([sha256Of(bytes)]);
          expect(uploads).toEqual([]);
          expect(await service.context.objects.get(received[0]!.imageKey!)).toEqual(bytes);
        },
      ),
      { numRuns: 12 },
    );
  }, 60_000);

  test('a part beyond what is held is refused and tells nothing was taken', async () => {
    const requestId = await newRequest();
    const bytes = await drawPage(12);
    orThrow(await send(requestId, bytes, 0, 10));
    expect(await send(requestId, bytes, 20, 30)).toMatchObject({ error: { code: 'request.upload-offset' } });
    const state = await uploadState(service.context, { requestId, kioskId, sha256: sha256Of(bytes) });
    expect(orThrow(state)).toEqual({ receivedBytes: 10, isComplete: false });
  });

  test('the same page sent twice at once is one page', async () => {
    const requestId = await newRequest();
    const bytes = await drawPage(13);
    const states = await Promise.all([
      send(requestId, bytes),
      send(requestId, bytes),
      send(requestId, bytes),
    ]);
    for (const state of states) expect(orThrow(state).isComplete).toBe(true);
    const { actions } = await loadRequest(service.context.database.db, requestId);
    expect(actions.map(({ event }) => event.type)).toEqual(['created', 'page-received']);
  });

  test('bytes with another digest are forgotten, so that the page can be sent anew', async () => {
    const requestId = await newRequest();
    const bytes = await drawPage(14);
    const wrong = Uint8Array.from(bytes, (byte, i) => (i === 500 ? byte ^ 1 : byte));
    const answer = await send(requestId, wrong, 0, wrong.length, sha256Of(bytes));
    expect(answer).toMatchObject({ error: { code: 'request.page-digest-mismatch' } });
    expect(orThrow(await send(requestId, bytes)).isComplete).toBe(true);
  });

  const solid = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#eee' }, limitInputPixels: false });
  test.each<[string, () => Promise<Uint8Array>, string]>([
    ['text', async () => new TextEncoder().encode('not an image at all'), 'image.unreadable'],
    ['a truncated JPEG', async () => (await drawPage(15)).subarray(0, 700), 'image.unreadable'],
    ['a PNG', async () => solid(300, 400).png().toBuffer(), 'image.unreadable'],
    [
      'a 16-bit PNG',
      async () => solid(300, 400).toColourspace('rgb16').png().toBuffer(),
      'image.unsupported-depth',
    ],
    ['20,001 pixels', async () => solid(20_001, 8).jpeg().toBuffer(), 'image.too-large'],
    [
      'a CMYK JPEG',
      async () => solid(300, 424).toColourspace('cmyk').jpeg().toBuffer(),
      'image.unsupported-depth',
    ],
    [
      '100 dpi',
      async () => solid(800, 1131).withMetadata({ density: 100 }).jpeg().toBuffer(),
      'image.low-resolution',
    ],
  ])('%s is refused with its code and leaves nothing behind', async (_, draw, code) => {
    const requestId = await newRequest();
    const bytes = new Uint8Array(await draw());
    expect(await send(requestId, bytes)).toMatchObject({ ok: false, error: { code } });
    const loaded = await loadRequest(service.context.database.db, requestId);
    expect([loaded.pages, loaded.uploads, loaded.actions.length]).toEqual([[], [], 1]);
  });

  test('a request takes no pages without end, however often they are scanned anew', async () => {
    const requestId = await newRequest();
    const bytes = await drawPage(17);
    const page = {
      requestId,
      state: 'read',
      sizeBytes: 1,
      widthPx: 1,
      heightPx: 1,
      resolutionDpi: 300,
    } as const;
    const received = Array.from({ length: 399 }, (_, i) => ({
      ...page,
      sha256: i.toString(16).padStart(64, '0'),
      orientation: 0 as const,
      receivedAt: service.context.now(),
    }));
    await service.context.database.db.insert(pages).values(received);
    orThrow(await send(requestId, bytes));
    expect(await send(requestId, await drawPage(18))).toMatchObject({
      ok: false,
      error: { code: 'general.too-large' },
    });
    expect(orThrow(await send(requestId, bytes))).toMatchObject({ isComplete: true });
  });

  test('a page is kept encrypted: no byte of it lies on the disk as it is', async () => {
    const requestId = await newRequest();
    const bytes = await drawPage(16);
    orThrow(await send(requestId, bytes));
    const [row] = await service.context.database.db.select().from(pages);
    expect(row?.imageKey).not.toBe(row?.sha256);
    await service.context.objects.delete(row!.imageKey!);
    expect(await service.context.objects.get(row!.imageKey!)).toBeNull();
  });
});
