import { FaultError } from '@saoy/contracts/errors';
import { SEAL_LIMITS, sealOrigin } from '@saoy/contracts/seal';
import type { ServiceContext } from '../service-context.ts';
import { addSealKey } from './manage-seal-keys.ts';

/**
 * Throws `configuration.invalid` when the address or the authority's id do not fit into a seal: copies could be numbered but
 * never issued.
 */
export function checkSealSettings(publicUrls: readonly string[], authority: string): void {
  const refuse = (detail: string): never => {
    throw new FaultError('configuration.invalid', detail);
  };
  if (publicUrls.some((url) => sealOrigin(url) === null))
    refuse(
      `PUBLIC_URL and FORMER_PUBLIC_URLS must be scheme, host and port alone, at most ${SEAL_LIMITS.originChars} characters: it stands in the QR code of every copy`,
    );
  if (authority.length > SEAL_LIMITS.authorityBytes)
    refuse(
      `the id of the authority must have at most ${SEAL_LIMITS.authorityBytes} characters: it stands in the seal of every copy`,
    );
}

/**
 * At the start of a worker: with `createIfMissing` makes the first key, then publishes the list. Without a key the process
 * goes on, says so, and copies wait.
 */
export async function prepareSealKeys(
  context: ServiceContext,
  options: { readonly createIfMissing: boolean },
): Promise<void> {
  const { sealer, log } = context;
  if (options.createIfMissing && !(await sealer.isReady())) {
    const made = await sealer.makeKey();
    if (made.ok) await addSealKey(context, made.value, { by: { kind: 'system' } });
    else log.error({ code: made.error.code, detail: made.error.detail }, 'no seal key could be made');
  }
  const published = await sealer.publishKeyList();
  if (!published.ok)
    log.error(
      { code: published.error.code, detail: published.error.detail },
      'the list of seal keys is not published; no copy is issued without a seal key (saoy seal-key add)',
    );
}
