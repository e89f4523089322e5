import { createHash, randomBytes } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { loadIdentity, type StoredIdentity } from './pki-folder.ts';
import { signDer } from './sign-der.ts';

/** Policy under which development tokens are issued (documentation arc, never a real policy). */
const POLICY_OID = '1.3.6.1.4.1.32473.318.1';
const TST_INFO_OID = '1.2.840.113549.1.9.16.1.4';
const imprintLengths: Record<string, number> = {
  '2.16.840.1.101.3.4.2.1': 32,
  '2.16.840.1.101.3.4.2.2': 48,
  '2.16.840.1.101.3.4.2.3': 64,
};

/** How a token may lie, for tests of those who check it. */
export type TokenFault =
  | 'wrong-imprint'
  | 'wrong-nonce'
  | 'bad-signature'
  | 'wrong-issuer'
  | 'expired-certificate'
  | 'wrong-purpose'
  | `clock:${number}`
  | 'rejected'
  | 'garbage';

export interface TimeStampResponder {
  /** Answers one DER TimeStampReq (RFC 3161) with a TimeStampResp. */
  answer(request: Uint8Array, fault?: TokenFault): Uint8Array;
}

export async function createTimeStampResponder(dir: string, now: () => Date): Promise<TimeStampResponder> {
  const honest = await tokenSigner(dir, 'tsa', 'issuing-ca');
  const liars: Record<string, TokenSigner> = {
    'wrong-issuer': await tokenSigner(dir, 'tsa-wrong-issuer', 'impostor-issuing-ca'),
    'expired-certificate': await tokenSigner(dir, 'tsa-expired', 'issuing-ca'),
    'wrong-purpose': await tokenSigner(dir, 'certifier-1', 'issuing-ca'),
  };
  return {
    answer(request, fault) {
      if (fault === 'garbage') return randomBytes(200);
      if (fault === 'rejected') return rejection(25);
      let parsed: pkijs.TimeStampReq;
      try {
        parsed = pkijs.TimeStampReq.fromBER(Uint8Array.from(request).buffer);
      } catch {
        return rejection(5);
      }
      const { messageImprint } = parsed;
      const length = imprintLengths[messageImprint.hashAlgorithm.algorithmId];
      if (length === undefined) return rejection(0);
      if (messageImprint.hashedMessage.valueBlock.valueHexView.length !== length) return rejection(5);
      const signer = liars[fault ?? ''] ?? honest;
      const shiftMs = fault?.startsWith('clock:') === true ? Number(fault.slice(6)) : 0;
      const info = tokenInfo(parsed, new Date(now().getTime() + shiftMs), fault);
      const token = buildToken(signer, info, parsed.certReq === true, fault);
      const response = new pkijs.TimeStampResp({
        status: new pkijs.PKIStatusInfo({ status: pkijs.PKIStatus.granted }),
        timeStampToken: token,
      });
      return new Uint8Array(response.toSchema().toBER());
    },
  };
}

interface TokenSigner extends StoredIdentity {
  readonly chain: readonly pkijs.Certificate[];
}

async function tokenSigner(dir: string, name: string, issuerName: string): Promise<TokenSigner> {
  const [identity, issuer] = await Promise.all([loadIdentity(dir, name), loadIdentity(dir, issuerName)]);
  if (!identity || !issuer) throw new Error(`The identity ${name} has not been generated.`);
  return { ...identity, chain: [identity.certificate, issuer.certificate] };
}

function rejection(failureBit: number): Uint8Array {
  const bits = new Uint8Array(4);
  bits[failureBit >> 3] = 0x80 >> (failureBit & 7);
  const response = new pkijs.TimeStampResp({
    status: new pkijs.PKIStatusInfo({
      status: pkijs.PKIStatus.rejection,
      failInfo: new asn1js.BitString({ valueHex: bits.buffer, unusedBits: 0 }),
    }),
  });
  return new Uint8Array(response.toSchema().toBER());
}

function tokenInfo(request: pkijs.TimeStampReq, now: Date, fault?: TokenFault): ArrayBuffer {
  const { hashAlgorithm, hashedMessage } = request.messageImprint;
  const serial = randomBytes(9);
  serial[0] = 1;
  const nonce = fault === 'wrong-nonce' ? randomInteger() : request.nonce;
  const info = new pkijs.TSTInfo({
    version: 1,
    policy: request.reqPolicy ?? POLICY_OID,
    messageImprint: new pkijs.MessageImprint({
      hashAlgorithm,
      hashedMessage:
        fault === 'wrong-imprint'
          ? new asn1js.OctetString({
              valueHex: Uint8Array.from(randomBytes(hashedMessage.valueBlock.valueHexView.length)).buffer,
            })
          : hashedMessage,
    }),
    serialNumber: new asn1js.Integer({ valueHex: Uint8Array.from(serial).buffer }),
    genTime: new Date(Math.floor(now.getTime() / 1000) * 1000),
    accuracy: new pkijs.Accuracy({ seconds: 1 }),
    ...(nonce ? { nonce } : {}),
  });
  return info.toSchema().toBER();
}

function randomInteger(): asn1js.Integer {
  const bytes = randomBytes(8);
  bytes[0] = 0x11;
  return new asn1js.Integer({ valueHex: Uint8Array.from(bytes).buffer });
}

function buildToken(
  signer: TokenSigner,
  info: ArrayBuffer,
  includesCertificates: boolean,
  fault?: TokenFault,
): pkijs.ContentInfo {
  const digestAlgorithm = new pkijs.AlgorithmIdentifier({ algorithmId: '2.16.840.1.101.3.4.2.1' });
  const sha256 = (data: Uint8Array): ArrayBuffer =>
    Uint8Array.from(createHash('sha256').update(data).digest()).buffer;
  const octets = (valueHex: ArrayBuffer) => new asn1js.OctetString({ valueHex });
  const certificateDer = new Uint8Array(signer.certificate.toSchema().toBER());
  const attributes = [
    new pkijs.Attribute({
      type: '1.2.840.113549.1.9.3',
      values: [new asn1js.ObjectIdentifier({ value: TST_INFO_OID })],
    }),
    new pkijs.Attribute({
      type: '1.2.840.113549.1.9.4',
      values: [octets(sha256(new Uint8Array(info)))],
    }),
    // RFC 5816: signing-certificate-v2 with the default SHA-256.
    new pkijs.Attribute({
      type: '1.2.840.113549.1.9.16.2.47',
      values: [sequence(sequence(sequence(octets(sha256(certificateDer)))))],
    }),
  ].sort((a, b) => Buffer.compare(Buffer.from(a.toSchema().toBER()), Buffer.from(b.toSchema().toBER())));
  const signedAttrs = new pkijs.SignedAndUnsignedAttributes({ type: 0, attributes });
  const encoded = Uint8Array.from(new Uint8Array(signedAttrs.toSchema().toBER()));
  encoded[0] = 0x31;
  const { algorithm, octets: signature } = signDer(signer.key, encoded);
  if (fault === 'bad-signature') {
    const view = signature.valueBlock.valueHexView;
    view[view.length - 1]! ^= 1;
  }
  const { issuer, serialNumber } = signer.certificate;
  const encapContentInfo = new pkijs.EncapsulatedContentInfo({ eContentType: TST_INFO_OID });
  // Set afterwards: the constructor would cut the octets into pieces, which is no DER.
  encapContentInfo.eContent = new asn1js.OctetString({ valueHex: info });
  const signedData = new pkijs.SignedData({
    version: 3,
    digestAlgorithms: [digestAlgorithm],
    encapContentInfo,
    ...(includesCertificates ? { certificates: [...signer.chain] } : {}),
    signerInfos: [
      new pkijs.SignerInfo({
        version: 1,
        sid: new pkijs.IssuerAndSerialNumber({ issuer, serialNumber }),
        digestAlgorithm,
        signedAttrs,
        signatureAlgorithm: algorithm,
        signature,
      }),
    ],
  });
  return new pkijs.ContentInfo({ contentType: '1.2.840.113549.1.7.2', content: signedData.toSchema(true) });
}

const sequence = (...value: asn1js.BaseBlock[]): asn1js.Sequence => new asn1js.Sequence({ value });
