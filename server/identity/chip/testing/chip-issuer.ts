// A state that issues chips, made with OpenSSL: a country signer, a document signer and the signatures over files.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LDS_SECURITY_OBJECT = '2.23.136.1.1.1';
const SHA256_OID = Buffer.from('608648016503040201', 'hex');

/** One element of DER; application tags above 30 take the long form. */
export function tlv(tag: number, ...values: readonly Uint8Array[]): Buffer {
  const value = Buffer.concat(values);
  const tagBytes = tag > 0xff ? [tag >> 8, tag & 0xff] : [tag];
  const length =
    value.length < 0x80
      ? [value.length]
      : value.length < 0x100
        ? [0x81, value.length]
        : [0x82, value.length >> 8, value.length & 0xff];
  return Buffer.concat([Buffer.from([...tagBytes, ...length]), value]);
}

const integer = (value: number): Buffer => tlv(0x02, Buffer.of(value));

export const dg1Of = (zone: string): Buffer => tlv(0x61, tlv(0x5f1f, Buffer.from(zone, 'latin1')));

/** DG2 with one portrait. */
export function dg2Of(image: Uint8Array): Buffer {
  const faceBytes = 20 + 12 + image.length;
  const record = Buffer.alloc(14 + faceBytes);
  record.write('FAC\0', 0, 'latin1');
  record.write('010\0', 4, 'latin1');
  record.writeUInt32BE(record.length, 8);
  record.writeUInt16BE(1, 12);
  record.writeUInt32BE(faceBytes, 14);
  record.set(image, 14 + 20 + 12);
  const template = tlv(0x7f60, tlv(0xa1, tlv(0x81, Buffer.of(2))), tlv(0x5f2e, record));
  return tlv(0x75, tlv(0x7f61, integer(1), template));
}

/** DG13 with texts by their numbers. */
export const dg13Of = (fields: Readonly<Record<number, string>>): Buffer =>
  tlv(
    0x6d,
    tlv(
      0x30,
      tlv(
        0x31,
        ...Object.entries(fields).map(([index, text]) =>
          tlv(0x30, integer(Number(index)), tlv(0x0c, Buffer.from(text, 'utf8'))),
        ),
      ),
    ),
  );

export class ChipIssuer {
  readonly #folder = mkdtempSync(join(tmpdir(), 'saoy-chip-issuer-'));

  constructor({ validDays = 3650 }: { readonly validDays?: number } = {}) {
    const request = (name: string, ...extra: string[]): void =>
      this.#openssl(
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:brainpoolP256r1',
        '-nodes',
        '-sha256',
        '-keyout',
        this.#path(`${name}.key`),
        '-out',
        this.#path(`${name}.pem`),
        '-days',
        String(validDays),
        '-subj',
        `/C=VN/CN=${name}`,
        ...extra,
      );
    request('Country signer', '-addext', 'keyUsage=critical,keyCertSign,cRLSign');
    request(
      'Document signer',
      '-CA',
      this.#path('Country signer.pem'),
      '-CAkey',
      this.#path('Country signer.key'),
      '-addext',
      'basicConstraints=CA:FALSE',
      '-addext',
      'keyUsage=critical,digitalSignature',
    );
  }

  /** DER. */
  get countrySigner(): Uint8Array {
    const pem = readFileSync(this.#path('Country signer.pem'), 'utf8');
    return Uint8Array.from(Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64'));
  }

  /** EF.SOD over files by the numbers of their data groups. */
  sign(files: Readonly<Record<number, Uint8Array>>): Uint8Array {
    const groups = Object.entries(files).map(([number, file]) =>
      tlv(0x30, integer(Number(number)), tlv(0x04, createHash('sha256').update(file).digest())),
    );
    const object = tlv(0x30, integer(0), tlv(0x30, tlv(0x06, SHA256_OID)), tlv(0x30, ...groups));
    writeFileSync(this.#path('object'), object);
    this.#openssl(
      'cms',
      '-sign',
      '-binary',
      '-nodetach',
      '-econtent_type',
      LDS_SECURITY_OBJECT,
      '-md',
      'sha256',
      '-in',
      this.#path('object'),
      '-signer',
      this.#path('Document signer.pem'),
      '-inkey',
      this.#path('Document signer.key'),
      '-outform',
      'DER',
      '-out',
      this.#path('sod'),
    );
    return Uint8Array.from(tlv(0x77, readFileSync(this.#path('sod'))));
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }

  #openssl(...args: string[]): void {
    execFileSync('openssl', args, { stdio: 'pipe' });
  }
}
