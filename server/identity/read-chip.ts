import type { ChipFiles, ChipReading, ChipState } from '@saoy/contracts/identity';
import type { FaceMatcher } from '../faces/index.ts';
import type { Certificate } from '../validation/x509/certificate.ts';
import { type ChipFacts, type ChipProblem, checkChip } from './chip/check-chip.ts';
import { decodePortrait } from './chip/decode-portrait.ts';
import { leastPortraitEyeDistancePx } from './crop-portrait.ts';
import type { IdentitySession } from './identity-session.ts';
import type { Td1Reading } from './mrz/parse-td1.ts';
import { plainName } from './plain-name.ts';

/** What the chip and the card disagree about; a person judges it. */
export type ChipFlag =
  | ChipProblem
  | 'chip-number-differs'
  | 'chip-birth-differs'
  | 'chip-name-differs'
  | 'chip-expired'
  | 'chip-zone-differs'
  | 'chip-zone-wrong';

export interface ReadChipParts {
  readonly matcher: FaceMatcher;
  /** The state's certificates; empty when none are configured. */
  readonly countrySigners: readonly Certificate[];
  readonly now: Date;
}

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(Buffer.from(base64, 'base64'));

/** Checks the chip against the state's signature and against what was read of the card, and takes its portrait. */
export async function takeChip(
  session: IdentitySession,
  files: ChipFiles,
  { matcher, countrySigners, now }: ReadChipParts,
): Promise<ChipReading> {
  const { access, sod, dg1, dg2, dg13, dg14, cardAccess } = files;
  const facts = checkChip(
    {
      access,
      sod: bytesOf(sod),
      dg1: bytesOf(dg1),
      ...(dg2 === undefined ? {} : { dg2: bytesOf(dg2) }),
      ...(dg13 === undefined ? {} : { dg13: bytesOf(dg13) }),
      ...(dg14 === undefined ? {} : { dg14: bytesOf(dg14) }),
      ...(cardAccess === undefined ? {} : { cardAccess: bytesOf(cardAccess) }),
    },
    countrySigners,
    now,
  );
  const state = stateOf(facts, countrySigners.length > 0);
  const flags = [...(state === 'unverified' ? [] : facts.problems), ...disagreements(session, facts, now)];
  const portrait = state === 'authentic' ? await embedPortrait(facts, matcher) : null;
  session.chip = state;
  if (state === 'authentic' && numberOf(facts) === session.holder?.number) session.isCodeLoose = false;
  for (const flag of flags) session.flags.add(flag);
  if (portrait !== null) {
    session.portrait?.fill(0);
    session.portrait = portrait;
    session.isPortraitTooSmall = false;
    session.flags.delete('portrait-too-small');
  }
  return { state, isPortraitUsed: portrait !== null, flags };
}

/** Without the state's list nothing speaks against a chip whose files are whole, and nothing for it. */
function stateOf({ isAuthentic, problems }: ChipFacts, hasList: boolean): ChipState {
  if (isAuthentic) return 'authentic';
  const isOnlyUnknown = problems.length === 1 && problems[0] === 'chip-issuer-unknown';
  return isOnlyUnknown && !hasList ? 'unverified' : 'not-authentic';
}

function disagreements(
  { holder, prints }: IdentitySession,
  { zone, details }: ChipFacts,
  now: Date,
): ChipFlag[] {
  const flags: ChipFlag[] = [];
  if (zone === null) return flags;
  if (!zone.checks.documentNumber || !zone.checks.composite) flags.push('chip-zone-wrong');
  if (zone.dateOfExpiry !== null && zone.dateOfExpiry < now.toISOString().slice(0, 10))
    flags.push('chip-expired');
  if (prints.some(({ zone: printed }) => printed !== null && isOther(printed, zone)))
    flags.push('chip-zone-differs');
  if (holder === null) return flags;
  const number = numberOf({ zone, details });
  if (number !== null && number !== holder.number) flags.push('chip-number-differs');
  if (zone.dateOfBirth !== null && holder.dateOfBirth !== null && zone.dateOfBirth !== holder.dateOfBirth)
    flags.push('chip-birth-differs');
  if (plainName(zone.name) !== plainName(holder.fullName)) flags.push('chip-name-differs');
  return flags;
}

const numberOf = ({ zone, details }: Pick<ChipFacts, 'zone' | 'details'>): string | null =>
  zone?.personalNumber ?? details?.number ?? null;

/** What the printed zone says, as far as its check digits confirm it, is what the chip says. */
const isOther = (printed: Td1Reading, chip: Td1Reading): boolean =>
  (printed.checks.documentNumber && printed.documentNumber !== chip.documentNumber) ||
  (printed.checks.dateOfBirth && printed.dateOfBirth !== chip.dateOfBirth) ||
  (printed.checks.dateOfExpiry && printed.dateOfExpiry !== chip.dateOfExpiry);

async function embedPortrait({ portrait }: ChipFacts, matcher: FaceMatcher): Promise<Float32Array | null> {
  const jpeg = portrait === null ? null : await decodePortrait(portrait);
  if (jpeg === null) return null;
  const observed = await matcher.observe(jpeg, { search: 'card', embed: true });
  if (!observed.ok) return null;
  const face = observed.value.faces[0];
  return face !== undefined && face.eyeDistancePx >= leastPortraitEyeDistancePx
    ? observed.value.embedding
    : null;
}
