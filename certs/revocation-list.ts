import type { KeyObject } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { keyIdentifier } from './build-certificate.ts';
import { signatureAlgorithm, signDer } from './sign-der.ts';

const LIFETIME_MS = 30 * 86_400_000;

export interface RevokedCertificate {
  readonly certificate: pkijs.Certificate;
  readonly revokedAt: Date;
}

/** pkijs keeps the encoder of the signed part to subclasses. */
class UnsignedList extends pkijs.CertificateRevocationList {
  encodeToBeSigned(): asn1js.Sequence {
    return this.encodeTBS();
  }
}

/** A full CRL (RFC 5280 §5) of one authority, valid for 30 days; returns DER. */
export function buildRevocationList(options: {
  readonly issuer: pkijs.Certificate;
  readonly issuerKey: KeyObject;
  readonly revoked: readonly RevokedCertificate[];
  readonly now: Date;
}): Uint8Array {
  const thisUpdate = new Date(Math.floor(options.now.getTime() / 1000) * 1000);
  const { algorithm } = signatureAlgorithm(options.issuerKey);
  const list = new UnsignedList({
    version: 1,
    signature: algorithm,
    signatureAlgorithm: algorithm,
    issuer: options.issuer.subject,
    thisUpdate: new pkijs.Time({ type: 0, value: thisUpdate }),
    nextUpdate: new pkijs.Time({ type: 0, value: new Date(thisUpdate.getTime() + LIFETIME_MS) }),
    crlExtensions: new pkijs.Extensions({
      extensions: [
        new pkijs.Extension({
          extnID: '2.5.29.35',
          critical: false,
          extnValue: new pkijs.AuthorityKeyIdentifier({
            keyIdentifier: new asn1js.OctetString({ valueHex: keyIdentifier(options.issuer) }),
          })
            .toSchema()
            .toBER(),
        }),
        new pkijs.Extension({
          extnID: '2.5.29.20',
          critical: false,
          extnValue: new asn1js.Integer({ value: options.now.getTime() }).toBER(),
        }),
      ],
    }),
  });
  if (options.revoked.length > 0) {
    list.revokedCertificates = options.revoked.map(
      ({ certificate, revokedAt }) =>
        new pkijs.RevokedCertificate({
          userCertificate: certificate.serialNumber,
          revocationDate: new pkijs.Time({ type: 0, value: revokedAt }),
        }),
    );
  }
  list.tbsView = new Uint8Array(list.encodeToBeSigned().toBER());
  list.signatureValue = signDer(options.issuerKey, list.tbsView).signature;
  return new Uint8Array(list.toSchema(true).toBER());
}
