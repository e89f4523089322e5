import { createHash } from 'node:crypto';
import type { ServiceContext } from '../service-context.ts';

/** A fresh secret of 256 bits for a cookie or a link; only its hash is stored. */
export const makeToken = (context: ServiceContext): string =>
  Buffer.from(context.random(32)).toString('base64url');

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
