import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Signer } from '../index.ts';
import { Pkcs11Keys, type Pkcs11KeysOptions } from '../key-access.ts';

const modulePaths = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
];
const SECURITY_OFFICER_PIN = '87654321';

/** A SoftHSM2 token in a folder of its own, with keys of a development PKI. */
export interface SoftHsm {
  readonly module: string;
  readonly token: string;
  readonly pin: string;
  /** What the module reads from its environment. */
  readonly environment: { readonly SOFTHSM2_CONF: string };
  /** A keeper of the keys on it; closed with the token. */
  keys(options?: Partial<Pkcs11KeysOptions>): Pkcs11Keys;
  /** The signer of one key, or an exception with the fault. */
  signer(name: string, options?: Partial<Pkcs11KeysOptions>): Promise<Signer>;
  /** Takes the token out, and puts it in again. */
  remove(): Promise<void>;
  insert(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Makes a token and imports keys of the development PKI in `pkiDir`, labelled by their names. A PKI that was generated
 * with `hasKeyTypes` has `certifier-rsa-3072`, `authority-p-256`, `authority-p-384` and so on.
 */
export async function startSoftHsm(options: {
  readonly pkiDir: string;
  readonly keys: readonly string[];
}): Promise<SoftHsm> {
  const module = modulePaths.find((path) => existsSync(path));
  if (module === undefined) throw new Error('libsofthsm2.so is not where it usually lies');
  const dir = await mkdtemp(join(tmpdir(), 'saoy-softhsm-'));
  const tokens = join(dir, 'tokens');
  await mkdir(tokens);
  const configuration = join(dir, 'softhsm2.conf');
  await writeFile(
    configuration,
    `directories.tokendir = ${tokens}\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = false\n`,
  );
  const environment = { SOFTHSM2_CONF: configuration };
  const pin = '12345678';
  const token = 'saoy-test';
  const softHsm = (...args: string[]): void => {
    execFileSync('softhsm2-util', args, { env: { ...process.env, ...environment }, stdio: 'pipe' });
  };
  softHsm('--init-token', '--free', '--label', token, '--so-pin', SECURITY_OFFICER_PIN, '--pin', pin);
  const certificatesFolder = join(options.pkiDir, 'identities');
  for (const [i, name] of options.keys.entries()) {
    const id = (i + 1).toString(16).padStart(2, '0');
    const file = join(certificatesFolder, name, 'key.pem');
    softHsm('--import', file, '--token', token, '--label', name, '--id', id, '--pin', pin);
  }
  const opened: Pkcs11Keys[] = [];
  const keys = (overriding: Partial<Pkcs11KeysOptions> = {}): Pkcs11Keys => {
    const made = new Pkcs11Keys({
      address: { module, token },
      readPin: async () => pin,
      certificatesFolder,
      environment,
      ...overriding,
    });
    opened.push(made);
    return made;
  };
  return {
    module,
    token,
    pin,
    environment,
    keys,
    async signer(name, overriding) {
      const signer = await keys(overriding).open(name);
      if (!signer.ok) throw new Error(`${signer.error.code}: ${signer.error.detail}`);
      return signer.value;
    },
    async remove() {
      await rename(tokens, `${tokens}.removed`);
      await mkdir(tokens);
    },
    async insert() {
      await rm(tokens, { recursive: true });
      await rename(`${tokens}.removed`, tokens);
    },
    async close() {
      for (const one of opened) one.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
