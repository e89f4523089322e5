import { createHash } from 'node:crypto';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as asn1js from 'asn1js';
import { loadIdentity } from './pki-folder.ts';
import { signContent } from './sign-content.ts';

/** ldsSecurityObject (ICAO 9303-10 §4.6.2.3). */
const LDS_SECURITY_OBJECT = '2.23.136.1.1.1';
const SHA256 = '2.16.840.1.101.3.4.2.1';
const DATA_GROUP = /^dg(\d{1,2})\.bin$/;
/** Application tag 23: EF.SOD. */
const SECURITY_OBJECT_TAG = 0x77;

/**
 * Copies drawn chips, a folder each, and signs the files of each as its issuing state would. Answers how many there are.
 */
export async function signChips(options: {
  readonly dir: string;
  readonly from: string;
  readonly to: string;
}): Promise<number> {
  const signer = await loadIdentity(options.dir, 'chip-signer');
  if (signer === undefined) throw new Error('The identity chip-signer has not been generated.');
  await cp(options.from, options.to, { recursive: true });
  const chips = await readdir(options.to);
  for (const chip of chips) {
    const folder = join(options.to, chip);
    const object = await securityObject(folder);
    const signed = signContent(
      { ...signer, chain: [signer.certificate] },
      { contentType: LDS_SECURITY_OBJECT, content: object, includesCertificates: true },
    );
    const der = new Uint8Array(signed.toSchema().toBER());
    await writeFile(join(folder, 'sod.bin'), wrap(SECURITY_OBJECT_TAG, der));
  }
  return chips.length;
}

/** The hashes of all files of a chip, by number. */
async function securityObject(folder: string): Promise<ArrayBuffer> {
  const groups: { readonly number: number; readonly hash: Buffer }[] = [];
  for (const name of await readdir(folder)) {
    const number = DATA_GROUP.exec(name)?.[1];
    if (number === undefined) continue;
    const hash = createHash('sha256')
      .update(await readFile(join(folder, name)))
      .digest();
    groups.push({ number: Number(number), hash });
  }
  const sequence = (...value: asn1js.BaseBlock[]) => new asn1js.Sequence({ value });
  return sequence(
    new asn1js.Integer({ value: 0 }),
    sequence(new asn1js.ObjectIdentifier({ value: SHA256 })),
    sequence(
      ...groups
        .sort((a, b) => a.number - b.number)
        .map(({ number, hash }) =>
          sequence(
            new asn1js.Integer({ value: number }),
            new asn1js.OctetString({ valueHex: Uint8Array.from(hash).buffer }),
          ),
        ),
    ),
  ).toBER();
}

function wrap(tag: number, value: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.of(tag, 0x82, value.length >> 8, value.length & 0xff), value]);
}
