// Keeps the page itself for use without a network. Lists that decide about copies are kept by the page, which checks their
// signatures (trust-store.ts). A seal in an address opened while this worker runs never reaches the network.

// Put in by the build (vite.config.ts).
declare const BUILD_VERSION: string;
declare const SHELL_FILES: readonly string[];
declare const LAZY_FILES: readonly string[];

interface WorkerEvent extends Event {
  waitUntil(done: Promise<unknown>): void;
}
interface FetchEvent extends WorkerEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface WorkerMessage extends WorkerEvent {
  readonly data: unknown;
  readonly ports: readonly MessagePort[];
}
interface WorkerScope {
  addEventListener(type: 'install' | 'activate', listen: (event: WorkerEvent) => void): void;
  addEventListener(type: 'fetch', listen: (event: FetchEvent) => void): void;
  addEventListener(type: 'message', listen: (event: WorkerMessage) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  readonly location: Location;
}
const worker = self as unknown as WorkerScope;

const prefix = 'shell-';
const cacheName = prefix + BUILD_VERSION;

/** Addresses the page answers itself; everything else (API, staff console) is the network's. */
const pagePaths = /^\/(?:[vsd](?:\/.*)?)?$/i;

async function install(): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.addAll(SHELL_FILES.map((file) => new Request(file, { cache: 'reload' })));
  // Safe at once: a page of the former version finds its own files in the former cache, which stays.
  await worker.skipWaiting();
}

async function activate(): Promise<void> {
  const former = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== cacheName);
  for (const name of former.slice(0, -1)) await caches.delete(name);
  await worker.clients.claim();
}

/** The scanner, so that its first use may happen without a network. */
async function keepLazyFiles(): Promise<boolean> {
  const cache = await caches.open(cacheName);
  for (const file of LAZY_FILES) if (!(await cache.match(file))) await cache.add(file);
  return true;
}

async function answerFrom(file: string, request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const kept = (await cache.match(file)) ?? (await caches.match(file));
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok && LAZY_FILES.includes(file)) await cache.put(file, response.clone());
  return response;
}

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('message', (event) => {
  if (event.data !== 'keep-lazy-files') return;
  const done = keepLazyFiles().catch(() => false);
  event.waitUntil(done.then((isKept) => event.ports[0]?.postMessage(isKept)));
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (request.mode === 'navigate') {
    if (pagePaths.test(url.pathname)) event.respondWith(answerFrom('/', request));
  } else if (url.pathname.startsWith('/assets/') || SHELL_FILES.includes(url.pathname))
    event.respondWith(answerFrom(url.pathname, request));
});
