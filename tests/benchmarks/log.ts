// `pnpm bench log`: what the transparency log adds to the issue of a copy, on either database: append a leaf in a
// transaction, have it covered by a signed checkpoint, read its proof.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { enginesUnderTest } from '../../server/testing/database-engines.ts';
import { createFileMemory } from '../../server/transparency/log-memory.ts';
import { LogPublisher } from '../../server/transparency/log-publisher.ts';
import { createTransparencyLog } from '../../server/transparency/transparency-log.ts';
import { countArgument, machineLine, measure, spreadHeader, spreadLine } from './measurements.ts';

const leaves = countArgument(process.argv[2], 100);
const AT_ONCE = 16;
/** Of the publisher's: what comes within it shares a checkpoint. */
const APART_MS = 250;

console.log(machineLine());
console.log(
  `Sample: ${leaves} leaves one after the other after 10, each when the last checkpoint is ${APART_MS} ms old, as on an idle system; then 10 times ${AT_ONCE} at once. No witnesses; the database shares the machine (PostgreSQL with fsync off)`,
);
for (const engine of enginesUnderTest()) {
  const service = await engine.open();
  const { database, secrets, random } = service.context;
  const { db } = database;
  const folder = await mkdtemp(path.join(tmpdir(), 'saoy-bench-log-'));
  const now = (): Date => new Date();
  const memory = createFileMemory(path.join(folder, 'checkpoint'));
  // As the service has it: publications a fifth of a second apart.
  const publisher = new LogPublisher(
    { db, secrets, signer: service.logSigner, memory, now },
    pino({ level: 'silent' }),
  );
  const transparency = createTransparencyLog({ database, secrets, now, random }, () => publisher);
  let made = 0;
  const leaf = () => {
    const code = `BENCH-${made++}`;
    return { kind: 'annulment', subject: code, record: { code, detail: 'x'.repeat(600) } } as const;
  };
  const append = (): Promise<number> => db.transaction((tx) => transparency.append(tx as never, leaf()));
  const prove = async (leafIndex: number): Promise<void> => {
    const proof = await transparency.waitUntilCovered(leafIndex);
    if (!proof.ok) throw new Error(proof.error.code);
  };
  const [appending, proving, both, cpu, crowd] = [[], [], [], [], []] as number[][] as [
    number[],
    number[],
    number[],
    number[],
    number[],
  ];
  for (let i = -10; i < leaves; i++) {
    await new Promise((resolve) => setTimeout(resolve, APART_MS));
    const appended = await measure(append);
    const proved = await measure(() => prove(appended.value));
    if (i < 0) continue;
    appending.push(appended.wallMs);
    proving.push(proved.wallMs);
    both.push(appended.wallMs + proved.wallMs);
    cpu.push(appended.cpuMs + proved.cpuMs);
  }
  for (let i = 0; i < 10; i++)
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        const { wallMs } = await measure(async () => prove(await append()));
        crowd.push(wallMs);
      }),
    );
  console.log(`\n${spreadHeader(`Milliseconds a leaf, ${engine.name}`)}`);
  console.log(spreadLine('append in its transaction', appending));
  console.log(spreadLine('wait for the checkpoint and read the proof', proving));
  console.log(spreadLine('both', both));
  console.log(spreadLine('both, CPU', cpu));
  console.log(spreadLine(`both, ${AT_ONCE} at once`, crowd));
  await publisher.stop();
  await rm(folder, { recursive: true, force: true });
  await service.close();
  await engine.stop();
}
