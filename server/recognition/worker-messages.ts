import type { Result } from '@saoy/contracts/result';
import type { PageReading } from './page-reading.ts';

export type WorkerOrder =
  | { readonly id: number; readonly kind: 'warm-up' }
  | { readonly id: number; readonly kind: 'page'; readonly bytes: Uint8Array };

export type WorkerAnswer =
  | { readonly id: number; readonly kind: 'warm' }
  /** How far a page is: 0 to 1, always rising. */
  | { readonly id: number; readonly kind: 'progress'; readonly share: number }
  | { readonly id: number; readonly kind: 'page'; readonly result: Result<PageReading> };
