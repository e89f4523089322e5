import { createHash } from 'node:crypto';
import type { ServiceSecrets } from '../keys/master-key.ts';

/** Bytes of a link's secret: 160 bits. */
const SECRET_BYTES = 20;

/** The secret of a request's download link: computed again whenever it is shown, so that only its hash is stored. */
export const downloadSecret = (secrets: ServiceSecrets, requestId: string): string =>
  Buffer.from(secrets.derive('download-link', requestId).subarray(0, SECRET_BYTES)).toString('base64url');

export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');
