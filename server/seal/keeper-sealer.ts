import { createHash } from 'node:crypto';
import { FaultError, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import {
  type Bytes,
  createSign1,
  decodeCbor,
  type Es256Sign,
  encodeSealFacts,
  pagesDigest,
  sealOrigin,
  shortenHolder,
  writeSealUrl,
} from '@saoy/contracts/seal';
import type { ServiceContext } from '../service-context.ts';
import type { SealKeyRow } from '../storage/schema.ts';
import { publishKeyList } from './key-list-publisher.ts';
import { listSealKeys } from './manage-seal-keys.ts';
import type { SealKeyKeeper } from './seal-key-keeper.ts';
import type { Seal, Sealer, SealOrder } from './sealer.ts';

type SealContext = Pick<ServiceContext, 'database' | 'authorityAt' | 'now' | 'settings'>;

/** A sealer whose keys are with a keeper. */
export function createSealer(context: SealContext, keeper: SealKeyKeeper): Sealer {
  return {
    isReady: async () =>
      (await caught(() => newestSigner(context, keeper, (key) => key.state === 'active'))).ok,
    seal: (order) => caught(() => seal(context, keeper, order)),
    signStatement: (purpose, payload) =>
      caught(async () => {
        const map = decodeCbor(payload);
        if (!map.ok || !(map.value instanceof Map) || map.value.get(2) !== purpose)
          throw new RangeError('a statement names its purpose under key 2');
        const signer = await newestSigner(context, keeper, (key) => key.state === 'active');
        return signer.ok ? ok(await createSign1(signer.value.keyId, payload, signer.value.sign)) : signer;
      }),
    publishKeyList: () => caught(() => publishKeyList(context, keeper)),
    makeKey: () => caught(async () => ok(await keeper.makeKey())),
  };
}

async function caught<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FaultError) return err(error.fault);
    throw error;
  }
}

async function seal(context: SealContext, keeper: SealKeyKeeper, order: SealOrder): Promise<Result<Seal>> {
  const origin = sealOrigin(context.settings.publicUrl);
  if (origin === null) return err(fault('configuration.invalid', 'PUBLIC_URL cannot stand in a seal'));
  // A retired key may still seal what was numbered while it was in use.
  const { issuedAt } = order;
  const signer = await newestSigner(
    context,
    keeper,
    (key) =>
      key.state !== 'compromised' &&
      key.authority === order.authority &&
      key.validFrom <= issuedAt &&
      (key.validUntil === null || issuedAt <= key.validUntil),
  );
  if (!signer.ok) return signer;
  const payload = await payloadOf(order);
  if (payload === null) return err(fault('sealing.content-refused'));
  const message = await createSign1(signer.value.keyId, payload, signer.value.sign);
  return ok({
    url: writeSealUrl(origin, order.code, message),
    sha256: createHash('sha256').update(message).digest('hex'),
  });
}

async function payloadOf(order: SealOrder): Promise<Bytes | null> {
  const { code, product, documentType, holderMasked, issuedAt, authority, jpegs } = order;
  try {
    return encodeSealFacts({
      code,
      product,
      documentType,
      holderMasked: holderMasked === null ? null : shortenHolder(holderMasked),
      issuedAt,
      authority,
      pageCount: jpegs.length,
      pagesDigest: await pagesDigest(jpegs),
    });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The newest suitable key that is held here; active ones before retired ones. */
async function newestSigner(
  context: SealContext,
  keeper: SealKeyKeeper,
  isSuitable: (key: SealKeyRow) => boolean,
): Promise<Result<{ keyId: Uint8Array; sign: Es256Sign }>> {
  const suitable = (await listSealKeys(context.database.db)).filter(isSuitable).reverse();
  const ordered = [
    ...suitable.filter(({ state }) => state === 'active'),
    ...suitable.filter(({ state }) => state !== 'active'),
  ];
  for (const { keyId } of ordered) {
    const sign = await keeper.signerOf(keyId);
    if (sign !== null) return ok({ keyId: new Uint8Array(Buffer.from(keyId, 'hex')), sign });
  }
  const detail = suitable.length === 0 ? 'no seal key is in use' : 'no seal key in use is held here';
  return err(fault('sealing.key-unavailable', detail));
}
