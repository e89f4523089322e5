import type { SimulatorState } from '@saoy/contracts/kiosk-api';
import { FlaskConical, X } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import type { SimulatorClient } from '../agent/kiosk-client.ts';
import { CardPlacing } from './card-placing.tsx';
import { FaultOrders } from './fault-orders.tsx';
import { PaperHolding } from './paper-holding.tsx';
import { PaperPlacing } from './paper-placing.tsx';
import { PersonPlacing } from './person-placing.tsx';
import './simulator.css';

/** What every section of the panel gets: the state, and a way to act that shows the state after it. */
export interface SimulatorSection {
  state: SimulatorState;
  simulator: SimulatorClient;
  act: (act: () => Promise<SimulatorState>) => void;
}

/** A developer's drawer beside the citizen's screen: what lies where, who stands there, which fault comes next. */
export function SimulatorPanel({ simulator }: { simulator: SimulatorClient }) {
  const [isOpen, setIsOpen] = useState(false);
  const [state, setState] = useState<SimulatorState | null>(null);
  const [error, setError] = useState<string | null>(null);
  const act = useCallback((run: () => Promise<SimulatorState>): void => {
    run().then(
      (next) => {
        setState(next);
        setError(null);
      },
      (cause: unknown) => setError(cause instanceof Error ? cause.message : String(cause)),
    );
  }, []);
  useEffect(() => {
    if (isOpen) act(() => simulator.read());
  }, [isOpen, simulator, act]);

  if (!isOpen)
    return (
      <button type="button" className="simulator-handle" onClick={() => setIsOpen(true)}>
        <FlaskConical aria-hidden="true" /> Simulator
      </button>
    );
  return (
    <aside className="simulator" aria-label="Simulator" lang="en">
      <header>
        <FlaskConical aria-hidden="true" />
        <h2>Simulator</h2>
        <p>Not part of the kiosk: plays its devices.</p>
        <button type="button" aria-label="Close the simulator" onClick={() => setIsOpen(false)}>
          <X aria-hidden="true" />
        </button>
      </header>
      {error !== null && <p className="simulator-error">{error}</p>}
      {state !== null && (
        <div className="simulator-sections">
          <PaperPlacing state={state} simulator={simulator} act={act} />
          <PersonPlacing state={state} simulator={simulator} act={act} />
          <PaperHolding state={state} simulator={simulator} act={act} />
          <CardPlacing state={state} simulator={simulator} act={act} />
          <FaultOrders state={state} simulator={simulator} act={act} />
          <Tray state={state} onRefresh={() => act(() => simulator.read())} />
        </div>
      )}
    </aside>
  );
}

function Tray({ state, onRefresh }: { state: SimulatorState; onRefresh: () => void }) {
  return (
    <section>
      <h3>In the tray</h3>
      {state.tray.length === 0 && <p>Empty.</p>}
      <ul className="simulator-tray">
        {state.tray.map((print) => (
          <li key={`${print.at} ${print.name}`}>
            {print.name} · {print.pages} p. · {new Date(print.at).toLocaleTimeString('en-GB')}
          </li>
        ))}
      </ul>
      <button type="button" onClick={onRefresh}>
        Look again
      </button>
    </section>
  );
}
