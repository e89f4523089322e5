import type { VisitCommand } from '@saoy/contracts/visit/command';
import type { KioskStatus } from '@saoy/contracts/visit/status';
import { useEffect, useMemo, useState } from 'react';
import type { KioskClient } from '../agent/kiosk-client.ts';
import { KioskContext } from '../app/kiosk-context.ts';
import { KioskScreen } from '../app/kiosk-screen.tsx';
import { samplePage } from './sample-page.ts';
import { sampleSimulator } from './sample-simulator.ts';
import { findSample } from './samples.ts';

declare global {
  interface Window {
    /** Every command sent by the screen shown, for tests. */
    sentCommands: VisitCommand[];
  }
}

/** One screen from a sample status, with the display modes of the query. */
export function PreviewScreen({ query }: { query: URLSearchParams }) {
  const sample = findSample(query.get('screen') ?? 'attract', query.get('state') ?? '');
  const [status, setStatus] = useState<KioskStatus>(() => ({
    ...sample.status,
    kiosk: {
      ...sample.status.kiosk,
      ...(query.get('camera') === 'browser' ? { cameraSource: 'browser' as const } : {}),
    },
    language: query.get('lang') === 'en' ? 'en' : 'vi',
    display: {
      textSize: query.get('text') === 'large' ? 'large' : 'normal',
      contrast: query.get('contrast') === 'high' ? 'high' : 'normal',
      reach: query.get('reach') === 'low' ? 'low' : 'normal',
      isSpoken: query.has('spoken'),
    },
  }));
  const client = useMemo((): KioskClient => {
    window.sentCommands = [];
    return {
      send(command) {
        window.sentCommands.push(command);
        if (command.type === 'set-display') setStatus((old) => ({ ...old, display: command.display }));
        if (command.type === 'choose-language') setStatus((old) => ({ ...old, language: command.language }));
      },
      pageUrl: samplePage,
      cameraStreamUrl: samplePage('person'),
      sendFrame: () => Promise.resolve(),
      simulator: sampleSimulator,
    };
  }, []);
  useEffect(() => {
    const press = async (): Promise<void> => {
      for (const selector of sample.press) {
        document.querySelector<HTMLElement>(selector)?.click();
        await new Promise(requestAnimationFrame);
      }
    };
    void press();
  }, [sample]);
  const kiosk = useMemo(() => ({ status, client, isLost: sample.isLost }), [status, client, sample]);
  return (
    <KioskContext value={kiosk}>
      <KioskScreen />
    </KioskContext>
  );
}
