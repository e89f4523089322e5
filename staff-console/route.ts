import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
const notify = () => {
  for (const listener of listeners) listener();
};
window.addEventListener('popstate', notify);

/** Goes to a page below `/staff/`. */
export function go(path: string): void {
  history.pushState(null, '', `/staff/${path}`);
  notify();
}

/** The parts of the path below `/staff/`. */
export function useRoute(): string[] {
  const path = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => location.pathname,
  );
  return path
    .replace(/^\/staff\/?/, '')
    .split('/')
    .filter(Boolean);
}
