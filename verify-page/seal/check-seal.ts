import type { ListedAnnulment } from '@saoy/contracts/annulment-list';
import type { CopyVerdict } from '@saoy/contracts/public-api';
import { hasWebCrypto } from '@saoy/contracts/seal/cose-sign1';
import { type SealCheck, verifySeal } from '@saoy/contracts/seal/verify-seal';
import type { LogFinding } from '../log/check-log.ts';
import { findInLog } from '../log/log-view.ts';
import { service } from '../service.ts';
import { findAnnulment, type Trust } from '../trust/trust.ts';
import { judgeSeal, type SealState } from './judge-seal.ts';

export interface CheckedSeal {
  readonly state: SealState;
  readonly check: SealCheck;
  readonly listed: ListedAnnulment | null | undefined;
  readonly register: CopyVerdict | null;
  readonly now: Date;
  /** Null when the register could not be asked. */
  readonly log: Promise<LogFinding | null> | null;
}

const dueAt = (held: { readonly list: { readonly nextUpdate: Date } } | null): Date | null =>
  held?.list.nextUpdate ?? null;

/** Without WebCrypto no list could be verified and kept: that is what the reader must know. */
const explainMissingKeys = (check: SealCheck): SealCheck =>
  check.reason === 'no-key-list' && !hasWebCrypto() ? { ...check, reason: 'no-cryptography' } : check;

/**
 * Checks a seal on this device and asks the register by the copy's code, never by the seal. `isOnline` false asks nobody.
 */
export async function checkSeal(text: string, trust: Trust, isOnline: boolean): Promise<CheckedSeal> {
  const now = new Date();
  const keys = trust.keys?.list ?? null;
  let log: Promise<LogFinding | null> | null = null;
  const first = explainMissingKeys(await verifySeal(text, { keys, now }));
  const isAsked = isOnline && first.code !== null && first.outcome !== 'invalid';
  const register = isAsked ? await service.verifyCopy(first.code!).catch(() => null) : null;
  if (register !== null && register.copy !== null) log = findInLog(register.copy.code);
  // A compromised key: only a proof that the log held this very seal before can save it.
  const check =
    first.reason === 'key-compromised' && log !== null
      ? await verifySeal(text, {
          keys,
          now,
          findInclusion: async (_, sealSha256) => {
            const found = await log;
            const isProven = found?.alarm === null && found.sealSha256 === sealSha256;
            return isProven && found.provenAt !== null ? { provenAt: found.provenAt } : null;
          },
        })
      : first;
  // Only a seal that says its own code was signed is looked up: the code of a forged one may be anybody's.
  const listed = check.facts === null ? null : await findAnnulment(trust, check.facts.code);
  const listsDueAt = { keys: dueAt(trust.keys), annulments: dueAt(trust.annulments) };
  const state = judgeSeal({ check, listed, register, listsDueAt, now });
  return { state, check, listed, register, now, log };
}
