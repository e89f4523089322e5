// What the page holds between visits: lists as they were signed, and checkpoints of the log. They are kept as bytes and
// verified again at every opening, so that nothing rests on the browser's storage being honest.

/** Changes when the form of what is held changes; the service worker leaves it alone. */
const cacheName = 'held-1';

export interface Held {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** When the service last said that this is the newest. */
  readonly fetchedAt: Date;
}

/** For browsers that refuse storage (private windows): what is held then lasts as long as the page. */
const inMemory = new Map<string, Held>();

const addressOf = (name: string): string => `/held/${name}`;

async function open(): Promise<Cache | null> {
  try {
    return await caches.open(cacheName);
  } catch {
    return null;
  }
}

export async function loadHeld(name: string): Promise<Held | null> {
  const response = await (await open())?.match(addressOf(name));
  if (!response) return inMemory.get(name) ?? null;
  const fetchedAt = new Date(Number(response.headers.get('x-fetched-at')));
  return { bytes: new Uint8Array(await response.arrayBuffer()), fetchedAt };
}

export async function saveHeld(name: string, held: Held): Promise<void> {
  inMemory.set(name, held);
  const headers = { 'x-fetched-at': String(held.fetchedAt.getTime()) };
  // A full disk costs the use without a network, not the check.
  await (await open())?.put(addressOf(name), new Response(held.bytes, { headers })).catch(() => undefined);
}

/** Only after the reader asked for it: forgetting is what a rollback would want. */
export async function forgetHeld(): Promise<void> {
  inMemory.clear();
  if ('caches' in globalThis) await caches.delete(cacheName).catch(() => false);
}
