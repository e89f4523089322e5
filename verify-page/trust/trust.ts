// The two signed lists that a check rests on: keys of seals, and annulled copies. Held ones are used at once, newer ones
// are fetched when there is a network; a list that goes back or contradicts the held one is refused and said.
import {
  type AnnulmentListHead,
  compareLists,
  findEntry,
  type ListedAnnulment,
  openAnnulmentList,
  readSegment,
  segmentName,
} from '@saoy/contracts/annulment-list';
import { hasWebCrypto, keyThumbprint, toHex } from '@saoy/contracts/seal/cose-sign1';
import { openKeyList, type SealKeyList } from '@saoy/contracts/seal/key-list';
import { loadHeld, saveHeld } from './held-bytes.ts';

/** What a reader must hear loudly: somebody may be hiding something. */
export type TrustAlarm =
  | 'list-key-changed'
  | 'keys-went-back'
  | 'annulments-went-back'
  | 'annulments-contradict';

export interface Listed<T> {
  readonly list: T;
  readonly fetchedAt: Date;
}

export interface Trust {
  readonly keys: Listed<SealKeyList> | null;
  readonly annulments: Listed<AnnulmentListHead> | null;
  readonly alarms: readonly TrustAlarm[];
}

const keysPath = '/public/v1/seal-keys';
const annulmentsPath = '/public/v1/annulments';
const TIMEOUT_MS = 15_000;

type Fetch = (path: string) => Promise<Uint8Array<ArrayBuffer> | null>;

/** The bytes behind an address; null without a network or when the service does not answer. */
const fetchBytes: Fetch = async (path) => {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(path, { cache: 'no-cache', credentials: 'omit', signal });
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
  } catch {
    return null;
  }
};

/** The lists held on this device, verified anew. */
export async function loadTrust(): Promise<Trust> {
  const heldKeys = await loadHeld('seal-keys');
  const opened = heldKeys && hasWebCrypto() ? await openKeyList(heldKeys.bytes, null) : null;
  const keys = opened?.ok ? { list: opened.value, fetchedAt: heldKeys!.fetchedAt } : null;
  const heldList = await loadHeld('annulments');
  const head = heldList && keys ? await openAnnulmentList(heldList.bytes, keys.list) : null;
  const annulments = head?.ok ? { list: head.value, fetchedAt: heldList!.fetchedAt } : null;
  return { keys, annulments, alarms: [] };
}

/** Fetches what is newer than the lists held, keeps it, and answers what is to be believed now. */
export async function refreshTrust(held: Trust, now: Date, fetchList: Fetch = fetchBytes): Promise<Trust> {
  if (!hasWebCrypto()) return held;
  const alarms: TrustAlarm[] = [];
  const keys = (await refreshKeys(held.keys, now, fetchList, alarms)) ?? held.keys;
  const annulments =
    keys === null
      ? held.annulments
      : await refreshAnnulments(held.annulments, keys.list, now, fetchList, alarms);
  return { keys, annulments, alarms };
}

async function refreshKeys(
  held: Trust['keys'],
  now: Date,
  fetchList: Fetch,
  alarms: TrustAlarm[],
): Promise<Trust['keys']> {
  const bytes = await fetchList(keysPath);
  if (bytes === null) return null;
  const pinned = held === null ? null : toHex(await keyThumbprint(held.list.listKey));
  const opened = await openKeyList(bytes, pinned);
  if (!opened.ok) {
    if (opened.error === 'list-key-not-pinned') alarms.push('list-key-changed');
    return null;
  }
  if (held !== null && opened.value.sequence < held.list.sequence) {
    alarms.push('keys-went-back');
    return null;
  }
  await saveHeld('seal-keys', { bytes, fetchedAt: now });
  return { list: opened.value, fetchedAt: now };
}

async function refreshAnnulments(
  held: Trust['annulments'],
  keys: SealKeyList,
  now: Date,
  fetchList: Fetch,
  alarms: TrustAlarm[],
): Promise<Trust['annulments']> {
  const bytes = await fetchList(annulmentsPath);
  const head = bytes && (await openAnnulmentList(bytes, keys));
  if (!head?.ok) return held;
  const relation = held === null ? 'newer' : compareLists(held.list, head.value);
  if (relation === 'older' || relation === 'contradicts') {
    alarms.push(relation === 'older' ? 'annulments-went-back' : 'annulments-contradict');
    return held;
  }
  // The segments first: a list of which a part is missing would be no list without a network.
  for (const digest of head.value.segments) {
    const name = `segment-${segmentName(digest)}`;
    if ((await loadHeld(name)) !== null) continue;
    const segment = await fetchList(`${annulmentsPath}/${segmentName(digest)}`);
    if (segment === null || (await readSegment(segment, digest)) === null) return held;
    await saveHeld(name, { bytes: segment, fetchedAt: now });
  }
  await saveHeld('annulments', { bytes: bytes!, fetchedAt: now });
  return { list: head.value, fetchedAt: now };
}

/** What the held list says of a code: null when it is not on it, undefined when there is no whole list. */
export async function findAnnulment(trust: Trust, code: string): Promise<ListedAnnulment | null | undefined> {
  if (trust.annulments === null) return undefined;
  const found = await findEntry(
    trust.annulments.list,
    code,
    async (name) => (await loadHeld(`segment-${name}`))?.bytes ?? null,
  );
  return found.ok ? found.value : undefined;
}
