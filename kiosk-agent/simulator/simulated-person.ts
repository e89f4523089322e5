import type { Fault } from '@saoy/contracts/errors';
import type { SimulatorState } from '@saoy/contracts/kiosk-api';
import type { Result } from '@saoy/contracts/result';

/** The knobs of whoever stands before the simulated camera. */
export interface SimulatedPerson {
  readonly people: SimulatorState['people'];
  readonly behaviours: readonly string[];
  readonly faults: readonly string[];
  /** How a paper that is held up may be seen; empty where no simulated camera looks. */
  readonly views: readonly string[];
  present(): {
    readonly person: string | null;
    readonly behaviour: string;
    readonly faults: readonly string[];
  };
  /** The paper in hand, and how it is seen. */
  held(): { readonly paper: string | null; readonly view: string };
  /** Takes a paper, which lies in `file`, into the hand; null: none. */
  hold(
    paper: { readonly id: string; readonly file: string } | null,
    view: string,
  ): Promise<Result<null, Fault>>;
  place(person: string | null, behaviour: string): Promise<Result<null, Fault>>;
  orderFault(fault: string): void;
  clearFaults(): void;
}

/** With the browser's own camera nobody has to be simulated. */
export const nobody: SimulatedPerson = {
  people: [],
  behaviours: ['live'],
  faults: [],
  views: [],
  held: () => ({ paper: null, view: 'clear' }),
  hold: async () => ({ ok: true, value: null }),
  present: () => ({ person: null, behaviour: 'live', faults: [] }),
  place: async () => ({ ok: true, value: null }),
  orderFault: () => undefined,
  clearFaults: () => undefined,
};
