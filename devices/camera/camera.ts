import type { Fault } from '@saoy/contracts/errors';
import type { Result } from '@saoy/contracts/result';

/** One live picture. It is never mirrored: the person's own left is the right of the picture. Mirror on screens only. */
export interface CameraFrame {
  /** JPEG, at least 640×480. */
  readonly jpeg: Uint8Array;
  /** When the picture was taken, epoch milliseconds. */
  readonly capturedAtMs: number;
}

export type CameraHealth =
  | { readonly state: 'ready' | 'streaming' }
  | { readonly state: 'faulty'; readonly fault: Fault };

/** A face camera that the agent itself owns; a camera of the kiosk's browser needs no driver. */
export interface Camera {
  readonly source: 'agent';
  /** Fails with `camera.unavailable`. Opening an open camera changes nothing. */
  open(): Promise<Result<void>>;
  /**
   * Live pictures, at least 12 a second, newest first served: a slow reader misses pictures, it never gets old ones.
   * Ends when the camera is closed or lost (`health` tells which); empty when it is not open.
   */
  frames(): AsyncIterable<CameraFrame>;
  /** Does not open the camera. */
  health(): Promise<CameraHealth>;
  /** Ends all streams. The camera can be opened again. */
  close(): Promise<void>;
}
