// Signs as the server does, with two P-256 keys on a SoftHSM token that a process of its own holds.
import {
  createHttpRevocationSource,
  createHttpTimeStampAuthority,
  signCopy,
} from '../../server/signing/index.ts';
import { type SoftHsm, startSoftHsm } from '../../server/signing/testing/soft-hsm.ts';
import type { SigningBed } from './signing-bed.ts';

export interface CopySigning {
  readonly token: SoftHsm;
  /** The process that holds the token. */
  readonly tokenProcessId: number;
  /** Certifier, then authority, at B-LTA, checked by our validator; throws the fault's code. */
  sign(pdf: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}

export async function startCopySigning(bed: SigningBed): Promise<CopySigning> {
  const token = await startSoftHsm({ pkiDir: bed.dir, keys: [bed.certifier.name, bed.authority.name] });
  const keys = token.keys();
  const open = async (name: string) => {
    const opened = await keys.open(name);
    if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.detail}`);
    return opened.value;
  };
  const [certifier, authority] = [await open(bed.certifier.name), await open(bed.authority.name)];
  const { trustAnchors } = bed;
  const tsa = createHttpTimeStampAuthority({ urls: [bed.tsaUrl], trustAnchors });
  const revocation = createHttpRevocationSource({ crlUrls: bed.crlUrls });
  return {
    token,
    tokenProcessId: (await keys.processId())!,
    async sign(pdf) {
      const signed = await signCopy({
        pdf,
        product: 'certified',
        signatures: [
          { fieldName: 'Certifier', signer: certifier },
          { fieldName: 'Authority', signer: authority },
        ],
        tsa,
        revocation,
        trustAnchors,
        now: () => new Date(),
      });
      if (!signed.ok) throw new Error(`${signed.error.code}: ${signed.error.detail}`);
      return signed.value.pdf;
    },
    close: () => token.close(),
  };
}
