// How often the QR code of the longest seal is read from bad photographs, and what sealing and checking cost.
import { availableParallelism, cpus } from 'node:os';
import { encodeSealFacts, keyIdOfKey, pagesDigest, verifySeal, writeSealUrl } from '@saoy/contracts/seal';
import { createSign1 } from '../../contracts/seal/cose-sign1.ts';
import { keyList, makeTestKey, ORIGIN, sealFacts, sealKey } from '../../contracts/seal/seal.fixture.ts';
import { readQrCodes } from '../../imaging/index.ts';
import { damageCorner, photographPrint } from '../fixtures/photograph-print.ts';
import { extremes, type Hardship, hardships } from '../fixtures/seal-hardships.ts';
import { makeSealedPrint } from '../fixtures/sealed-print.ts';

const photographs = Number(process.argv[2] ?? 20);
console.log(`${cpus()[0]?.model}, ${availableParallelism()} cores, Node ${process.version}`);

const print = await makeSealedPrint();
try {
  console.log(
    `The longest seal (${print.url.length} characters), ${print.sideMm.toFixed(1)} mm; ${photographs} photographs each.`,
  );
  for (const resolutionDpi of [100, 150, 200, 300]) {
    const { codes } = await print.scan(resolutionDpi);
    console.log(`${codes[0]?.text === print.url ? 'read' : 'NOT READ'}  the page at ${resolutionDpi} dpi`);
  }
  for (const [title, list] of [
    ['promised', hardships],
    ['beyond', extremes],
  ] as const)
    for (const hardship of list) await tryHardship(title, hardship);
} finally {
  await print.close();
}
await measureSeals();

async function tryHardship(title: string, { name, photo, damaged }: Hardship): Promise<void> {
  const symbol =
    damaged === undefined ? print.symbol : damageCorner(print.symbol, damaged, print.marginPx, 240);
  let read = 0;
  let ms = 0;
  for (let seed = 1; seed <= photographs; seed++) {
    const picture = await photographPrint(symbol, { ...photo, seed });
    const startedAt = performance.now();
    const [code] = await readQrCodes(picture);
    ms += performance.now() - startedAt;
    if (code?.text === print.url) read++;
  }
  const share = ((100 * read) / photographs).toFixed(0).padStart(3);
  console.log(`${share} %  ${(ms / photographs).toFixed(0).padStart(4)} ms  ${title}: ${name}`);
}

async function measureSeals(): Promise<void> {
  const rounds = 500;
  const [key, listKey] = [await makeTestKey(), await makeTestKey()];
  const pages = [new Uint8Array(800_000), new Uint8Array(800_000).fill(1)];
  const urls: string[] = [];
  const sealingMs = await timed(rounds, async () => {
    const facts = sealFacts({ pagesDigest: await pagesDigest(pages) });
    const message = await createSign1(await keyIdOfKey(key.publicKey), encodeSealFacts(facts), key.sign);
    urls.push(writeSealUrl(ORIGIN, facts.code, message));
  });
  const options = { keys: keyList(listKey, [sealKey(key)]), now: new Date('2026-11-21T00:00:00Z') };
  let valid = 0;
  const checkingMs = await timed(rounds, async () => {
    if ((await verifySeal(urls[valid]!, options)).outcome === 'valid') valid++;
  });
  console.log(
    `sealing two pages of 0.8 MB: ${sealingMs.toFixed(2)} ms; checking a seal: ${checkingMs.toFixed(2)} ms (${valid} of ${rounds} valid)`,
  );
}

async function timed(rounds: number, work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  for (let i = 0; i < rounds; i++) await work();
  return (performance.now() - startedAt) / rounds;
}
