import type { KioskStatus } from '@saoy/contracts/visit/status';
import { useEffect, useMemo, useRef, useState } from 'react';
import { createHttpKioskClient } from '../agent/http-kiosk-client.ts';
import { type KioskWatch, watchKiosk } from '../agent/watch-kiosk.ts';
import { useEarlyFaceGuide } from '../face-guide/use-early-face-guide.ts';
import { KioskContext } from './kiosk-context.ts';
import { KioskScreen } from './kiosk-screen.tsx';
import { statusBeforeFirst } from './status-before-first.ts';

/** Longer than a connection takes on loopback, shorter than doubt. */
const patienceMs = 1500;

/** Connects the screen to the agent that served it. */
export function App() {
  const [status, setStatus] = useState<KioskStatus | null>(null);
  const [isLost, setIsLost] = useState(false);
  const watch = useRef<KioskWatch | null>(null);
  const client = useMemo(() => createHttpKioskClient(() => watch.current?.reconnect()), []);

  useEffect(() => {
    let isHeard = false;
    const impatience = setTimeout(() => {
      if (!isHeard) setIsLost(true);
    }, patienceMs);
    watch.current = watchKiosk((next) => {
      if (next === null) {
        if (isHeard) setIsLost(true);
        return;
      }
      isHeard = true;
      client.noteStatus();
      setStatus(next);
      setIsLost(false);
    });
    return () => {
      clearTimeout(impatience);
      watch.current?.stop();
    };
  }, [client]);

  useEarlyFaceGuide(status !== null && status.visit.screen !== 'attract');
  const kiosk = useMemo(
    () => ({ status: status ?? statusBeforeFirst, client, isLost }),
    [status, client, isLost],
  );
  if (status === null && !isLost) return null;
  return (
    <KioskContext value={kiosk}>
      <KioskScreen />
    </KioskContext>
  );
}
