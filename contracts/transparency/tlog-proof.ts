// A proof as text (C2SP tlog-proof), to be kept beside a file; `extra` holds the salt, which the record's hash needs.
import { fromBase64 } from './base64.ts';
import type { LeafProof } from './leaf-proof.ts';

const header = 'c2sp.org/tlog-proof@v1';

export interface TlogProof {
  /** Base64. */
  readonly extra: string | null;
  readonly leafIndex: number;
  /** Base64. */
  readonly path: readonly string[];
  readonly checkpoint: string;
}

/** The text of a leaf's proof. */
export const formatTlogProof = ({ salt, leafIndex, path, checkpoint }: LeafProof): string =>
  [header, `extra ${salt}`, `index ${leafIndex}`, ...path, '', checkpoint].join('\n');

/** Reads such a text; null when it is malformed. Nothing in it is verified here. */
export function parseTlogProof(text: string): TlogProof | null {
  const end = text.indexOf('\n\n');
  if (end < 0) return null;
  const [first, ...lines] = text.slice(0, end).split('\n');
  const extra = lines[0]?.startsWith('extra ') ? lines.shift()!.slice('extra '.length) : null;
  const index = /^index (0|[1-9][0-9]{0,15})$/.exec(lines.shift() ?? '')?.[1];
  const isWhole =
    first === header &&
    index !== undefined &&
    [...lines, extra ?? ''].every((part) => fromBase64(part) !== null);
  return isWhole ? { extra, leafIndex: Number(index), path: lines, checkpoint: text.slice(end + 2) } : null;
}
