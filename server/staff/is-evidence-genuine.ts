import { type AuthenticationResponseJSON, verifyAuthenticationResponse } from '@simplewebauthn/server';
import { and, eq } from 'drizzle-orm';
import type { Executor } from '../storage/database.ts';
import { passkeys } from '../storage/schema.ts';

/**
 * Whether a stored assertion is the signature of one of this person's passkeys, with user verification, over exactly
 * this challenge. The counter was judged when the assertion came in.
 */
export async function isEvidenceGenuine(
  tx: Executor,
  publicUrl: string,
  evidence: {
    readonly staffId: string;
    readonly challenge: string;
    readonly assertion: Record<string, unknown>;
  },
): Promise<boolean> {
  const response = evidence.assertion as unknown as AuthenticationResponseJSON;
  const [passkey] = await tx
    .select()
    .from(passkeys)
    .where(and(eq(passkeys.credentialId, String(response.id ?? '')), eq(passkeys.staffId, evidence.staffId)));
  if (passkey === undefined) return false;
  const { origin, hostname } = new URL(publicUrl);
  try {
    const { verified } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: evidence.challenge,
      expectedOrigin: origin,
      expectedRPID: hostname,
      requireUserVerification: true,
      credential: { id: passkey.credentialId, publicKey: new Uint8Array(passkey.publicKey), counter: 0 },
    });
    return verified;
  } catch {
    return false;
  }
}
