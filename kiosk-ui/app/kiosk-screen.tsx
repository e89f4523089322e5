import { Hand } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { BottomBar } from '../components/bottom-bar.tsx';
import { HeaderBar, HeaderTools } from '../components/header-bar.tsx';
import { StepBar } from '../components/step-bar.tsx';
import { AgentLostScreen } from '../screens/agent-lost-screen.tsx';
import { DeviceFaultScreen } from '../screens/device-fault-screen.tsx';
import { VisitScreen } from '../screens/visit-screen.tsx';
import { useSpokenFocus } from '../speech/use-spoken-text.ts';
import { useKiosk } from './kiosk-context.ts';
import { useDisplayAttributes } from './use-display-attributes.ts';

// The first screen needs no overlay; they are fetched while it is looked at.
const loadDisplayPanel = () => import('../components/display-panel.tsx');
const loadIdleWarning = () => import('../components/idle-warning.tsx');
const DisplayPanel = lazy(() => loadDisplayPanel().then((m) => ({ default: m.DisplayPanel })));
const IdleWarning = lazy(() => loadIdleWarning().then((m) => ({ default: m.IdleWarning })));
const SimulatorPanel = lazy(() =>
  import('../simulator/simulator-panel.tsx').then((m) => ({ default: m.SimulatorPanel })),
);

/** The whole screen as a pure function of the status. */
export function KioskScreen() {
  const { status, client, isLost } = useKiosk();
  const [isDisplayOpen, setIsDisplayOpen] = useState(false);
  const openDisplay = (): void => setIsDisplayOpen(true);
  const { visit, display } = status;
  useDisplayAttributes(status.language, display);
  useSpokenFocus();
  useEffect(() => {
    void loadDisplayPanel();
    void loadIdleWarning();
  }, []);
  // The next person finds no panel left open by the one before.
  useEffect(() => {
    if (visit.screen === 'attract') setIsDisplayOpen(false);
  }, [visit.screen]);

  return (
    <div className="kiosk">
      <HeaderBar onDisplay={openDisplay} />
      <StepBar />
      <StatusStrip />
      <Suspense fallback={<main className="situation" />}>
        {isLost ? (
          <AgentLostScreen />
        ) : status.fault !== null && visit.screen !== 'attract' ? (
          <DeviceFaultScreen fault={status.fault} key={status.fault.code} />
        ) : (
          <VisitScreen visit={visit} />
        )}
      </Suspense>
      {display.reach === 'low' && <HeaderTools onDisplay={openDisplay} />}
      <BottomBar />
      <Suspense>
        {isDisplayOpen && status.idle === null && <DisplayPanel onClose={() => setIsDisplayOpen(false)} />}
        {status.idle !== null && !isLost && <IdleWarning endsAt={status.idle.endsAt} />}
      </Suspense>
      {status.kiosk.isSimulated && client.simulator !== null && (
        <Suspense>
          <SimulatorPanel simulator={client.simulator} />
        </Suspense>
      )}
    </div>
  );
}

/** News that change nothing about what the person is doing. */
function StatusStrip() {
  const { status, texts } = useKiosk();
  const isOffline = !status.kiosk.isOnline && status.visit.screen !== 'attract';
  return (
    <div className="status-strip" role="status">
      {status.isStaffCalled && (
        <p>
          <Hand aria-hidden="true" /> <strong>{texts.staffCalled.title}.</strong> {texts.staffCalled.lead}
        </p>
      )}
      {!status.isStaffCalled && isOffline && <p>{texts.offline}</p>}
    </div>
  );
}
