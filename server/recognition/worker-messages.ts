import type { Result } from '@saoy/contracts/result';
import type { PageReading } from './page-reading.ts';

export type WorkerOrder =
  | { readonly id: number; readonly kind: 'warm-up' }
  | { readonly id: number; readonly kind: 'page'; readonly bytes: Uint8Array };

export type WorkerAnswer =
  | { readonly id: number; readonly kind: 'warm' }
  | { readonly id: number; readonly kind: 'page'; readonly result: Result<PageReading> };
