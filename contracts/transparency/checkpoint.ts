// Checkpoints as C2SP tlog-checkpoint has them: origin, size, root, signed as a note.
import { fromBase64, toBase64 } from './base64.ts';
import { hashBytes } from './merkle-hash.ts';
import { parseNote, type VerifiedSignature, type VerifierKey, verifyNote } from './signed-note.ts';

export interface Checkpoint {
  /** Names the log. */
  readonly origin: string;
  readonly treeSize: number;
  readonly root: Uint8Array;
}

/** The text to be signed. */
export const formatCheckpoint = ({ origin, treeSize, root }: Checkpoint): string =>
  `${origin}\n${treeSize}\n${toBase64(root)}\n`;

/** Reads the text of a checkpoint; null when it is not one. Extension lines are allowed and ignored. */
export function parseCheckpointText(text: string): Checkpoint | null {
  const lines = text.split('\n');
  const [origin, size, root] = lines;
  if (!text.endsWith('\n') || lines.slice(0, -1).some((line) => line === '')) return null;
  if (origin === undefined || size === undefined || root === undefined) return null;
  const treeSize = Number(size);
  const hash = fromBase64(root);
  if (!/^(0|[1-9][0-9]*)$/.test(size) || !Number.isSafeInteger(treeSize)) return null;
  return hash?.length === hashBytes ? { origin, treeSize, root: hash } : null;
}

export interface VerifiedCheckpoint extends Checkpoint {
  readonly signatures: readonly VerifiedSignature[];
}

/**
 * Reads a checkpoint that the log signed; signatures of known witnesses are checked too. Null when it is malformed, of
 * another log, not signed by the log's key, or when a known key is named with a false signature.
 */
export async function openCheckpoint(
  note: string,
  keys: { readonly log: VerifierKey; readonly witnesses?: readonly VerifierKey[] },
): Promise<VerifiedCheckpoint | null> {
  const parsed = parseNote(note);
  const checkpoint = parsed === null ? null : parseCheckpointText(parsed.text);
  if (parsed === null || checkpoint === null || checkpoint.origin !== keys.log.name) return null;
  const signatures = await verifyNote(parsed, [keys.log, ...(keys.witnesses ?? [])]);
  const isByLog = signatures?.some(({ key }) => key === keys.log) ?? false;
  return signatures !== null && isByLog ? { ...checkpoint, signatures } : null;
}
