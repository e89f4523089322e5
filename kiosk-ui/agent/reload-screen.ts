/** Keeps an agent that refuses for good from being asked without a pause. */
const pauseMs = 500;
let isPending = false;

/** Another boot of the agent refuses our cookie: only a fresh page gets a new one. */
export function reloadScreen(): void {
  if (isPending) return;
  isPending = true;
  setTimeout(() => location.reload(), pauseMs);
}
