import type { Challenge } from '@saoy/contracts/identity';
import { err, ok } from '@saoy/contracts/result';
import type { Camera } from '@saoy/devices/camera';
import type { LiveCamera } from './hardware.ts';

/** A camera that is open only while somebody looks through it; a simulated person is told what the screen asks. */
export function openLiveCamera(
  camera: Camera & { perform?: (asked: Challenge | 'show-card' | null) => void },
): LiveCamera {
  return {
    test: async () => {
      const health = await camera.health();
      return health.state === 'faulty' ? err(health.fault) : ok(null);
    },
    frames: async function* (signal) {
      const opened = await camera.open();
      if (!opened.ok) return;
      const close = () => void camera.close();
      signal.addEventListener('abort', close, { once: true });
      try {
        if (!signal.aborted) yield* camera.frames();
      } finally {
        signal.removeEventListener('abort', close);
        // Once aborted it is closed already, and may have been opened anew.
        if (!signal.aborted) await camera.close();
      }
    },
    perform: (asked) => camera.perform?.(asked),
  };
}
