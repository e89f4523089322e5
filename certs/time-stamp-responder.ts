import { randomBytes } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { loadIdentity } from './pki-folder.ts';
import { type ContentSigner, signContent } from './sign-content.ts';

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
  const liars: Record<string, ContentSigner> = {
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
      const token = signContent(signer, {
        contentType: TST_INFO_OID,
        content: info,
        includesCertificates: parsed.certReq === true,
        isSignatureBroken: fault === 'bad-signature',
      });
      const response = new pkijs.TimeStampResp({
        status: new pkijs.PKIStatusInfo({ status: pkijs.PKIStatus.granted }),
        timeStampToken: token,
      });
      return new Uint8Array(response.toSchema().toBER());
    },
  };
}

async function tokenSigner(dir: string, name: string, issuerName: string): Promise<ContentSigner> {
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
