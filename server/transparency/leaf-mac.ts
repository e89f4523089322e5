import { timingSafeEqual } from 'node:crypto';
import type { ServiceSecrets } from '../keys/master-key.ts';
import type { LeafRow } from '../storage/schema.ts';

/** Code that stands in for a signature within our own processes: who has only the database cannot make it. */
export const leafMac = (
  secrets: ServiceSecrets,
  leaf: Pick<LeafRow, 'leafIndex' | 'kind' | 'subject' | 'revision' | 'loggedAt' | 'entry'>,
): Uint8Array =>
  secrets.derive(
    'log-leaf',
    JSON.stringify([
      leaf.leafIndex,
      leaf.kind,
      leaf.subject,
      leaf.revision,
      leaf.loggedAt.toISOString(),
      Buffer.from(leaf.entry).toString('hex'),
    ]),
  );

export const isLeafMac = (secrets: ServiceSecrets, leaf: LeafRow): boolean => {
  const expected = leafMac(secrets, leaf);
  return leaf.mac.length === expected.length && timingSafeEqual(leaf.mac, expected);
};
