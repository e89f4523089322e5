import { FaultError } from '@saoy/contracts/errors';
import type { RequestActor } from '@saoy/contracts/requests/action';
import { type Bytes, keyIdOfKey, type PublicKey, type SealKey, toHex } from '@saoy/contracts/seal';
import { asc, eq } from 'drizzle-orm';
import { recordAudit } from '../audit/record-audit.ts';
import type { ServiceContext } from '../service-context.ts';
import type { Executor } from '../storage/database.ts';
import { type SealKeyRow, sealKeys } from '../storage/schema.ts';

type KeyContext = Pick<ServiceContext, 'database' | 'authorityAt' | 'now' | 'settings'>;

export const publicKeyOfRow = ({ publicKey }: SealKeyRow): PublicKey => ({
  x: publicKey.slice(0, 32) as Bytes,
  y: publicKey.slice(32) as Bytes,
});

export const sealKeyOfRow = (row: SealKeyRow): SealKey => {
  const { keyId, state, validFrom, validUntil, compromisedAt } = row;
  return { keyId, publicKey: publicKeyOfRow(row), state, validFrom, validUntil, compromisedAt };
};

/** All keys there ever were, oldest first. */
export const listSealKeys = (db: Executor): Promise<SealKeyRow[]> =>
  db.select().from(sealKeys).orderBy(asc(sealKeys.validFrom), asc(sealKeys.keyId));

/**
 * Puts a key in use and answers its id; the same key again changes nothing. Without `validFrom` it is valid for copies that
 * are numbered already but still wait for their seal.
 */
export async function addSealKey(
  context: KeyContext,
  publicKey: PublicKey,
  options: { readonly by: RequestActor; readonly validFrom?: Date },
): Promise<string> {
  const now = context.now();
  const keyId = toHex(await keyIdOfKey(publicKey));
  const { settings, database } = context;
  await database.db.transaction(async (tx) => {
    const added = await tx
      .insert(sealKeys)
      .values({
        keyId,
        publicKey: new Uint8Array([...publicKey.x, ...publicKey.y]),
        authority: context.authorityAt(now).id,
        state: 'active',
        validFrom: options.validFrom ?? new Date(now.getTime() - settings.issuingGiveUpMs),
        addedAt: now,
      })
      .onConflictDoNothing()
      .returning({ keyId: sealKeys.keyId });
    if (added.length > 0)
      await recordAudit(tx, { at: now, code: 'seal-key.added', by: options.by, subject: keyId });
  });
  return keyId;
}

/** Takes a key out of use: nothing more is sealed with it, what it sealed stays valid. */
export const retireSealKey = (context: KeyContext, keyId: string, by: RequestActor): Promise<void> =>
  changeKey(context, keyId, async (tx, row, now) => {
    if (row.state !== 'active') throw new FaultError('sealing.key-state', `the key is ${row.state}`);
    await tx.update(sealKeys).set({ state: 'retired', validUntil: now }).where(eq(sealKeys.keyId, keyId));
    await recordAudit(tx, { at: now, code: 'seal-key.retired', by, subject: keyId });
  });

/**
 * Reports that somebody else may have a key since `compromisedAt`. Its seals are then only believed with a proof that the
 * log held them before.
 */
export const compromiseSealKey = (
  context: KeyContext,
  keyId: string,
  { compromisedAt, by }: { readonly compromisedAt: Date; readonly by: RequestActor },
): Promise<void> =>
  changeKey(context, keyId, async (tx, row, now) => {
    if (row.state === 'compromised') throw new FaultError('sealing.key-state', 'the key is compromised');
    if (compromisedAt > now) throw new FaultError('general.invalid-input', 'the time lies in the future');
    await tx
      .update(sealKeys)
      .set({ state: 'compromised', compromisedAt, validUntil: row.validUntil ?? now })
      .where(eq(sealKeys.keyId, keyId));
    const detail = compromisedAt.toISOString();
    await recordAudit(tx, { at: now, code: 'seal-key.compromised', by, subject: keyId, detail });
  });

function changeKey(
  { database, now }: KeyContext,
  keyId: string,
  change: (tx: Executor, row: SealKeyRow, now: Date) => Promise<void>,
): Promise<void> {
  return database.db.transaction(async (tx) => {
    const [row] = await tx.select().from(sealKeys).where(eq(sealKeys.keyId, keyId)).for('update');
    if (row === undefined) throw new FaultError('sealing.key-unknown');
    await change(tx, row, now());
  });
}
