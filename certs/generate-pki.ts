import { createPublicKey, generateKeyPair, type KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type * as pkijs from 'pkijs';
import { buildCertificate } from './build-certificate.ts';
import {
  type Identity,
  identities,
  type KeyType,
  keyTypeIdentities,
  revocationListIssuers,
} from './identities.ts';
import { buildPkcs12 } from './pkcs12.ts';
import {
  certificatePem,
  identityFolder,
  loadIdentity,
  loadRevocations,
  pem,
  type StoredIdentity,
  writeAtomically,
} from './pki-folder.ts';
import { publishRevocationLists } from './publish-revocation-lists.ts';

const generate = promisify(generateKeyPair);
const RENEW_BEFORE_MS = 30 * 86_400_000;
export const DEFAULT_SERVICES_PORT = 8318;

export interface PkiOptions {
  /** Port of the OCSP responder and TSA, written into the certificates; default 8318. */
  readonly port?: number;
  /**
   * Whether certificates name the OCSP responder and the lists; default true. Switch it off for a PKI whose services
   * end before its copies are checked: several validators insist on asking an address that is named, even when the
   * file carries the answer. Such certificates are checked by the lists in `PkiIndex.crlUrls`.
   */
  readonly namesStatusUrls?: boolean;
  /** Also makes a certifier and an authority with keys of each type; default false. */
  readonly hasKeyTypes?: boolean;
  readonly now?: () => Date;
}

export interface PkiIndexEntry {
  readonly name: string;
  readonly profile: Identity['profile'];
  readonly issuer: string;
  readonly commonName: string;
  readonly serialNumber: string;
  readonly notBefore: string;
  readonly notAfter: string;
  /** Paths relative to the folder. */
  readonly certificate: string;
  readonly fullChain: string;
  readonly key: string;
  readonly pkcs12?: string;
}

export interface PkiIndex {
  readonly version: 1;
  readonly port: number;
  readonly servicesUrl: string;
  readonly tsaUrl: string;
  readonly ocspUrl: string;
  readonly crlUrls: readonly string[];
  /** The one trust anchor, relative to the folder. */
  readonly root: string;
  /** File holding the password of every PKCS#12 file, relative to the folder. */
  readonly passphrase: string;
  readonly identities: readonly PkiIndexEntry[];
}

/**
 * Creates what is missing of the development PKI in a folder and returns its index.
 * May be interrupted at any moment and run again; existing keys stay, leaves are renewed 30 days before they lapse.
 * Port and addresses of an existing folder stay, because its certificates name them.
 */
export async function generatePki(dir: string, options: PkiOptions = {}): Promise<PkiIndex> {
  const now = (options.now ?? (() => new Date()))();
  await mkdir(join(dir, 'identities'), { recursive: true, mode: 0o700 });
  const { port, namesStatusUrls } = (await existingSettings(dir)) ?? {
    port: options.port ?? DEFAULT_SERVICES_PORT,
    namesStatusUrls: options.namesStatusUrls ?? true,
  };
  const servicesUrl = `http://127.0.0.1:${port}`;
  await writeAtomically(join(dir, 'settings.json'), `${JSON.stringify({ port, namesStatusUrls })}\n`);
  const password = await ensurePassphrase(dir);

  const made = new Map<string, StoredIdentity>();
  const wanted = options.hasKeyTypes === true ? [...identities, ...keyTypeIdentities] : identities;
  for (const identity of wanted) {
    const stored = await loadIdentity(dir, identity.name);
    const isDue = stored !== undefined && mustBeReissued(identity, stored, made.get(identity.issuer), now);
    made.set(
      identity.name,
      stored && !isDue
        ? stored
        : await createIdentity({
            dir,
            identity,
            made,
            servicesUrl,
            namesStatusUrls,
            password,
            now,
            previous: stored,
          }),
    );
  }

  const revocations = { ...(await loadRevocations(dir)) };
  for (const { name, isRevoked } of identities) if (isRevoked) revocations[name] ??= now.toISOString();
  await writeAtomically(join(dir, 'revoked.json'), `${JSON.stringify(revocations, null, 2)}\n`);
  const rootPem = certificatePem(made.get('root')!.certificate);
  await writeAtomically(join(dir, 'root.pem'), rootPem);
  for (const issuer of revocationListIssuers)
    await writeAtomically(join(dir, 'ca', `${issuer}.pem`), certificatePem(made.get(issuer)!.certificate));
  await publishRevocationLists(dir, now);

  const index: PkiIndex = {
    version: 1,
    port,
    servicesUrl,
    tsaUrl: `${servicesUrl}/tsa`,
    ocspUrl: `${servicesUrl}/ocsp`,
    crlUrls: revocationListIssuers.map((issuer) => `${servicesUrl}/crl/${issuer}.crl`),
    root: 'root.pem',
    passphrase: 'passphrase.txt',
    identities: wanted.map((identity) => indexEntry(identity, made.get(identity.name)!.certificate)),
  };
  await writeAtomically(join(dir, 'pki.json'), `${JSON.stringify(index, null, 2)}\n`);
  return index;
}

/** Leaves that lapse soon, and whatever an authority issued whose key has been replaced since. */
function mustBeReissued(
  identity: Identity,
  stored: StoredIdentity,
  issuer: StoredIdentity | undefined,
  now: Date,
): boolean {
  const leftMs = stored.certificate.notAfter.value.getTime() - now.getTime();
  if (identity.validToDays > 0 && leftMs < RENEW_BEFORE_MS) return true;
  if (issuer === undefined) return false;
  const certificate = new X509Certificate(certificatePem(stored.certificate));
  return !certificate.verify(createPublicKey(issuer.key));
}

interface FixedSettings {
  readonly port: number;
  readonly namesStatusUrls: boolean;
}

/** What the certificates of an existing folder were made with. */
async function existingSettings(dir: string): Promise<FixedSettings | undefined> {
  try {
    return JSON.parse(await readFile(join(dir, 'settings.json'), 'utf8')) as FixedSettings;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function ensurePassphrase(dir: string): Promise<string> {
  const path = join(dir, 'passphrase.txt');
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const password = randomBytes(24).toString('base64url');
  await writeAtomically(path, `${password}\n`, 0o600);
  return password;
}

async function newKey(type: KeyType): Promise<KeyObject> {
  const pair =
    type === 'RSA-3072'
      ? await generate('rsa', { modulusLength: 3072 })
      : await generate('ec', { namedCurve: type });
  return pair.privateKey;
}

const isSigningProfile = (identity: Identity): boolean =>
  identity.profile === 'document-signer' || identity.profile === 'time-stamping';

/** Writes the identity into a temporary folder and renames it: a folder with the final name is complete. */
async function createIdentity(options: {
  readonly dir: string;
  readonly identity: Identity;
  readonly made: ReadonlyMap<string, StoredIdentity>;
  readonly servicesUrl: string;
  readonly namesStatusUrls: boolean;
  readonly password: string;
  readonly now: Date;
  readonly previous: StoredIdentity | undefined;
}): Promise<StoredIdentity> {
  const { dir, identity, made, servicesUrl, namesStatusUrls, password, now, previous } = options;
  const key = previous?.key ?? (await newKey(identity.key));
  const issuer = identity.issuer === identity.name ? undefined : made.get(identity.issuer);
  const certificate = buildCertificate({
    identity,
    key,
    issuerKey: issuer?.key ?? key,
    ...(issuer ? { issuerCertificate: issuer.certificate } : {}),
    servicesUrl,
    namesStatusUrls,
    now,
  });
  const chain = [certificate, ...intermediatesOf(identity, made)];
  const folder = identityFolder(dir, identity.name);
  const temporary = `${folder}.${randomBytes(6).toString('hex')}.tmp`;
  await mkdir(temporary, { recursive: true, mode: 0o700 });
  const keyPem = pem('PRIVATE KEY', key.export({ format: 'der', type: 'pkcs8' }));
  await writeFile(join(temporary, 'key.pem'), keyPem, { mode: 0o600, flush: true });
  await writeFile(join(temporary, 'cert.pem'), certificatePem(certificate), { flush: true });
  await writeFile(join(temporary, 'fullchain.pem'), chain.map(certificatePem).join(''), { flush: true });
  if (isSigningProfile(identity)) {
    const bytes = await buildPkcs12({ key, certificates: chain, password });
    await writeFile(join(temporary, 'identity.p12'), bytes, { mode: 0o600, flush: true });
  }
  if (previous) await rm(folder, { recursive: true, force: true });
  try {
    await rename(temporary, folder);
  } catch (error) {
    // Another process generated the same identity in the meantime: its key is the one in use.
    await rm(temporary, { recursive: true, force: true });
    const winner = await loadIdentity(dir, identity.name);
    if (winner) return winner;
    throw error;
  }
  return { key, certificate };
}

function intermediatesOf(identity: Identity, made: ReadonlyMap<string, StoredIdentity>): pkijs.Certificate[] {
  const chain: pkijs.Certificate[] = [];
  let current = identities.find(({ name }) => name === identity.issuer);
  while (current && current.profile !== 'root-ca') {
    chain.push(made.get(current.name)!.certificate);
    const { issuer } = current;
    current = identities.find(({ name }) => name === issuer);
  }
  return chain;
}

function indexEntry(identity: Identity, certificate: pkijs.Certificate): PkiIndexEntry {
  const folder = `identities/${identity.name}`;
  return {
    name: identity.name,
    profile: identity.profile,
    issuer: identity.issuer,
    commonName: identity.subject.commonName,
    serialNumber: Buffer.from(certificate.serialNumber.valueBlock.valueHexView).toString('hex'),
    notBefore: certificate.notBefore.value.toISOString(),
    notAfter: certificate.notAfter.value.toISOString(),
    certificate: `${folder}/cert.pem`,
    fullChain: `${folder}/fullchain.pem`,
    key: `${folder}/key.pem`,
    ...(isSigningProfile(identity) ? { pkcs12: `${folder}/identity.p12` } : {}),
  };
}
