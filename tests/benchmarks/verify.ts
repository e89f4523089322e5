// Verifying a signed certified copy of two pages, beside pyHanko (as its `adesverify`, offline) on the same file in the same run.
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../../cli/start/instance.ts';
import { validateInWorker, validatePdf } from '../../server/validation/index.ts';
import { startCopySigning } from './copy-signing.ts';
import { countArgument, machineLine, measure, median, spreadHeader, spreadLine } from './measurements.ts';
import { PyHankoPeer } from './pyhanko-peer.ts';
import { authorCopy, makeSigningBed, scanPages } from './signing-bed.ts';

const WARM_UP = 8;
const STARTS = 5;
const goals = { ms: 50, timesPyHanko: 5 } as const;

const count = countArgument(process.argv[2], 40);
const verdictOf = (isMet: boolean): string => (isMet ? 'met' : 'MISSED');

const bed = await makeSigningBed();
const signing = await startCopySigning(bed);
const peer = await PyHankoPeer.start({ root: bed.rootPem, tsaUrl: bed.tsaUrl });
try {
  const pages = await scanPages();
  const { trustAnchors } = bed;
  console.log(machineLine());
  console.log(
    `Against: ${peer === null ? 'nothing, pyHanko is missing' : `pyHanko ${peer.version}, ades_lta_validation of every signature`}`,
  );
  const file = path.join(bed.dir, 'signed.pdf');
  const signed: Uint8Array[] = [];
  for (let i = 0; i < count + WARM_UP; i++) signed.push(await signing.sign(await authorCopy(pages, i + 1)));
  console.log(
    `Sample: ${count} certified copies after ${WARM_UP}, each verified once, of ${(signed[0]!.length / 1e6).toFixed(2)} MB: ` +
      'two pages, two P-256 signatures and one document time-stamp, PAdES B-LTA; offline',
  );
  const ours = { cpu: [] as number[], wall: [] as number[], worker: [] as number[] };
  const theirs = { cpu: [] as number[], wall: [] as number[] };
  for (const [i, pdf] of signed.entries()) {
    const checked = await measure(() => validatePdf(pdf, { trustAnchors }));
    if (!checked.value.ok || checked.value.value.verdict !== 'TOTAL-PASSED')
      throw new Error('our own copy does not pass');
    const inWorker = await measure(() =>
      validateInWorker(pdf, { trustAnchors }, { timeoutMs: 60_000, maxBytes: 50_000_000 }),
    );
    await writeFile(file, pdf);
    const reference = await peer?.verify(file);
    if (reference && !(reference.isPassed && reference.signatures === 2))
      throw new Error('pyHanko does not pass our copy');
    if (i < WARM_UP) continue;
    ours.cpu.push(checked.cpuMs);
    ours.wall.push(checked.wallMs);
    ours.worker.push(inWorker.wallMs);
    if (reference === undefined) continue;
    theirs.cpu.push(reference.cpuMs);
    theirs.wall.push(reference.wallMs);
  }
  console.log(`\n${spreadHeader('Milliseconds a file')}`);
  console.log(spreadLine('verify, CPU', ours.cpu));
  console.log(spreadLine('verify, wall', ours.wall));
  console.log(spreadLine('verify in a worker that may be killed, wall', ours.worker));
  if (peer !== null) {
    console.log(spreadLine('pyHanko verify, CPU', theirs.cpu));
    console.log(spreadLine('pyHanko verify, wall', theirs.wall));
  }
  const starts: number[] = [];
  for (let i = 0; i < STARTS; i++) {
    const begun = performance.now();
    execFileSync(process.execPath, [
      path.join(projectRoot, 'cli', 'main.ts'),
      'verify',
      file,
      '--trust',
      bed.rootPem,
    ]);
    starts.push(performance.now() - begun);
  }
  console.log(spreadLine(`saoy verify with the start of its process`, starts));

  const ms = median(ours.wall);
  console.log(`\nGoal ≤ ${goals.ms} ms a file: ${ms.toFixed(1)} – ${verdictOf(ms <= goals.ms)}`);
  if (peer !== null) {
    const [wall, cpu] = [median(theirs.wall) / median(ours.wall), median(theirs.cpu) / median(ours.cpu)];
    console.log(
      `Goal ≥ ${goals.timesPyHanko} × pyHanko's throughput: ${wall.toFixed(1)} × by wall time, ${cpu.toFixed(1)} × by CPU – ` +
        verdictOf(wall >= goals.timesPyHanko),
    );
  }
} finally {
  peer?.close();
  await signing.close();
  await bed.close();
}
