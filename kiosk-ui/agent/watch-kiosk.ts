import { kioskApi } from '@saoy/contracts/kiosk-api';
import { type KioskStatus, kioskStatusSchema } from '@saoy/contracts/visit/status';
import { callAgent } from './call-agent.ts';
import { readEvents } from './read-events.ts';
import { reloadScreen } from './reload-screen.ts';
import { keepVisitToken, readVisitToken } from './visit-token.ts';

/** Pause between two attempts to find the agent again. */
const reconnectMs = 700;

export interface KioskWatch {
  /** Drops the present connection and looks for the agent again. */
  reconnect(): void;
  stop(): void;
}

/**
 * Follows the status the agent pushes. `onStatus(null)` means that the agent is gone; the watch keeps looking for it,
 * takes the visit up with the token kept, and reloads the page when another agent boot refuses our cookie.
 */
export function watchKiosk(onStatus: (status: KioskStatus | null) => void): KioskWatch {
  let isStopped = false;
  let connection = new AbortController();

  const connect = async (signal: AbortSignal): Promise<void> => {
    const answer = await fetch(kioskApi.watchStatus.path, {
      headers: { accept: 'text/event-stream' },
      cache: 'no-store',
      signal,
    });
    if (answer.status === 401 || answer.status === 403) {
      reloadScreen();
      return;
    }
    if (!answer.ok || answer.body === null) return;
    let isFirst = true;
    for await (const data of readEvents(answer.body)) {
      const status = kioskStatusSchema.parse(JSON.parse(data));
      if (isFirst && status.visitToken === null && (await resumeVisit())) {
        // The visit is back: its status follows at once, so the attract screen never flashes up.
        isFirst = false;
        continue;
      }
      isFirst = false;
      keepVisitToken(status.visitToken);
      onStatus(status);
    }
  };

  const run = async (): Promise<void> => {
    while (!isStopped) {
      connection = new AbortController();
      try {
        await connect(connection.signal);
      } catch (cause) {
        // Anything but a lost connection is a defect; its text may hold personal data and stays out of the log.
        if (!isStopped && !(cause instanceof TypeError) && !isAbort(cause))
          console.error('status not understood');
      }
      if (isStopped) return;
      onStatus(null);
      await new Promise((resolve) => setTimeout(resolve, reconnectMs));
    }
  };
  void run();

  return {
    reconnect: () => connection.abort(),
    stop() {
      isStopped = true;
      connection.abort();
    },
  };
}

async function resumeVisit(): Promise<boolean> {
  const visitToken = readVisitToken();
  if (visitToken === null) return false;
  const result = await callAgent(kioskApi.resumeVisit, { body: { visitToken } });
  return result.ok;
}

const isAbort = (cause: unknown): boolean => cause instanceof DOMException && cause.name === 'AbortError';
