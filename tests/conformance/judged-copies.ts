import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { certifiedCopy, digitalCopy, pageOf } from '../../server/issuance/rendering/copy.fixture.ts';
import { renderCopy } from '../../server/issuance/rendering/render-copy.ts';
import { type SignCopyOptions, type Signer, signCopy } from '../../server/signing/index.ts';
import { type SigningFixture, startSigningFixture } from '../../server/signing/testing/signing-fixture.ts';
import { startSoftHsm } from '../../server/signing/testing/soft-hsm.ts';
import { requireProgram } from '../programs.ts';

export const products = ['certified', 'digital'] as const;
export type JudgedProduct = (typeof products)[number];
export const keyTypes = ['RSA-3072', 'P-256', 'P-384'] as const;
export type JudgedKeyType = (typeof keyTypes)[number];

/** A copy as the service makes it, before and after it is signed. */
export interface JudgedCopy {
  readonly product: JudgedProduct;
  readonly keyType: JudgedKeyType;
  readonly unsigned: string;
  readonly signed: string;
  readonly signatures: number;
}

/** A development PKI with services, and copies of both products signed with keys of each type. */
export interface JudgedCopies {
  readonly fixture: SigningFixture;
  /** PEM file of the one trust anchor. */
  readonly trust: readonly string[];
  /** Revocation lists and intermediate certificates, for judges to whom the file does not give them. */
  readonly revocationLists: readonly string[];
  readonly intermediates: readonly string[];
  readonly copies: readonly JudgedCopy[];
  /** What a judge in another language needs to sign with an identity. */
  identity(name: string): { readonly pkcs12: string; readonly password: string };
  close(): Promise<void>;
}

const lines = [
  'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
  'Độc lập - Tự do - Hạnh phúc',
  'GIẤY KHAI SINH',
  'Họ, chữ đệm, tên: NGUYỄN THỊ NGỌC ÁNH',
  'Nơi sinh: Phường Việt Hưng, thành phố Hà Nội',
].map((text, i) => ({ text, box: [90, 120 + i * 48, 480, 26] as const, confidence: 0.93 }));

/** Two pages, one of which lay turned on the glass; a card; both as rendering gets them from the scanner. */
const renderedCopy = async (product: JudgedProduct): Promise<Uint8Array> =>
  product === 'certified'
    ? renderCopy(certifiedCopy([await pageOf(210, 297, { lines }), await pageOf(297, 210, { rotation: 90 })]))
    : renderCopy({ ...digitalCopy([await pageOf(86, 54, { lines: lines.slice(2) })]), locale: 'en' });

/**
 * Renders copies of both products and signs them as the service does, with keys in a PKCS#11 token where SoftHSM is
 * installed and in PKCS#12 files elsewhere.
 */
export async function makeJudgedCopies(wanted: readonly JudgedKeyType[] = keyTypes): Promise<JudgedCopies> {
  const fixture = await startSigningFixture({ hasKeyTypes: true });
  const names = keyTypes
    .flatMap((type) => [`certifier-${type}`, `authority-${type}`])
    .map((n) => n.toLowerCase());
  const token = requireProgram('softhsm2-util')
    ? await startSoftHsm({ pkiDir: fixture.dir, keys: names })
    : null;
  const keys = token?.keys();
  const signerOf = async (name: string): Promise<Signer> => {
    const opened = await keys?.open(name);
    if (opened === undefined) return fixture.signer(name);
    if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.detail}`);
    return opened.value;
  };
  const password = (await readFile(join(fixture.dir, fixture.index.passphrase), 'utf8')).trim();
  const copies: JudgedCopy[] = [];
  for (const product of products) {
    const pdf = await renderedCopy(product);
    const unsigned = await fixture.save(`${product}-unsigned.pdf`, pdf);
    const common = await fixture.options(product);
    for (const keyType of wanted) {
      const signatures: SignCopyOptions['signatures'][number][] = [
        { fieldName: 'Authority', signer: await signerOf(`authority-${keyType}`.toLowerCase()) },
      ];
      if (product === 'certified')
        signatures.unshift({
          fieldName: 'Certifier',
          signer: await signerOf(`certifier-${keyType}`.toLowerCase()),
          name: 'Nguyễn Thị Minh Hà',
        });
      const signed = await signCopy({ ...common, pdf, signatures });
      if (!signed.ok) throw new Error(`${signed.error.code}: ${signed.error.detail}`);
      copies.push({
        product,
        keyType,
        unsigned,
        signed: await fixture.save(`${product}-${keyType}.pdf`, signed.value.pdf),
        signatures: signatures.length,
      });
    }
  }
  return {
    fixture,
    trust: [join(fixture.dir, fixture.index.root)],
    revocationLists: ['root', 'issuing-ca'].map((name) => join(fixture.dir, 'crl', `${name}.crl`)),
    intermediates: [join(fixture.dir, 'ca', 'issuing-ca.pem')],
    copies,
    identity: (name) => {
      const { pkcs12 } = fixture.index.identities.find((identity) => identity.name === name)!;
      return { pkcs12: join(fixture.dir, pkcs12!), password };
    },
    async close() {
      await token?.close();
      await fixture.close();
    },
  };
}
