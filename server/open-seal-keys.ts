import { FaultError } from '@saoy/contracts/errors';
import type { Logger } from 'pino';
import type { ServerConfig } from './config.ts';
import { readText } from './load-trust.ts';
import { openKeys } from './open-keys.ts';
import { NamedSealKeys, SealKeyFolder, type SealKeyKeeper } from './seal/index.ts';

/** Where the private halves of seal keys are, as the settings say: named keys beside the signing keys, or files of their own. */
export async function openSealKeys(
  config: Pick<ServerConfig, 'keys' | 'sealKeys'>,
  log: Logger,
): Promise<{ readonly keeper: SealKeyKeeper; close(): void }> {
  const { names, listKeyName, folder, passphraseFile } = config.sealKeys;
  if (names.length > 0) {
    const keeper = await openKeys(config.keys, log);
    return {
      keeper: new NamedSealKeys({ keeper, sealKeys: names, listKey: listKeyName }),
      close: () => keeper.close(),
    };
  }
  const keeper = new SealKeyFolder({
    folder,
    readPassphrase: async () => {
      if (passphraseFile === undefined)
        throw new FaultError('sealing.key-unavailable', 'SEAL_KEYS_PASSWORD_FILE is missing');
      return (await readText(passphraseFile, 'passphrase of the seal keys')).trim();
    },
  });
  return { keeper, close: () => undefined };
}
