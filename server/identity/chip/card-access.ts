// Whether a chip opened itself as its state signed that it would (ICAO 9303-11 §9.2, §7.2: EF.CardAccess is read before
// anything is protected, so its content must agree with the signed DG14).
import { Asn1Node, TAG } from '../../validation/asn1/asn1-node.ts';
import type { ChipFiles } from './check-chip.ts';

/** `chip-access-changed`: other ways in than were signed. `chip-access-downgraded`: the weaker way, though PACE was signed. */
export type AccessProblem = 'chip-access-changed' | 'chip-access-downgraded';

/** DG14: application tag 14. */
const DG14_TAG = 14;
/** Contents of 0.4.0.127.0.7.2.2.4, under which all variants of PACE stand. */
const PACE = '04007f0007020204';

/**
 * What speaks against the way in. What was shown before access must all be signed, and every variant of PACE that was
 * signed must have been shown: who stands between chip and reader could leave the strong one out.
 *
 * @param isGroupSigned Whether the state signed a DG14, given or not.
 */
export function checkAccess(
  { access, cardAccess, dg14 }: Pick<ChipFiles, 'access' | 'cardAccess' | 'dg14'>,
  isGroupSigned: boolean,
): AccessProblem[] {
  if (dg14 === undefined) return isGroupSigned && cardAccess !== undefined ? ['chip-access-changed'] : [];
  const signed = readInfos(dg14, true);
  const shown = cardAccess === undefined ? new Set<string>() : readInfos(cardAccess, false);
  if (signed === undefined || shown === undefined) return ['chip-access-changed'];
  const signedPace = [...signed].filter(isPace);
  if (access === 'BAC' && signedPace.length > 0 && ![...shown].some(isPace))
    return ['chip-access-downgraded'];
  const isAllSigned = [...shown].every((info) => signed.has(info));
  const isAllShown = access === undefined || signedPace.every((info) => shown.has(info));
  return isAllSigned && isAllShown ? [] : ['chip-access-changed'];
}

/** Every SecurityInfo as it is encoded; undefined when the file holds none. */
function readInfos(file: Uint8Array, isGroup: boolean): Set<string> | undefined {
  try {
    const outer = Asn1Node.read(file);
    const set = isGroup ? outer.children()[0] : outer;
    if (isGroup && (outer.tagClass !== 1 || outer.tagNumber !== DG14_TAG)) return undefined;
    if (set?.is(TAG.set) !== true) return undefined;
    return new Set(set.children().map((info) => Buffer.from(info.encoded).toString('hex')));
  } catch {
    return undefined;
  }
}

/** Its object identifier is the first thing in it. */
function isPace(info: string): boolean {
  const oid = Asn1Node.read(Uint8Array.from(Buffer.from(info, 'hex'))).children()[0];
  return oid?.is(TAG.oid) === true && Buffer.from(oid.content).toString('hex').startsWith(PACE);
}
