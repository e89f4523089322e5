// Names that an authority may certify (RFC 5280 §4.2.1.10).
import { Asn1Node } from '../asn1/asn1-node.ts';
import { oidOf, textOf } from '../asn1/asn1-values.ts';
import type { Certificate } from './certificate.ts';
import { isNameWithin } from './same-name.ts';

const NAME_CONSTRAINTS = '2.5.29.30';
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';
const EMAIL_ADDRESS = '1.2.840.113549.1.9.1';

/** Tags of general names (RFC 5280 §4.2.1.6). */
const KIND = { email: 1, dns: 2, directory: 4 } as const;

interface GeneralName {
  readonly kind: number;
  readonly text: string;
  /** DER of a directory name. */
  readonly directory: Uint8Array | undefined;
}

/** Whether the certificates below an authority in a path have only names that it may certify. Malformed constraints permit nothing. */
export function keepsNameConstraints(authority: Certificate, below: readonly Certificate[]): boolean {
  const extension = authority.extensions.get(NAME_CONSTRAINTS);
  if (extension === undefined) return true;
  try {
    const parts = Asn1Node.readWhole(extension.value).children();
    if (!parts.every((part) => part.isTagged(0) || part.isTagged(1))) return false;
    const [permitted, excluded] = [0, 1].map((tag) =>
      (parts.find((part) => part.isTagged(tag))?.children() ?? []).map(basisOf),
    ) as [GeneralName[], GeneralName[]];
    return below.every((certificate, i) => {
      // Self-issued authorities (new keys under an old name) are exempt, the end of a path is not.
      if (i > 0 && certificate.subject === certificate.issuer) return true;
      return namesOf(certificate).every((name) => {
        const mayBe = permitted.filter(({ kind }) => kind === name.kind);
        return (
          (mayBe.length === 0 || mayBe.some((basis) => isWithin(name, basis) === true)) &&
          excluded.every((basis) => basis.kind !== name.kind || isWithin(name, basis) === false)
        );
      });
    });
  } catch {
    return false;
  }
}

/** GeneralSubtree: a base and limits of depth, which are never used. */
function basisOf(subtree: Asn1Node): GeneralName {
  const [base, ...limits] = subtree.children();
  if (base === undefined || limits.length > 0) throw new Error('unknown kind of subtree');
  return readName(base);
}

const readName = (node: Asn1Node): GeneralName => ({
  kind: node.tagNumber,
  text: Buffer.from(node.content).toString('latin1').toLowerCase(),
  directory: node.tagNumber === KIND.directory ? node.first()?.encoded : undefined,
});

function namesOf(certificate: Certificate): GeneralName[] {
  const alternative = certificate.extensions.get(SUBJECT_ALTERNATIVE_NAME);
  const names = alternative ? Asn1Node.readWhole(alternative.value).children().map(readName) : [];
  const subject = Asn1Node.readWhole(certificate.subjectDer).children();
  if (subject.length > 0) names.push({ kind: KIND.directory, text: '', directory: certificate.subjectDer });
  // Addresses stood in the subject before there was a place for them.
  if (!names.some(({ kind }) => kind === KIND.email))
    for (const attribute of subject.flatMap((set) => set.children())) {
      const [type, value] = attribute.children();
      if (oidOf(type) === EMAIL_ADDRESS)
        names.push({ kind: KIND.email, text: (textOf(value) ?? '').toLowerCase(), directory: undefined });
    }
  return names;
}

/** Undefined for kinds of names that are not compared here: neither permitted nor surely not excluded. */
function isWithin(name: GeneralName, { kind, text, directory }: GeneralName): boolean | undefined {
  switch (kind) {
    case KIND.directory:
      return directory !== undefined && name.directory !== undefined
        ? isNameWithin(name.directory, directory)
        : undefined;
    case KIND.dns:
      return text === '' || name.text === text || name.text.endsWith(`.${text}`);
    case KIND.email: {
      const host = name.text.slice(name.text.lastIndexOf('@') + 1);
      if (text.includes('@')) return name.text === text;
      return text.startsWith('.') ? host.endsWith(text) : host === text || text === '';
    }
    default:
      return undefined;
  }
}
