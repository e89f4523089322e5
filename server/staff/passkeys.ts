// WebAuthn ceremonies of staff; the relying party is the host of the public address.
import { randomUUID } from 'node:crypto';
import { FaultError } from '@saoy/contracts/errors';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { and, eq, gt } from 'drizzle-orm';
import type { ServiceContext } from '../service-context.ts';
import { passkeyChallenges, passkeys, type StaffRow, staff } from '../storage/schema.ts';

const challengeTtlMs = 5 * 60_000;

/** Origin and relying-party id that passkeys are bound to. */
function relyingParty(context: ServiceContext): { origin: string; id: string } {
  const url = new URL(context.settings.publicUrl);
  return { origin: url.origin, id: url.hostname };
}

async function keepChallenge(
  context: ServiceContext,
  challenge: string,
  purpose: 'enrolment' | 'sign-in',
  staffId: string | null,
): Promise<string> {
  const id = randomUUID();
  const expiresAt = new Date(context.now().getTime() + challengeTtlMs);
  await context.database.db.insert(passkeyChallenges).values({ id, purpose, staffId, challenge, expiresAt });
  return id;
}

/** Takes a challenge out of store, so that it is answered at most once. */
async function takeChallenge(
  context: ServiceContext,
  where: { readonly id: string } | { readonly staffId: string },
): Promise<string> {
  const mine =
    'id' in where
      ? and(eq(passkeyChallenges.id, where.id), eq(passkeyChallenges.purpose, 'sign-in'))
      : and(eq(passkeyChallenges.staffId, where.staffId), eq(passkeyChallenges.purpose, 'enrolment'));
  const taken = await context.database.db
    .delete(passkeyChallenges)
    .where(and(mine, gt(passkeyChallenges.expiresAt, context.now())))
    .returning();
  const newest = taken.toSorted((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime()).at(-1);
  if (newest === undefined) throw new FaultError('staff.passkey-refused', 'the challenge has expired');
  return newest.challenge;
}

export async function registrationOptions(
  context: ServiceContext,
  member: StaffRow,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const options = await generateRegistrationOptions({
    rpName: 'Sao Y',
    rpID: relyingParty(context).id,
    userName: member.fullName,
    userDisplayName: member.fullName,
    userID: new TextEncoder().encode(member.id),
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  await keepChallenge(context, options.challenge, 'enrolment', member.id);
  return options;
}

/** Checks what a new passkey of a member answered; the caller stores it. Throws `staff.passkey-refused`. */
export async function checkRegistration(
  context: ServiceContext,
  member: StaffRow,
  credential: unknown,
): Promise<typeof passkeys.$inferInsert> {
  const { origin, id: rpId } = relyingParty(context);
  const expectedChallenge = await takeChallenge(context, { staffId: member.id });
  const { verified, registrationInfo } = await refusing(() =>
    verifyRegistrationResponse({
      response: credential as RegistrationResponseJSON,
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
    }),
  );
  if (!verified || registrationInfo === undefined) throw new FaultError('staff.passkey-refused');
  const { id, publicKey, counter, transports = [] } = registrationInfo.credential;
  return {
    credentialId: id,
    staffId: member.id,
    publicKey: new Uint8Array(publicKey),
    counter,
    transports: [...transports],
    createdAt: context.now(),
  };
}

export async function signInOptions(
  context: ServiceContext,
): Promise<{ challengeId: string; options: PublicKeyCredentialRequestOptionsJSON }> {
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(context).id,
    userVerification: 'required',
  });
  return { challengeId: await keepChallenge(context, options.challenge, 'sign-in', null), options };
}

/** The member whose passkey answers a sign-in challenge; throws `staff.passkey-refused`. */
export async function memberOfPasskey(
  context: ServiceContext,
  input: { challengeId: string; credential: unknown },
): Promise<StaffRow> {
  const challenge = await takeChallenge(context, { id: input.challengeId });
  return checkAssertion(context, { challenge, credential: input.credential });
}

/** The options a certifier's passkey needs to sign one approval. */
export async function approvalOptions(
  context: ServiceContext,
  input: { staffId: string; challenge: string },
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const own = await context.database.db.select().from(passkeys).where(eq(passkeys.staffId, input.staffId));
  return generateAuthenticationOptions({
    rpID: relyingParty(context).id,
    challenge: new Uint8Array(Buffer.from(input.challenge, 'base64url')),
    userVerification: 'required',
    allowCredentials: own.map(({ credentialId }) => ({ id: credentialId })),
  });
}

/** The member whose passkey signed `challenge`, its counter raised; throws `staff.passkey-refused`. */
export async function checkAssertion(
  context: ServiceContext,
  input: { challenge: string; credential: unknown },
): Promise<StaffRow> {
  const { db } = context.database;
  const { origin, id: rpId } = relyingParty(context);
  const response = input.credential as AuthenticationResponseJSON;
  const [known] = await db
    .select()
    .from(passkeys)
    .innerJoin(staff, eq(staff.id, passkeys.staffId))
    .where(eq(passkeys.credentialId, String(response.id ?? '')));
  if (known === undefined || !known.staff.isActive)
    throw new FaultError('staff.passkey-refused', 'unknown passkey');
  const { verified, authenticationInfo } = await refusing(() =>
    verifyAuthenticationResponse({
      response,
      expectedChallenge: input.challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
      credential: {
        id: known.passkeys.credentialId,
        publicKey: new Uint8Array(known.passkeys.publicKey),
        counter: known.passkeys.counter,
      },
    }),
  );
  if (!verified) throw new FaultError('staff.passkey-refused');
  await db
    .update(passkeys)
    .set({ counter: authenticationInfo.newCounter, lastUsedAt: context.now() })
    .where(eq(passkeys.credentialId, known.passkeys.credentialId));
  return known.staff;
}

/** The library throws on every answer that does not fit: for us that is one refusal. */
async function refusing<T>(verify: () => Promise<T>): Promise<T> {
  try {
    return await verify();
  } catch (error) {
    throw new FaultError('staff.passkey-refused', undefined, { cause: error });
  }
}
