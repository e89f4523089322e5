import { decodeSign1, hasWebCrypto, isSign1Valid, toHex } from './cose-sign1.ts';
import type { SealKey, SealKeyList } from './key-list.ts';
import { decodeSealFacts, type SealFacts } from './seal-facts.ts';
import { originOf, readSealUrl } from './seal-url.ts';

/**
 * `valid`: the authority made this seal. `invalid`: nobody with its key made it. `undecided`: it cannot be told here and
 * now. `wrong-host`: the address leads elsewhere, whatever it carries. `not-a-seal`: nothing to check.
 */
export const sealOutcomes = ['valid', 'invalid', 'undecided', 'wrong-host', 'not-a-seal'] as const;
export type SealOutcome = (typeof sealOutcomes)[number];

/** Every reason with the outcome it leads to. */
export const sealReasons = {
  'signature-good': 'valid',
  /** The key is compromised, but the log held the seal before. */
  'logged-before-compromise': 'valid',
  'signature-wrong': 'invalid',
  /** The code of the address is not the one that was signed. */
  'code-differs': 'invalid',
  /** A key of this authority under the name of another one. */
  'authority-differs': 'invalid',
  /** Dated before the key was in use or after it was retired. */
  'key-not-valid-then': 'invalid',
  /** Not in this list; a newer list may have it. */
  'key-unknown': 'undecided',
  /** Somebody else may have the key and can back-date: without a proof from the log it stays open. */
  'key-compromised': 'undecided',
  /** The seal is dated later than this clock says. */
  'dated-in-future': 'undecided',
  /** Made by a newer version of the format. */
  'version-unknown': 'undecided',
  'no-key-list': 'undecided',
  /** The browser hides cryptography from pages that did not come by HTTPS. */
  'no-cryptography': 'undecided',
  'host-unknown': 'wrong-host',
  'not-an-address': 'not-a-seal',
  'no-seal-in-address': 'not-a-seal',
  /** Code or Base32 is damaged. */
  'text-wrong': 'not-a-seal',
  /** No COSE_Sign1 as this format has it. */
  'message-wrong': 'not-a-seal',
  /** The statement breaks the format. */
  'payload-wrong': 'not-a-seal',
} as const satisfies Record<string, SealOutcome>;
export type SealReason = keyof typeof sealReasons;

export interface SealCheck {
  readonly outcome: SealOutcome;
  readonly reason: SealReason;
  /** What the seal says; null unless its signature was made with a key of the list. */
  readonly facts: SealFacts | null;
  readonly key: SealKey | null;
  /** The code, also when it proves nothing: to ask the register. */
  readonly code: string | null;
  /** When the key list was made; a reader is told how old it is. */
  readonly keysMadeAt: Date | null;
}

/** Proof that the log held exactly this seal at a time. */
export interface SealInclusion {
  /** Time of the checkpoint that a witness cosigned, or that this reader itself held. Never the log's own word. */
  readonly provenAt: Date;
}

export interface SealCheckOptions {
  readonly keys: SealKeyList | null;
  readonly now: Date;
  /**
   * Asked only for a compromised key, with the SHA-256 of the COSE message: answers the verified proof that a leaf naming
   * this digest was under a checkpoint, or null.
   */
  readonly findInclusion?: (facts: SealFacts, sealSha256: string) => Promise<SealInclusion | null>;
}

/** Clocks of phones are a little off. */
const CLOCK_TOLERANCE_MS = 10 * 60_000;

/** Checks a scanned text. Works without a network; needs WebCrypto. */
export async function verifySeal(text: string, options: SealCheckOptions): Promise<SealCheck> {
  const keysMadeAt = options.keys?.madeAt ?? null;
  const nothing = { facts: null, key: null, code: null, keysMadeAt };
  const origin = originOf(text);
  const isElsewhere = origin !== null && options.keys !== null && !options.keys.origins.includes(origin);
  if (isElsewhere) return { ...nothing, ...because('host-unknown') };
  const address = readSealUrl(text);
  if (!address.ok) return { ...nothing, ...because(address.error) };
  const said = { ...nothing, code: address.value.code };
  const message = decodeSign1(address.value.message);
  if (!message.ok) return { ...said, ...because('message-wrong') };
  const facts = decodeSealFacts(message.value.payload);
  if (!facts.ok) return { ...said, ...because(facts.error) };
  if (options.keys === null) return { ...said, ...because('no-key-list') };
  if (!hasWebCrypto()) return { ...said, ...because('no-cryptography') };
  const keyId = toHex(message.value.keyId);
  const key = options.keys.keys.find((each) => each.keyId === keyId);
  if (key === undefined) return { ...said, ...because('key-unknown') };
  if (!(await isSign1Valid(message.value, key.publicKey))) return { ...said, ...because('signature-wrong') };
  if (facts.value.code !== address.value.code) return { ...said, ...because('code-differs') };
  const signed = { ...said, facts: facts.value, key };
  if (facts.value.authority !== options.keys.authority) return { ...signed, ...because('authority-differs') };
  return { ...signed, ...because(await judgeKey(facts.value, key, address.value.message, options)) };
}

const because = <R extends SealReason>(reason: R) => ({ outcome: sealReasons[reason], reason });

/** What the state of the key means for a seal with a good signature. */
async function judgeKey(
  facts: SealFacts,
  key: SealKey,
  message: Uint8Array<ArrayBuffer>,
  { now, findInclusion }: SealCheckOptions,
): Promise<SealReason> {
  const { issuedAt } = facts;
  if (issuedAt < key.validFrom || (key.validUntil !== null && issuedAt > key.validUntil))
    return 'key-not-valid-then';
  if (issuedAt.getTime() > now.getTime() + CLOCK_TOLERANCE_MS) return 'dated-in-future';
  if (key.compromisedAt === null) return 'signature-good';
  const sealSha256 = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', message)));
  const inclusion = (await findInclusion?.(facts, sealSha256)) ?? null;
  const isProven = inclusion !== null && inclusion.provenAt < key.compromisedAt;
  return isProven ? 'logged-before-compromise' : 'key-compromised';
}
