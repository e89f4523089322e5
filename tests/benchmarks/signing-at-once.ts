// Run by the signing benchmark as a process of its own, so that its memory is its own: many copies at once.

import type { PageImage } from '../../server/issuance/rendering/copy-input.ts';
import { startCopySigning } from './copy-signing.ts';
import { measure, residentMb } from './measurements.ts';
import { authorCopy, type SigningBed } from './signing-bed.ts';

export interface AtOnceReport {
  /** Resident memory after each round, in MB. */
  readonly roundsMb: readonly number[];
  readonly peakMb: number;
  readonly copiesPerSecond: number;
  readonly cpuMsPerCopy: number;
}

interface AtOnceOrder {
  readonly bed: SigningBed;
  readonly pages: readonly PageImage[];
  readonly atOnce: number;
  readonly rounds: number;
}

process.once('message', async (order: AtOnceOrder) => {
  const signing = await startCopySigning(order.bed);
  const sign = async (number: number): Promise<void> => {
    await signing.sign(await authorCopy(order.pages, number));
  };
  await sign(0);
  const roundsMb: number[] = [];
  let [wallMs, cpuMs] = [0, 0];
  for (let round = 0; round < order.rounds; round++) {
    const cost = await measure(() =>
      Promise.all(Array.from({ length: order.atOnce }, (_, i) => sign(round * order.atOnce + i + 1))),
    );
    wallMs += cost.wallMs;
    cpuMs += cost.cpuMs;
    roundsMb.push((await residentMb(process.pid)).now);
  }
  const copies = order.atOnce * order.rounds;
  const report: AtOnceReport = {
    roundsMb,
    peakMb: (await residentMb(process.pid)).peak,
    copiesPerSecond: (copies * 1000) / wallMs,
    cpuMsPerCopy: cpuMs / copies,
  };
  await signing.close();
  process.send!(report, () => process.disconnect());
});
