import { timingSafeEqual } from 'node:crypto';
import type { RequestAction } from '@saoy/contracts/requests/action';
import { canonicalJson, type RecordValue } from '@saoy/contracts/transparency/log-record';
import type { ServiceSecrets } from '../keys/master-key.ts';

/** Code over an action that only a process with the master key can make: an action written past us shows. */
export const actionMac = (secrets: ServiceSecrets, action: RequestAction): Uint8Array =>
  secrets.derive(
    'action',
    canonicalJson({
      requestId: action.requestId,
      sequence: action.sequence,
      at: action.at,
      by: action.by,
      event: JSON.parse(JSON.stringify(action.event)) as RecordValue,
    }),
  );

/** Whether an action was written by a process with the master key. */
export function isActionMac(secrets: ServiceSecrets, action: RequestAction, mac: Uint8Array | null): boolean {
  if (mac === null) return false;
  const { requestId, sequence, at, by, event } = action;
  const expected = actionMac(secrets, { requestId, sequence, at, by, event });
  return mac.length === expected.length && timingSafeEqual(mac, expected);
}
