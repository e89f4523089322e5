import { fault } from '@saoy/contracts/errors';
import { err, ok } from '@saoy/contracts/result';
import { describe, expect, it } from 'vitest';
import { sampleReading } from '../testing/sample-card.ts';
import type { VisitInput } from '../visit/visit-input.ts';
import { IdentityDesk, type IdentityDeskOptions } from './identity-desk.ts';

const guidance = { attemptsLeft: 3, challenge: null, state: 'collecting' };

/** A desk whose server answers as told; everything else is there as far as it is asked. */
function openDesk(answer: (path: string) => unknown) {
  const calls: { path: string; sequence: number | undefined }[] = [];
  const told: VisitInput[] = [];
  let atMs = 0;
  const options = {
    service: {
      call: async (endpoint: { path: string }, { query }: { query?: { sequence: number } }) => {
        calls.push({ path: endpoint.path, sequence: query?.sequence });
        return answer(endpoint.path);
      },
    },
    scanner: {
      scan: async function* () {
        yield ok({ bytes: new Uint8Array(), format: 'jpeg', resolutionDpi: 300 });
      },
    },
    camera: null,
    chip: { isReaderThere: async () => false },
    patience: { firstDelayMs: 0, longestDelayMs: 0, random: () => 0 },
    now: () => (atMs += 1_000),
  } as unknown as IdentityDeskOptions;
  return { desk: new IdentityDesk(options), calls, told, tell: (input: VisitInput) => void told.push(input) };
}

describe('the identity desk', () => {
  it('sends the same card again by itself while the face matcher is busy, and tells so each time', async () => {
    let busyAnswers = 2;
    const { desk, calls, told, tell } = openDesk(() =>
      busyAnswers-- > 0 ? err(fault('identity.busy')) : ok(sampleReading),
    );
    await desk.readCard('visit', 'session', 'front', tell);
    expect(calls).toHaveLength(3);
    expect(told.map(({ type }) => type)).toEqual([
      'card-scanned',
      'identity-busy',
      'identity-busy',
      'card-read',
    ]);
  });

  it('numbers the frames of a second try on from those of the first, whatever the camera says', async () => {
    const { desk, calls, tell } = openDesk(() => ok(guidance));
    for (let attempt = 1; attempt <= 2; attempt++) {
      desk.startCamera('session', 'nonce', tell);
      for (let sequence = 0; sequence < 3; sequence++) {
        expect(desk.pushFrame({ jpeg: new Uint8Array(), sequence, capturedAtMs: sequence })).toBe(true);
        await expect.poll(() => calls.length).toBe((attempt - 1) * 3 + sequence + 1);
        await new Promise(setImmediate);
      }
      desk.stopCamera();
    }
    expect(calls.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3, 4, 5]);
  });
});
