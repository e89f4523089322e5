import { Asn1Node } from '../asn1/asn1-node.ts';
import { oidOf, textOf } from '../asn1/asn1-values.ts';

const canonicalNames = new WeakMap<Uint8Array, string>();

/**
 * Whether two names (DER) are the same after RFC 5280 §7.1: the kind of string, case and runs of blanks do not count.
 * Names of another build are compared byte for byte.
 */
export function isSameName(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0 || canonicalNameOf(a) === canonicalNameOf(b);
}

function canonicalNameOf(der: Uint8Array): string {
  const known = canonicalNames.get(der);
  if (known !== undefined) return known;
  const name = canonicalise(der);
  canonicalNames.set(der, name);
  return name;
}

function canonicalise(der: Uint8Array): string {
  const exact = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  try {
    const names = Asn1Node.readWhole(der)
      .children()
      .map((set) =>
        set
          .children()
          .map((attribute) => {
            const [type, value] = attribute.children();
            const text = textOf(value)?.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
            return [oidOf(type), text ?? exact(attribute.encoded)];
          })
          .sort(),
      );
    return JSON.stringify(names);
  } catch {
    return exact(der);
  }
}
