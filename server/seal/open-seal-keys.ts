import { FaultError } from '@saoy/contracts/errors';
import { readText } from '../load-trust.ts';
import { SealKeyFolder } from './seal-key-folder.ts';
import type { SealKeyKeeper } from './seal-key-keeper.ts';

/** Where the private halves of seal keys lie, as the settings say. */
export const openSealKeys = (settings: {
  readonly folder: string;
  readonly passphraseFile: string | undefined;
}): SealKeyKeeper =>
  new SealKeyFolder({
    folder: settings.folder,
    readPassphrase: async () => {
      const { passphraseFile } = settings;
      if (passphraseFile === undefined)
        throw new FaultError('sealing.key-unavailable', 'SEAL_KEYS_PASSWORD_FILE is missing');
      return (await readText(passphraseFile, 'passphrase of the seal keys')).trim();
    },
  });
