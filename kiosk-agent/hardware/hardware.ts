// What the agent needs of its devices. `main.ts` decides whether real or simulated ones stand behind it.
import type { Fault } from '@saoy/contracts/errors';
import type { Challenge } from '@saoy/contracts/identity';
import type { Result } from '@saoy/contracts/result';
import type { CardReader } from '@saoy/devices/card-reader';
import type { Printer } from '@saoy/devices/printer';
import type { Scanner } from '@saoy/devices/scanner';

export interface LiveCamera {
  test(): Promise<Result<null, Fault>>;
  /** JPEG pictures until the signal ends it. */
  frames(signal: AbortSignal): AsyncIterable<{ readonly jpeg: Uint8Array; readonly capturedAtMs: number }>;
  /** What the screen asks the person for now; only a simulated one obeys. */
  perform(asked: Challenge | 'show-card' | null): void;
}

export interface Hardware {
  readonly scanner: Scanner;
  readonly printer: Printer;
  /** Null when the browser's own camera is used. */
  readonly camera: LiveCamera | null;
  /** Null where the kiosk has none. */
  readonly cardReader: CardReader | null;
  readonly isSimulated: boolean;
}
