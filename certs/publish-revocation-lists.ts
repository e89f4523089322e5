import { join } from 'node:path';
import { identities, keyTypeIdentities, revocationListIssuers } from './identities.ts';
import { loadIdentity, loadRevocations, pem, writeAtomically } from './pki-folder.ts';
import { buildRevocationList, type RevokedCertificate } from './revocation-list.ts';

/** Writes `crl/<issuer>.crl` (DER) and `.pem` of every authority from the recorded revocations. */
export async function publishRevocationLists(dir: string, now: Date): Promise<void> {
  const revocations = await loadRevocations(dir);
  for (const issuerName of revocationListIssuers) {
    const issuer = await loadIdentity(dir, issuerName);
    if (!issuer) throw new Error(`The authority ${issuerName} has not been generated.`);
    const revoked: RevokedCertificate[] = [];
    for (const { name, issuer: issuedBy } of [...identities, ...keyTypeIdentities]) {
      const revokedAt = revocations[name];
      if (issuedBy !== issuerName || revokedAt === undefined) continue;
      const identity = await loadIdentity(dir, name);
      if (identity) revoked.push({ certificate: identity.certificate, revokedAt: new Date(revokedAt) });
    }
    const der = buildRevocationList({ issuer: issuer.certificate, issuerKey: issuer.key, revoked, now });
    await writeAtomically(join(dir, 'crl', `${issuerName}.crl`), der);
    await writeAtomically(join(dir, 'crl', `${issuerName}.pem`), pem('X509 CRL', der));
  }
}

/** Records a revocation (effective at once for the running responder) and renews the lists. */
export async function revokeIdentity(dir: string, name: string, now: Date): Promise<void> {
  if (![...identities, ...keyTypeIdentities].some((identity) => identity.name === name))
    throw new Error(`No identity of the development PKI is called ${name}.`);
  const revocations = { [name]: now.toISOString(), ...(await loadRevocations(dir)) };
  await writeAtomically(join(dir, 'revoked.json'), `${JSON.stringify(revocations, null, 2)}\n`);
  await publishRevocationLists(dir, now);
}

/** A list that was good until yesterday and knows of no revocation, as one who hides a revocation would replay. */
export async function staleRevocationList(dir: string, issuerName: string, now: Date): Promise<Uint8Array> {
  const issuer = await loadIdentity(dir, issuerName);
  if (!issuer) throw new Error(`The authority ${issuerName} has not been generated.`);
  const old = new Date(now.getTime() - 31 * 86_400_000);
  return buildRevocationList({ issuer: issuer.certificate, issuerKey: issuer.key, revoked: [], now: old });
}
