import { simulatedFaultSchema } from '@saoy/contracts/kiosk-api';
import { useState } from 'react';
import type { SimulatorSection } from './simulator-panel.tsx';

const devices = simulatedFaultSchema.shape.device.options;

/** Which fault happens at the next use, or at every use until cleared. */
export function FaultOrders({ state, simulator, act }: SimulatorSection) {
  const [isSticky, setIsSticky] = useState(false);
  return (
    <section>
      <h3>Faults</h3>
      <p>
        Ordered:{' '}
        <strong>
          {state.active
            .map(({ device, fault, isSticky: stays }) => `${device} ${fault}${stays ? ' (stays)' : ''}`)
            .join(', ') || 'none'}
        </strong>
      </p>
      <label className="simulator-check">
        <input type="checkbox" checked={isSticky} onChange={() => setIsSticky(!isSticky)} /> Until cleared,
        not once
      </label>
      {devices.map((device) => (
        <div className="simulator-row" key={device}>
          <span>{device}</span>
          {state.faults
            .filter((each) => each.device === device)
            .map(({ fault, label }) => (
              <button
                type="button"
                key={fault}
                aria-pressed={state.active.some((each) => each.device === device && each.fault === fault)}
                onClick={() => act(() => simulator.orderFault(device, fault, isSticky))}
              >
                {label.en}
              </button>
            ))}
        </div>
      ))}
      <button type="button" onClick={() => act(() => simulator.clearFaults())}>
        Clear all faults
      </button>
    </section>
  );
}
