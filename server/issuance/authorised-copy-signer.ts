import { FaultError } from '@saoy/contracts/errors';
import { err, ok } from '@saoy/contracts/result';
import { type RevocationSource, type Signer, signCopy, type TimeStampAuthority } from '../signing/index.ts';
import type { AuthorisedKeys, SignerRole } from './authorised-keys.ts';
import type { CopySigner } from './copy-signer.ts';

export interface AuthorisedCopySignerOptions {
  readonly keys: AuthorisedKeys;
  readonly tsa: TimeStampAuthority;
  readonly revocation: RevocationSource;
  /** DER. */
  readonly trustAnchors: readonly Uint8Array[];
  readonly now: () => Date;
}

const fields: Record<SignerRole, string> = { certifier: 'Certifier', authority: 'Authority' };

/** Signs copies at B-LTA with keys that are lent for one request at a time. */
export function createAuthorisedCopySigner(options: AuthorisedCopySignerOptions): CopySigner {
  const { keys, tsa, revocation, trustAnchors, now } = options;
  return {
    async sign(order) {
      const { pdf, product } = order;
      const roles: SignerRole[] = product === 'certified' ? ['certifier', 'authority'] : ['authority'];
      const signatures: { fieldName: string; signer: Signer }[] = [];
      for (const role of roles) {
        const signer = await keys.signerFor(order, role);
        if (!signer.ok) return signer;
        signatures.push({ fieldName: fields[role], signer: signer.value });
      }
      try {
        const signed = await signCopy({ pdf, product, signatures, tsa, revocation, trustAnchors, now });
        if (!signed.ok) return signed;
        const warnings = signed.value.warnings.map((warning) => JSON.stringify(warning));
        return ok({ pdf: signed.value.pdf, warnings });
      } catch (error) {
        if (error instanceof FaultError) return err(error.fault);
        throw error;
      }
    },
  };
}
