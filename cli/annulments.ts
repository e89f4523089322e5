import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type AnnulmentListHead,
  compareLists,
  type ListedAnnulment,
  openAnnulmentList,
  readAllEntries,
} from '@saoy/contracts/annulment-list';
import { parseCopyCode } from '@saoy/contracts/copy-code';
import { keyThumbprint, openKeyList, type SealKeyList, toHex } from '@saoy/contracts/seal';

interface Output {
  readonly json?: boolean;
}

/** A list with its keys as it lies in a folder: `seal-keys.cose`, `annulments.cose`, `segments/SHA256.cbor`. */
interface HeldList {
  readonly keys: SealKeyList;
  readonly head: AnnulmentListHead;
  readonly entries: readonly ListedAnnulment[];
}

type Read = (name: string) => Promise<Uint8Array<ArrayBuffer> | null>;

const files = { keys: 'seal-keys.cose', list: 'annulments.cose' } as const;
const segmentFile = (sha256: string): string => path.join('segments', `${sha256}.cbor`);

const readIn =
  (folder: string): Read =>
  (name) =>
    readFile(path.join(folder, name)).then(
      (bytes) => new Uint8Array(bytes),
      () => null,
    );

/** Opens what a reader offers; a text says what is wrong with it. */
async function openList(read: Read, pin: string | null): Promise<HeldList | string> {
  const [keyBytes, listBytes] = [await read(files.keys), await read(files.list)];
  if (keyBytes === null || listBytes === null) return 'the lists cannot be read';
  const keys = await openKeyList(keyBytes, pin);
  if (!keys.ok) return `the list of keys is refused: ${keys.error}`;
  const head = await openAnnulmentList(listBytes, keys.value);
  if (!head.ok) return `the annulment list is refused: ${head.error}`;
  const entries = await readAllEntries(head.value, (sha256) => read(segmentFile(sha256)));
  if (!entries.ok) return `the annulment list is refused: ${entries.error}`;
  return { keys: keys.value, head: head.value, entries: entries.value };
}

function stop(exitCode: number, problem: string, { json }: Output): void {
  if (json) console.log(JSON.stringify({ error: problem }, null, 2));
  console.error(`saoy: ${problem}`);
  process.exitCode = exitCode;
}

/**
 * Fetches the list of a service into a folder, checks it, and refuses one that goes back behind the list held there: exit 0
 * fetched, 1 refused, 3 unreachable.
 */
export async function fetchAnnulments(
  service: string,
  { out, pin, ...output }: Output & { readonly out: string; readonly pin?: string },
): Promise<void> {
  const held = await openList(readIn(out), pin ?? null);
  const isHeld = typeof held !== 'string';
  const pinned = pin ?? (isHeld ? toHex(await keyThumbprint(held.keys.listKey)) : null);
  const fetched = new Map<string, Uint8Array<ArrayBuffer>>();
  const read: Read = async (name) => {
    const kept = name.startsWith('segments') ? await readIn(out)(name) : null;
    const bytes = kept ?? (await download(addressOf(service, name)));
    if (bytes !== null) fetched.set(name, bytes);
    return bytes;
  };
  const list = await openList(read, pinned);
  if (typeof list === 'string')
    return stop(fetched.has(files.list) && fetched.has(files.keys) ? 1 : 3, list, output);
  if (isHeld) {
    const relation = compareLists(held.head, list.head);
    if (relation === 'older' || relation === 'contradicts' || list.keys.sequence < held.keys.sequence)
      return stop(1, 'the service shows a list that goes back behind the one held: it is refused', output);
  }
  await mkdir(path.join(out, 'segments'), { recursive: true });
  // The head last: until then the folder holds the former list, whole.
  const names = [...fetched.keys()].sort((a, b) => Number(a === files.list) - Number(b === files.list));
  for (const name of names) {
    await writeFile(path.join(out, `${name}.new`), fetched.get(name)!);
    await rename(path.join(out, `${name}.new`), path.join(out, name));
  }
  print(list, output);
}

const addressOf = (service: string, name: string): URL => {
  const paths: Record<string, string> = { [files.keys]: 'seal-keys', [files.list]: 'annulments' };
  return new URL(`/public/v1/${paths[name] ?? `annulments/${path.basename(name, '.cbor')}`}`, service);
};

async function download(url: URL): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
  } catch {
    return null;
  }
}

/** Says what a fetched list holds and how old it is: exit 0, or 3 when it cannot be read. */
export async function showAnnulments(
  folder: string,
  { pin, ...output }: Output & { readonly pin?: string },
): Promise<void> {
  const list = await openList(readIn(folder), pin ?? null);
  if (typeof list === 'string') return stop(3, list, output);
  print(list, output);
}

/** Looks a code up in a fetched list: exit 0 not on it, 1 annulled, 2 not on it but the list is old, 3 unreadable. */
export async function checkAnnulment(
  code: string,
  { list: folder, pin, ...output }: Output & { readonly list: string; readonly pin?: string },
): Promise<void> {
  const parsed = parseCopyCode(code);
  if (parsed === null) return stop(3, `${code} is no copy code`, output);
  const list = await openList(readIn(folder), pin ?? null);
  if (typeof list === 'string') return stop(3, list, output);
  const annulment = list.entries.find((entry) => entry.code === parsed) ?? null;
  const isOverdue = list.head.nextUpdate < new Date();
  if (output.json) console.log(JSON.stringify({ code: parsed, annulment, ...aged(list) }, null, 2));
  else {
    console.log(annulment === null ? `${parsed} is not on the list` : lineOf(annulment));
    console.log(ageLine(list));
  }
  process.exitCode = annulment !== null ? 1 : isOverdue ? 2 : 0;
}

const aged = ({ head }: HeldList) => ({
  authority: head.authority,
  sequence: head.sequence,
  madeAt: head.madeAt,
  nextUpdate: head.nextUpdate,
  ageSeconds: Math.max(0, Math.floor((Date.now() - head.madeAt.getTime()) / 1000)),
  isOverdue: head.nextUpdate < new Date(),
});

function print(list: HeldList, { json }: Output): void {
  if (json) {
    console.log(JSON.stringify({ ...aged(list), entries: list.entries }, null, 2));
    return;
  }
  console.log(ageLine(list));
  for (const entry of list.entries) console.log(lineOf(entry));
}

function ageLine(list: HeldList): string {
  const { authority, sequence, madeAt, ageSeconds, isOverdue } = aged(list);
  const hours = (ageSeconds / 3600).toFixed(1);
  const state = isOverdue ? 'OLD: a newer one exists' : 'a newer one is not due yet';
  return `list ${sequence} of ${authority}: ${list.entries.length} annulled, made ${madeAt.toISOString()} (${hours} h ago, ${state})`;
}

const lineOf = ({
  code,
  decisionNumber,
  decisionDate,
  signer,
  reason,
  replacedBy,
}: ListedAnnulment): string =>
  `${code} annulled by ${decisionNumber} of ${decisionDate}, ${signer}: ${reason}${replacedBy === null ? '' : `; replaced by ${replacedBy}`}`;
