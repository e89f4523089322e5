import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { ServerConfig } from './config.ts';
import { readText } from './load-trust.ts';
import type { KeyKeeper } from './signing/index.ts';
import { createPkcs12Keys, Pkcs11Keys } from './signing/key-access.ts';

/** The keeper of the signing keys that the configuration names: a token, or files. */
export async function openKeys(
  keys: Pick<ServerConfig['keys'], 'store' | 'signersFolder' | 'rsaPadding'>,
  log: Logger,
): Promise<KeyKeeper> {
  const { store, signersFolder, rsaPadding } = keys;
  if (store.kind === 'files') {
    const password = (await readText(store.passwordFile, 'password of the signing keys')).trim();
    return createPkcs12Keys({ folder: signersFolder, password, rsaPadding });
  }
  const { address, pinFile, sessions, timeoutMs } = store;
  return new Pkcs11Keys({
    address,
    readPin: () => readFile(pinFile, 'utf8'),
    certificatesFolder: signersFolder,
    sessions,
    timeoutMs,
    rsaPadding,
    log: (problem, detail) => log.error({ problem, detail }, 'the token of the signing keys failed'),
  });
}
