import { readFile } from 'node:fs/promises';
import {
  openKeyList,
  pagesDigest,
  type SealCheck,
  type SealOutcome,
  sealWords,
  toHex,
  verifySeal,
} from '@saoy/contracts/seal';
import { readQrCodes } from '@saoy/imaging';
import { readPageImages } from '@saoy/server/seal';

interface SealCheckCommand {
  readonly keys: string;
  readonly pin?: string;
  readonly copy?: string;
  readonly picture?: boolean;
  readonly at?: string;
  readonly lang: 'en' | 'vi';
  readonly json?: boolean;
}

const exitCodes: Record<SealOutcome, number> = {
  valid: 0,
  invalid: 1,
  'wrong-host': 1,
  undecided: 2,
  'not-a-seal': 3,
};

/**
 * Checks a seal without a network: exit 0 valid, 1 false or leading elsewhere, 2 undecided, 3 no seal or unreadable. With a copy
 * also whether its page images are those of the seal; if not, exit 1.
 */
export async function checkSeal(source: string, options: SealCheckCommand): Promise<void> {
  const stop = (problem: string): void => {
    if (options.json) console.log(JSON.stringify({ error: problem }, null, 2));
    console.error(`saoy: ${problem}`);
    process.exitCode = 3;
  };
  const now = options.at === undefined ? new Date() : new Date(options.at);
  if (Number.isNaN(now.getTime())) return stop(`${options.at} is not a time`);
  const listBytes = await readFile(options.keys).catch(() => null);
  if (listBytes === null) return stop(`${options.keys} cannot be read`);
  const list = await openKeyList(new Uint8Array(listBytes), options.pin ?? null);
  if (!list.ok) return stop(`the list of keys is refused: ${list.error}`);
  const text = options.picture ? await readPicture(source) : source;
  if (text === null) return stop(`no QR code is found in ${source}`);
  const check = await verifySeal(text, { keys: list.value, now });
  const pages = options.copy === undefined ? null : await comparePages(options.copy, check);
  if (pages === 'unreadable') return stop(`${options.copy} is no copy that can be read`);
  if (options.json) console.log(JSON.stringify(describe(check, pages), null, 2));
  else for (const line of linesOf(check, pages, options)) console.log(line);
  process.exitCode = pages === false ? Math.max(1, exitCodes[check.outcome]) : exitCodes[check.outcome];
}

async function readPicture(file: string): Promise<string | null> {
  const bytes = await readFile(file).catch(() => null);
  const codes = bytes === null ? [] : await readQrCodes(new Uint8Array(bytes));
  return codes.map(({ text }) => text).find((text) => /^https?:/i.test(text)) ?? codes[0]?.text ?? null;
}

/** Null when no facts are proven to compare with. */
async function comparePages(file: string, { facts }: SealCheck): Promise<boolean | null | 'unreadable'> {
  const bytes = await readFile(file).catch(() => null);
  const images = bytes === null ? null : await readPageImages(new Uint8Array(bytes));
  if (images === null || !images.ok) return 'unreadable';
  if (facts === null) return null;
  const digest = toHex(await pagesDigest(images.value));
  return images.value.length === facts.pageCount && digest === toHex(facts.pagesDigest);
}

const describe = ({ outcome, reason, code, facts, key, keysMadeAt }: SealCheck, pages: boolean | null) => ({
  outcome,
  reason,
  code,
  facts: facts === null ? null : { ...facts, pagesDigest: toHex(facts.pagesDigest) },
  key: key === null ? null : { keyId: key.keyId, state: key.state, compromisedAt: key.compromisedAt },
  keysMadeAt,
  arePagesThoseOfTheSeal: pages,
});

function linesOf(check: SealCheck, pages: boolean | null, { lang }: SealCheckCommand): string[] {
  const { outcome, reason, facts, key, keysMadeAt } = check;
  const lines = [`${outcome} (${reason})`, sealWords[reason][lang]];
  if (facts !== null)
    lines.push(
      `  ${facts.code}, ${facts.product}, ${facts.documentType}, ${facts.pageCount} page(s)`,
      `  ${facts.authority}, ${facts.issuedAt.toISOString()}, ${facts.holderMasked ?? '-'}`,
      `  key ${key?.keyId} (${key?.state})`,
    );
  if (pages !== null) lines.push(`  page images: ${pages ? 'those of the seal' : 'NOT those of the seal'}`);
  lines.push(`  list of keys made ${keysMadeAt?.toISOString()}`);
  return lines;
}
