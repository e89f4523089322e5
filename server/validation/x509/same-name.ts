import { Asn1Node } from '../asn1/asn1-node.ts';
import { oidOf, textOf } from '../asn1/asn1-values.ts';

const canonicalNames = new WeakMap<Uint8Array, readonly string[] | undefined>();

/**
 * Whether two names (DER) are the same after RFC 5280 §7.1: the kind of string, case and runs of blanks do not count.
 * Names of another build are compared byte for byte.
 */
export function isSameName(a: Uint8Array, b: Uint8Array): boolean {
  if (Buffer.compare(a, b) === 0) return true;
  const [first, second] = [partsOf(a), partsOf(b)];
  return first !== undefined && second !== undefined && first.join() === second.join();
}

/** Whether a name (DER) lies below another one in the tree of names, or is it. */
export function isNameWithin(name: Uint8Array, base: Uint8Array): boolean {
  const [parts, above] = [partsOf(name), partsOf(base)];
  return parts !== undefined && above?.every((part, i) => part === parts[i]) === true;
}

/** Each part of a name in a form that can be compared; undefined for a name of another build. */
function partsOf(der: Uint8Array): readonly string[] | undefined {
  if (canonicalNames.has(der)) return canonicalNames.get(der);
  const parts = canonicalise(der);
  canonicalNames.set(der, parts);
  return parts;
}

function canonicalise(der: Uint8Array): readonly string[] | undefined {
  const exact = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  try {
    return Asn1Node.readWhole(der)
      .children()
      .map((set) =>
        JSON.stringify(
          set
            .children()
            .map((attribute) => {
              const [type, value] = attribute.children();
              const text = textOf(value)?.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
              return [oidOf(type), text ?? exact(attribute.encoded)];
            })
            .sort(),
        ),
      );
  } catch {
    return undefined;
  }
}
