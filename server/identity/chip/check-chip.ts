import { createHash, timingSafeEqual } from 'node:crypto';
import { Asn1Node } from '../../validation/asn1/asn1-node.ts';
import type { Certificate } from '../../validation/x509/certificate.ts';
import { findCertificatePath } from '../../validation/x509/certificate-path.ts';
import { parseTd1, type Td1Reading } from '../mrz/parse-td1.ts';
import { type AccessProblem, checkAccess } from './card-access.ts';
import { type FaceImage, readFaceImage } from './face-image.ts';
import { readSecurityObject, type SecurityObject } from './security-object.ts';
import { readVietnameseDetails, type VietnameseDetails } from './vietnamese-details.ts';

/** Files of a chip as they were read, by the names of ICAO 9303-10. */
export interface ChipFiles {
  readonly sod: Uint8Array;
  readonly dg1: Uint8Array;
  readonly dg2?: Uint8Array;
  readonly dg13?: Uint8Array;
  readonly dg14?: Uint8Array;
  /** EF.CardAccess, which nobody signed: it is held against DG14. */
  readonly cardAccess?: Uint8Array;
  /** How the chip was opened, where that is known. */
  readonly access?: 'PACE' | 'BAC';
}

/**
 * Why a chip is not believed. `chip-issuer-unknown` may be nobody's fault: without the state's own list of certificates
 * nothing can be decided.
 */
export type ChipProblem =
  | 'chip-unreadable'
  | 'chip-file-changed'
  | 'chip-signature-wrong'
  | 'chip-issuer-unknown'
  | 'chip-issuer-expired'
  | AccessProblem;

export interface ChipFacts {
  /** Passive authentication: signed by an issuer on the list, and every file is the one that was signed. */
  readonly isAuthentic: boolean;
  readonly problems: readonly ChipProblem[];
  readonly zone: Td1Reading | null;
  readonly portrait: FaceImage | null;
  readonly details: VietnameseDetails | null;
  /** Name of the authority that signed, if any. */
  readonly signer: string | null;
}

const GROUP_NUMBERS = { dg1: 1, dg2: 2, dg13: 13, dg14: 14 } as const;
/** DG1: application tag 1 around the zone (tag 5F1F). */
const DG1_TAG = 1;
const ZONE_TAG = 0x1f;
const ZONE_LINE_LENGTH = 30;

/**
 * Passive authentication (ICAO 9303-11 §5.1) and what the files say. What is told of a chip that is not authentic is
 * told for a person to judge, and proves nothing.
 *
 * @param countrySigners Country signing CA certificates that are trusted.
 */
export function checkChip(files: ChipFiles, countrySigners: readonly Certificate[], at: Date): ChipFacts {
  const zone = readZone(files.dg1, at);
  const said = {
    zone,
    portrait: files.dg2 === undefined ? null : (readFaceImage(files.dg2) ?? null),
    details: files.dg13 === undefined ? null : (readVietnameseDetails(files.dg13) ?? null),
  };
  const object = readSecurityObject(files.sod);
  if (object === undefined || zone === null)
    return { ...said, isAuthentic: false, problems: ['chip-unreadable'], signer: null };
  const problems = [...fileProblems(files, object), ...signatureProblems(object, countrySigners, at)];
  problems.push(...checkAccess(files, object.hashes.has(GROUP_NUMBERS.dg14)));
  return {
    ...said,
    isAuthentic: problems.length === 0,
    problems,
    signer: object.signature.signer?.commonName ?? null,
  };
}

function fileProblems(files: ChipFiles, { hashes, digestName }: SecurityObject): ChipProblem[] {
  for (const [name, number] of Object.entries(GROUP_NUMBERS) as [keyof typeof GROUP_NUMBERS, number][]) {
    const file = files[name];
    if (file === undefined) continue;
    const wanted = hashes.get(number);
    const hash = createHash(digestName).update(file).digest();
    if (wanted?.length !== hash.length || !timingSafeEqual(hash, wanted)) return ['chip-file-changed'];
  }
  return [];
}

function signatureProblems(
  { signature }: SecurityObject,
  countrySigners: readonly Certificate[],
  at: Date,
): ChipProblem[] {
  const { signer, certificates, isDigestRight, isSignatureRight } = signature;
  if (signer === undefined || !isDigestRight || !isSignatureRight) return ['chip-signature-wrong'];
  const { problem } = findCertificatePath(signer, certificates, countrySigners, at);
  if (problem === undefined) return [];
  return [
    problem === 'expired' || problem === 'not-yet-valid' ? 'chip-issuer-expired' : 'chip-issuer-unknown',
  ];
}

function readZone(dg1: Uint8Array, at: Date): Td1Reading | null {
  try {
    const file = Asn1Node.read(dg1);
    const zone = file.children().find(({ tagClass, tagNumber }) => tagClass === 1 && tagNumber === ZONE_TAG);
    if (file.tagClass !== 1 || file.tagNumber !== DG1_TAG || zone === undefined) return null;
    const text = Buffer.from(zone.content).toString('latin1');
    const lines = [0, 1, 2].map((i) => text.slice(i * ZONE_LINE_LENGTH, (i + 1) * ZONE_LINE_LENGTH));
    return parseTd1(lines.join('\n'), at) ?? null;
  } catch {
    return null;
  }
}
