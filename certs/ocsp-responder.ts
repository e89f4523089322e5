import { createHash, randomBytes } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { keyIdentifier } from './build-certificate.ts';
import { identities, keyTypeIdentities } from './identities.ts';
import { loadIdentity, loadRevocations, type StoredIdentity } from './pki-folder.ts';
import { signDer } from './sign-der.ts';

const VALIDITY_MS = 3_600_000;
const NONCE_OID = '1.3.6.1.5.5.7.48.1.2';
const hashNames: Record<string, string> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
};

/** How an answer may lie, for tests of those who check it. All but `unknown` say *good* of everything. */
export const statusFaults = [
  'unknown',
  'expired',
  'wrong-nonce',
  'wrong-certificate',
  'wrong-signer',
  'bad-signature',
  'garbage',
] as const;
export type StatusFault = (typeof statusFaults)[number];

export interface OcspResponder {
  /** Answers one DER request (RFC 6960); revocations are read anew for every request. */
  answer(request: Uint8Array, fault?: StatusFault): Promise<Uint8Array>;
}

/** The responder of the signing CA; other issuers are answered with *unknown*. */
export async function createOcspResponder(dir: string, now: () => Date): Promise<OcspResponder> {
  const responder = await required(dir, 'ocsp');
  const issuer = await required(dir, 'issuing-ca');
  // A document signer of the same authority: its key is trusted, but not to answer for others.
  const meddler = await required(dir, 'certifier-1');
  const nameBySerial = new Map<string, string>();
  for (const { name, issuer: issuedBy } of identities) {
    if (issuedBy !== 'issuing-ca') continue;
    nameBySerial.set(serialHex((await required(dir, name)).certificate.serialNumber), name);
  }
  for (const { name } of keyTypeIdentities) {
    const made = await loadIdentity(dir, name);
    if (made) nameBySerial.set(serialHex(made.certificate.serialNumber), name);
  }

  return {
    async answer(request, fault) {
      let parsed: pkijs.OCSPRequest;
      try {
        parsed = pkijs.OCSPRequest.fromBER(Uint8Array.from(request).buffer);
      } catch {
        return failure(1);
      }
      const revocations = await loadRevocations(dir);
      const age = fault === 'expired' ? 2 * VALIDITY_MS : 0;
      const thisUpdate = new Date(Math.floor((now().getTime() - age) / 1000) * 1000);
      const signer = fault === 'wrong-signer' ? meddler : responder;
      const responses = parsed.tbsRequest.requestList.map(({ reqCert }) => {
        const name = isIssuedBy(reqCert, issuer.certificate)
          ? nameBySerial.get(serialHex(reqCert.serialNumber))
          : undefined;
        if (fault === 'wrong-certificate') reqCert.serialNumber = issuer.certificate.serialNumber;
        const isLie = fault !== undefined && fault !== 'unknown';
        return new pkijs.SingleResponse({
          certID: reqCert,
          certStatus: isLie
            ? status('anything', undefined)
            : status(
                fault === 'unknown' ? undefined : name,
                name === undefined ? undefined : revocations[name],
              ),
          thisUpdate,
          nextUpdate: new Date(thisUpdate.getTime() + VALIDITY_MS),
        });
      });
      const asked = parsed.tbsRequest.requestExtensions?.find(({ extnID }) => extnID === NONCE_OID);
      const other = new asn1js.OctetString({ valueHex: Uint8Array.from(randomBytes(16)).buffer });
      const nonce =
        fault === 'wrong-nonce'
          ? new pkijs.Extension({ extnID: NONCE_OID, critical: false, extnValue: other.toBER() })
          : asked;
      const data = new pkijs.ResponseData({
        responderID: new asn1js.OctetString({ valueHex: keyIdentifier(signer.certificate) }),
        producedAt: thisUpdate,
        responses,
        ...(nonce ? { responseExtensions: [nonce] } : {}),
      });
      data.tbsView = new Uint8Array(data.toSchema(true).toBER());
      const { algorithm, signature } = signDer(signer.key, data.tbsView);
      if (fault === 'bad-signature') {
        const view = signature.valueBlock.valueHexView;
        view[view.length - 1]! ^= 1;
      }
      const basic = new pkijs.BasicOCSPResponse({
        tbsResponseData: data,
        signatureAlgorithm: algorithm,
        signature,
        certs: [signer.certificate],
      });
      const response = new pkijs.OCSPResponse({
        responseStatus: new asn1js.Enumerated({ value: 0 }),
        responseBytes: new pkijs.ResponseBytes({
          responseType: '1.3.6.1.5.5.7.48.1.1',
          response: new asn1js.OctetString({ valueHex: basic.toSchema().toBER() }),
        }),
      });
      return new Uint8Array(response.toSchema().toBER());
    },
  };
}

const serialHex = (serial: asn1js.Integer): string =>
  Buffer.from(serial.valueBlock.valueHexView).toString('hex');

async function required(dir: string, name: string): Promise<StoredIdentity> {
  const identity = await loadIdentity(dir, name);
  if (!identity) throw new Error(`The identity ${name} has not been generated.`);
  return identity;
}

function isIssuedBy(id: pkijs.CertID, issuer: pkijs.Certificate): boolean {
  const hash = hashNames[id.hashAlgorithm.algorithmId];
  if (hash === undefined) return false;
  const key = createHash(hash).update(issuer.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView);
  return Buffer.from(id.issuerKeyHash.valueBlock.valueHexView).equals(key.digest());
}

/** CertStatus is an implicitly tagged choice: good [0], revoked [1], unknown [2]. */
function status(name: string | undefined, revokedAt: string | undefined): asn1js.BaseBlock {
  if (name === undefined) return new asn1js.Primitive({ idBlock: { tagClass: 3, tagNumber: 2 } });
  if (revokedAt === undefined) return new asn1js.Primitive({ idBlock: { tagClass: 3, tagNumber: 0 } });
  const valueDate = new Date(Math.floor(Date.parse(revokedAt) / 1000) * 1000);
  return new asn1js.Constructed({
    idBlock: { tagClass: 3, tagNumber: 1 },
    value: [new asn1js.GeneralizedTime({ valueDate })],
  });
}

const failure = (code: number): Uint8Array =>
  new Uint8Array(
    new pkijs.OCSPResponse({ responseStatus: new asn1js.Enumerated({ value: code }) }).toSchema().toBER(),
  );
