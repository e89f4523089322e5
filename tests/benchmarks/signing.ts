// Authoring and signing a certified copy of two pages at PAdES B-LTA, beside pyHanko with the same files, keys and
// authorities in the same run. The two take turns, so that whatever else the machine does meets both.
import { fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PageImage } from '../../server/issuance/rendering/copy-input.ts';
import { startCopySigning } from './copy-signing.ts';
import {
  countArgument,
  machineLine,
  measure,
  median,
  processorMsOf,
  spreadHeader,
  spreadLine,
} from './measurements.ts';
import { PyHankoPeer } from './pyhanko-peer.ts';
import type { AtOnceReport } from './signing-at-once.ts';
import { authorCopy, makeSigningBed, type SigningBed, scanPages } from './signing-bed.ts';

const WARM_UP = 8;
const AT_ONCE = 16;
const ROUNDS_AT_ONCE = 5;
const goals = { cpuMs: 100, timesPyHanko: 5, peakMb: 600 } as const;

const copies = countArgument(process.argv[2], 40);
const verdictOf = (isMet: boolean): string => (isMet ? 'met' : 'MISSED');

async function measureAtOnce(bed: SigningBed, pages: readonly PageImage[]): Promise<AtOnceReport> {
  const child = fork(path.join(import.meta.dirname, 'signing-at-once.ts'), [], {
    serialization: 'advanced',
  });
  const { authorities: _, close: __, ...plain } = bed;
  child.send({ bed: plain, pages: [...pages], atOnce: AT_ONCE, rounds: ROUNDS_AT_ONCE });
  return new Promise((resolve, reject) => {
    child.once('message', (report) => resolve(report as AtOnceReport));
    child.once('exit', (code) => reject(new Error(`signing at once ended with ${code}`)));
  });
}

const bed = await makeSigningBed();
const signing = await startCopySigning(bed);
const peer = await PyHankoPeer.start({
  root: bed.rootPem,
  tsaUrl: bed.tsaUrl,
  token: {
    module: signing.token.module,
    label: signing.token.token,
    pin: signing.token.pin,
    environment: signing.token.environment,
    keys: Object.fromEntries(
      [bed.certifier, bed.authority].map(({ name, folder }) => [name, path.join(folder, 'fullchain.pem')]),
    ),
  },
});
try {
  const pages = await scanPages();
  console.log(machineLine());
  console.log(
    `Against: ${peer === null ? 'nothing, pyHanko is missing' : `pyHanko ${peer.version} with python-pkcs11`}`,
  );
  console.log(
    `Sample: ${copies} copies after ${WARM_UP}, two pages of ${pages.map(({ jpeg }) => (jpeg.length / 1e6).toFixed(2)).join(' and ')} MB ` +
      'scanned at 300 dpi; certifier and authority with P-256 keys on one SoftHSM token; TSA and OCSP local, in one process of their own',
  );
  const ours = {
    author: [] as number[],
    sign: [] as number[],
    both: [] as number[],
    authorWall: [] as number[],
    signWall: [] as number[],
  };
  const theirs = { cpu: [] as number[], wall: [] as number[], peakMb: 0 };
  const others = { token: 0, authorities: 0 };
  for (let i = -WARM_UP; i < copies; i++) {
    const authored = await measure(() => authorCopy(pages, i + WARM_UP + 1));
    const before = [await processorMsOf(signing.tokenProcessId), await processorMsOf(bed.authorities.pid!)];
    const signed = await measure(() => signing.sign(authored.value));
    const after = [await processorMsOf(signing.tokenProcessId), await processorMsOf(bed.authorities.pid!)];
    const source = path.join(bed.dir, 'authored.pdf');
    await writeFile(source, authored.value);
    const reference = await peer?.sign({
      source,
      signatures: [
        ['Certifier', bed.certifier.name],
        ['Authority', bed.authority.name],
      ],
      target: path.join(bed.dir, 'by-pyhanko.pdf'),
    });
    if (i < 0) continue;
    ours.author.push(authored.cpuMs);
    ours.sign.push(signed.cpuMs);
    ours.both.push(authored.cpuMs + signed.cpuMs);
    ours.authorWall.push(authored.wallMs);
    ours.signWall.push(signed.wallMs);
    others.token += (after[0]! - before[0]!) / copies;
    others.authorities += (after[1]! - before[1]!) / copies;
    if (reference === undefined) continue;
    theirs.cpu.push(reference.cpuMs);
    theirs.wall.push(reference.wallMs);
    theirs.peakMb = reference.peakMb;
  }
  console.log(`\n${spreadHeader('Milliseconds a copy')}`);
  console.log(spreadLine('author (seal and render), CPU', ours.author));
  console.log(spreadLine('sign and check, CPU', ours.sign));
  console.log(spreadLine('author + sign, CPU', ours.both));
  console.log(spreadLine('author (seal and render), wall', ours.authorWall));
  console.log(spreadLine('sign and check, wall', ours.signWall));
  if (peer !== null) {
    console.log(spreadLine('pyHanko sign, not checked, CPU', theirs.cpu));
    console.log(spreadLine('pyHanko sign, not checked, wall', theirs.wall));
  }
  console.log(
    `Besides, for our signing: ${others.token.toFixed(1)} ms CPU a copy in the process of the token, ` +
      `${others.authorities.toFixed(1)} ms in that of TSA and OCSP`,
  );

  const atOnce = await measureAtOnce(bed, pages);
  console.log(
    `\n${AT_ONCE} at once, ${ROUNDS_AT_ONCE} rounds: ${atOnce.copiesPerSecond.toFixed(1)} copies a second, ` +
      `${atOnce.cpuMsPerCopy.toFixed(0)} ms CPU each; resident memory after each round ` +
      `${atOnce.roundsMb.map((mb) => mb.toFixed(0)).join(', ')} MB, at most ${atOnce.peakMb.toFixed(0)} MB`,
  );
  const cpuMs = median(ours.both);
  console.log(
    `\nGoal ≤ ${goals.cpuMs} ms CPU author + sign: ${cpuMs.toFixed(1)} – ${verdictOf(cpuMs <= goals.cpuMs)}`,
  );
  if (peer !== null) {
    const [wall, cpu] = [median(theirs.wall) / median(ours.signWall), median(theirs.cpu) / median(ours.sign)];
    console.log(
      `Goal ≥ ${goals.timesPyHanko} × pyHanko's throughput signing the same file: ${wall.toFixed(1)} × by wall time, ` +
        `${cpu.toFixed(1)} × by CPU – ${verdictOf(wall >= goals.timesPyHanko)}`,
    );
  }
  console.log(
    `Goal ≤ ${goals.peakMb} MB with ${AT_ONCE} at once: ${atOnce.peakMb.toFixed(0)} – ${verdictOf(atOnce.peakMb <= goals.peakMb)}`,
  );
} finally {
  peer?.close();
  await signing.close();
  await bed.close();
}
