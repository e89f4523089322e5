// Keeping the page for use without a network: the service worker, the scanner, the installation.

interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}
interface Connection {
  readonly saveData?: boolean;
}

let installPrompt: InstallPrompt | null = null;
const listeners = new Set<() => void>();

addEventListener('beforeinstallprompt', (event) => {
  // Offered where the reader looks for it instead of by a bar of the browser.
  event.preventDefault();
  installPrompt = event as InstallPrompt;
  for (const listener of listeners) listener();
});

export const onInstallable = (listener: () => void): unknown => listeners.add(listener);
export const canInstall = (): boolean => installPrompt !== null;

export async function install(): Promise<void> {
  const prompt = installPrompt;
  installPrompt = null;
  await prompt?.prompt();
}

export interface Kept {
  readonly isPageKept: boolean;
  readonly isScannerKept: boolean;
}

/** Registers the worker and, when the phone is idle and does not save data, has it keep the scanner too. */
export async function keepForOffline(): Promise<Kept> {
  try {
    await navigator.serviceWorker.register('/service-worker.js');
    const { active } = await navigator.serviceWorker.ready;
    const isInstalled = matchMedia('(display-mode: standalone)').matches;
    const { connection } = navigator as unknown as { connection?: Connection };
    if (active === null || (connection?.saveData === true && !isInstalled))
      return { isPageKept: active !== null, isScannerKept: false };
    await idle();
    const isScannerKept = await new Promise<boolean>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => resolve(data === true);
      active.postMessage('keep-lazy-files', [port2]);
    });
    return { isPageKept: true, isScannerKept };
  } catch {
    return { isPageKept: false, isScannerKept: false };
  }
}

const idle = (): Promise<void> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: 5000 });
    else setTimeout(resolve, 1000);
  });
