import {
  algorithm,
  explicit,
  integer,
  objectIdentifier,
  octetString,
  retagged,
  sequence,
  setOf,
} from '../../signing/der.ts';
import { digestAlgorithm, digestOf } from './signing-scheme.ts';
import { type TestIdentity, time } from './test-authority.ts';

const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  signatureTimeStamp: '1.2.840.113549.1.9.16.2.14',
  timeStampInfo: '1.2.840.113549.1.9.16.1.4',
} as const;

export interface CmsWish {
  readonly signer: TestIdentity;
  /** Detached content. */
  readonly content: readonly Uint8Array[];
  readonly certificates?: readonly Uint8Array[];
  readonly signingTime?: Date;
  readonly withoutSigningCertificate?: boolean;
  /** Digest to claim instead of the content's. */
  readonly messageDigest?: Uint8Array;
  readonly timeStamp?: (signature: Uint8Array) => Uint8Array;
}

/** A CAdES signature over detached content, as a PDF carries it. */
export function detachedCms(wish: CmsWish): Uint8Array {
  return signedData({ ...wish, contentType: OID.data });
}

/** A time-stamp token (RFC 3161) over data. */
export function timeStampToken(
  authority: TestIdentity,
  at: Date,
  data: readonly Uint8Array[],
  options: { readonly digest?: string; readonly certificates?: readonly Uint8Array[] } = {},
): Uint8Array {
  const digest = options.digest ?? 'sha256';
  const info = sequence(
    integer(1),
    objectIdentifier('1.2.3.4'),
    sequence(digestAlgorithm(digest), octetString(digestOf(digest, ...data))),
    integer(at.getTime() % 100),
    time(at),
  );
  return signedData({
    signer: authority,
    content: [info],
    attached: info,
    contentType: OID.timeStampInfo,
    ...(options.certificates ? { certificates: options.certificates } : {}),
  });
}

function signedData(
  wish: CmsWish & { readonly contentType: string; readonly attached?: Uint8Array },
): Uint8Array {
  const { signer } = wish;
  const { scheme } = signer;
  const attribute = (oid: string, value: Uint8Array): Uint8Array =>
    sequence(objectIdentifier(oid), setOf(value));
  const essCertificate = sequence(
    algorithm('2.16.840.1.101.3.4.2.1'),
    octetString(digestOf('sha256', signer.der)),
  );
  const attributes = setOf(
    attribute(OID.contentType, objectIdentifier(wish.contentType)),
    attribute(OID.messageDigest, octetString(wish.messageDigest ?? digestOf(scheme.digest, ...wish.content))),
    ...(wish.withoutSigningCertificate
      ? []
      : [attribute(OID.signingCertificateV2, sequence(sequence(essCertificate)))]),
    ...(wish.signingTime ? [attribute(OID.signingTime, time(wish.signingTime))] : []),
  );
  const signature = scheme.sign(attributes);
  const token = wish.timeStamp?.(signature);
  const signerInfo = sequence(
    integer(1),
    sequence(signer.certificate.issuerDer, signer.certificate.serialNumberDer),
    scheme.digestAlgorithm,
    retagged(0, attributes),
    scheme.signatureAlgorithm,
    octetString(signature),
    ...(token ? [retagged(1, setOf(attribute(OID.signatureTimeStamp, token)))] : []),
  );
  const certificates = setOf(...(wish.certificates ?? chainOf(signer)));
  return sequence(
    objectIdentifier(OID.signedData),
    explicit(
      0,
      sequence(
        integer(3),
        setOf(scheme.digestAlgorithm),
        sequence(
          objectIdentifier(wish.contentType),
          ...(wish.attached ? [explicit(0, octetString(wish.attached))] : []),
        ),
        retagged(0, certificates),
        setOf(signerInfo),
      ),
    ),
  );
}

/** The identity and its issuers, without the root. */
export function chainOf(identity: TestIdentity): Uint8Array[] {
  return identity.issuer === undefined ? [] : [identity.der, ...chainOf(identity.issuer)];
}
