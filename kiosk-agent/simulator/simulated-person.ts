import type { Fault } from '@saoy/contracts/errors';
import type { SimulatorState } from '@saoy/contracts/kiosk-api';
import type { Result } from '@saoy/contracts/result';

/** The knobs of whoever stands before the simulated camera. */
export interface SimulatedPerson {
  readonly people: SimulatorState['people'];
  readonly behaviours: readonly string[];
  readonly faults: readonly string[];
  present(): {
    readonly person: string | null;
    readonly behaviour: string;
    readonly faults: readonly string[];
  };
  place(person: string | null, behaviour: string): Promise<Result<null, Fault>>;
  orderFault(fault: string): void;
  clearFaults(): void;
}

/** With the browser's own camera nobody has to be simulated. */
export const nobody: SimulatedPerson = {
  people: [],
  behaviours: ['live'],
  faults: [],
  present: () => ({ person: null, behaviour: 'live', faults: [] }),
  place: async () => ({ ok: true, value: null }),
  orderFault: () => undefined,
  clearFaults: () => undefined,
};
