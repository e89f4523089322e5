// EF.SOD: the state's signature over the hashes of all files of a chip (ICAO 9303-10 §4.6.2).
import { Asn1Node, TAG } from '../../validation/asn1/asn1-node.ts';
import { algorithmOf, numberOf, octetsOf } from '../../validation/asn1/asn1-values.ts';
import { readSignedData, type SignedDataFacts } from '../../validation/cms/signed-data.ts';
import { digestNames } from '../../validation/x509/verify-signature.ts';

/** ldsSecurityObject. */
const LDS_SECURITY_OBJECT = '2.23.136.1.1.1';
/** Application tag 23: the file's own wrapping. */
const FILE_TAG = 23;
const MOST_DATA_GROUPS = 16;

export interface SecurityObject {
  readonly signature: SignedDataFacts;
  /** Node's name of the hash. */
  readonly digestName: string;
  /** By number of the data group. */
  readonly hashes: ReadonlyMap<number, Uint8Array>;
}

/** Parses the file; undefined when it is none. Whether its signature is right and whose it is are other questions. */
export function readSecurityObject(file: Uint8Array): SecurityObject | undefined {
  try {
    const wrapped = Asn1Node.read(file);
    if (wrapped.tagClass !== 1 || wrapped.tagNumber !== FILE_TAG) return undefined;
    const signature = readSignedData(Uint8Array.from(wrapped.content));
    if (signature.contentType !== LDS_SECURITY_OBJECT || signature.content === undefined) return undefined;
    const [version, algorithm, groups] = Asn1Node.read(signature.content).children();
    const digestName = digestNames[algorithmOf(algorithm).oid];
    if (numberOf(version) === undefined || digestName === undefined || groups?.is(TAG.sequence) !== true)
      return undefined;
    const hashes = new Map<number, Uint8Array>();
    for (const group of groups.children()) {
      const [number, hash] = group.children();
      const [index, bytes] = [numberOf(number), octetsOf(hash)];
      if (index === undefined || bytes === undefined || index < 1 || index > MOST_DATA_GROUPS)
        return undefined;
      if (hashes.has(index)) return undefined;
      hashes.set(index, Uint8Array.from(bytes));
    }
    return { signature, digestName, hashes };
  } catch {
    return undefined;
  }
}
