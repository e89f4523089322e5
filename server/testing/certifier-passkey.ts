import { randomBytes } from 'node:crypto';
import { type RegistrationResponseJSON, verifyRegistrationResponse } from '@simplewebauthn/server';
import { SoftwarePasskey } from '../../cli/demo/software-passkey.ts';
import type { ServiceContext } from '../service-context.ts';
import { passkeys } from '../storage/schema.ts';

const enrolled = new WeakMap<ServiceContext['database'], Map<string, SoftwarePasskey>>();

/** What a certifier's passkey answers to a challenge; it is enrolled at the first question. */
export async function certifierAssertion(
  context: ServiceContext,
  staffId: string,
  challenge: string,
): Promise<Record<string, unknown>> {
  const known = enrolled.get(context.database) ?? new Map<string, SoftwarePasskey>();
  enrolled.set(context.database, known);
  const passkey = known.get(staffId) ?? (await enrol(context, staffId));
  known.set(staffId, passkey);
  return passkey.get({ challenge, rpId: new URL(context.settings.publicUrl).hostname });
}

async function enrol(context: ServiceContext, staffId: string): Promise<SoftwarePasskey> {
  const { origin, hostname } = new URL(context.settings.publicUrl);
  const passkey = new SoftwarePasskey(origin);
  const challenge = randomBytes(32).toString('base64url');
  const created = passkey.create({ challenge, rp: { id: hostname }, user: { id: staffId } });
  const { registrationInfo } = await verifyRegistrationResponse({
    response: created as unknown as RegistrationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: hostname,
  });
  if (registrationInfo === undefined) throw new Error('the passkey was not accepted');
  const { id, publicKey } = registrationInfo.credential;
  await context.database.db.insert(passkeys).values({
    credentialId: id,
    staffId,
    publicKey: new Uint8Array(publicKey),
    counter: 0,
    transports: [],
    createdAt: context.now(),
  });
  return passkey;
}
