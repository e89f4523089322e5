import { createHash } from 'node:crypto';
import { fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { createKeyList, sealOrigin, toHex } from '@saoy/contracts/seal';
import { desc, lt } from 'drizzle-orm';
import type { ServiceContext } from '../service-context.ts';
import { sealKeyLists } from '../storage/schema.ts';
import { listSealKeys, sealKeyOfRow } from './manage-seal-keys.ts';
import type { SealKeyKeeper } from './seal-key-keeper.ts';

const HOUR_MS = 3_600_000;
/** A reader may rely on a list for so long; also offline, with its age shown, for longer. */
const VALID_MS = 7 * 24 * HOUR_MS;
const REMAKE_AFTER_MS = 24 * HOUR_MS;
const KEPT_LISTS = 100;

/**
 * Signs a new list of seal keys when keys, names or addresses have changed or the newest list is a day old. Several workers may
 * do it at once: one list of a sequence is stored.
 */
export async function publishKeyList(
  context: Pick<ServiceContext, 'database' | 'authorityAt' | 'now' | 'settings'>,
  keeper: SealKeyKeeper,
): Promise<Result<'published' | 'unchanged'>> {
  const { db } = context.database;
  const listKey = await keeper.listKey();
  if (listKey === null) return err(fault('sealing.key-unavailable', 'the list key is not here'));
  const { publicUrl, formerPublicUrls } = context.settings;
  const origins = [publicUrl, ...formerPublicUrls].map(sealOrigin).filter((each) => each !== null);
  if (sealOrigin(publicUrl) === null)
    return err(fault('configuration.invalid', 'PUBLIC_URL cannot stand in a seal'));
  const now = context.now();
  const { id, name } = context.authorityAt(now);
  const keys = (await listSealKeys(db)).map(sealKeyOfRow);
  const content = { id, name, origins, keys, listKey: listKey.publicKey };
  const contentSha256 = digestOf(content);
  const [newest] = await db.select().from(sealKeyLists).orderBy(desc(sealKeyLists.sequence)).limit(1);
  const isFresh = newest !== undefined && now.getTime() - newest.madeAt.getTime() < REMAKE_AFTER_MS;
  if (isFresh && newest.contentSha256 === contentSha256) return ok('unchanged');
  const sequence = (newest?.sequence ?? 0) + 1;
  // A clock that was set back makes no list older than the one before.
  const madeAt = newest !== undefined && newest.madeAt > now ? newest.madeAt : now;
  const nextUpdate = new Date(madeAt.getTime() + VALID_MS);
  const message = await createKeyList(
    {
      authority: id,
      authorityName: name,
      origins,
      keys,
      listKey: listKey.publicKey,
      sequence,
      madeAt,
      nextUpdate,
    },
    listKey.sign,
  );
  await db
    .insert(sealKeyLists)
    .values({ sequence, madeAt, nextUpdate, contentSha256, message })
    .onConflictDoNothing();
  await db.delete(sealKeyLists).where(lt(sealKeyLists.sequence, sequence - KEPT_LISTS));
  return ok('published');
}

const digestOf = (content: unknown): string =>
  createHash('sha256')
    .update(
      JSON.stringify(content, (_, value: unknown) => (value instanceof Uint8Array ? toHex(value) : value)),
    )
    .digest('hex');
