// Signed notes as C2SP signed-note has them, with Ed25519 keys (type 1) and Ed25519 cosignatures of checkpoints
// (type 4, C2SP tlog-cosignature).
import { fromBase64, toBase64 } from './base64.ts';
import { sha256 } from './merkle-hash.ts';

export const logKeyType = 1;
export const cosignatureKeyType = 4;

export interface NoteSignature {
  readonly name: string;
  readonly keyId: number;
  readonly signature: Uint8Array;
}

export interface SignedNote {
  /** With its last newline: what is signed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface VerifierKey {
  readonly name: string;
  readonly keyId: number;
  readonly type: typeof logKeyType | typeof cosignatureKeyType;
  readonly publicKey: Uint8Array;
}

/** A signature that was made by a known key. */
export interface VerifiedSignature {
  readonly key: VerifierKey;
  /** When a cosigner says that it signed; null for the log's own signature. */
  readonly cosignedAt: Date | null;
}

/** A note of more signatures is refused; the specification asks for at least 16. */
const maxSignatures = 100;
const maxNoteLength = 1_000_000;
const ed25519KeyBytes = 32;
const ed25519SignatureBytes = 64;
const timestampBytes = 8;
const keyIdBytes = 4;
const utf8 = new TextEncoder();

const isKeyName = (name: string): boolean => name !== '' && !/[\s+\p{Cc}]/u.test(name) && name.isWellFormed();

const readUint32 = (bytes: Uint8Array): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);

/** Splits a note into its text and signatures; null when it is not well formed. */
export function parseNote(note: string): SignedNote | null {
  if (note.length > maxNoteLength || !note.isWellFormed() || !note.endsWith('\n')) return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a note may hold no control character but the newline.
  if (/[\u0000-\u0009\u000b-\u001f]/.test(note)) return null;
  const split = note.lastIndexOf('\n\n');
  if (split < 0) return null;
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > maxSignatures) return null;
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const parsed = parseSignatureLine(line);
    if (parsed === null) return null;
    signatures.push(parsed);
  }
  return { text: note.slice(0, split + 1), signatures };
}

/** One signature line without its newline; null when it is not well formed. */
export function parseSignatureLine(line: string): NoteSignature | null {
  const [dash, name, encoded, ...rest] = line.split(' ');
  if (dash !== '—' || name === undefined || encoded === undefined || rest.length > 0) return null;
  const bytes = fromBase64(encoded);
  if (!isKeyName(name) || bytes === null || bytes.length <= keyIdBytes) return null;
  return { name, keyId: readUint32(bytes), signature: bytes.slice(keyIdBytes) };
}

/** A signature line with its newline. */
export function formatSignatureLine({ name, keyId, signature }: NoteSignature): string {
  const bytes = new Uint8Array(keyIdBytes + signature.length);
  new DataView(bytes.buffer).setUint32(0, keyId);
  bytes.set(signature, keyIdBytes);
  return `— ${name} ${toBase64(bytes)}\n`;
}

/** Key id of a public key under its name and type. */
export async function noteKeyId(name: string, type: number, publicKey: Uint8Array): Promise<number> {
  return readUint32(await sha256(utf8.encode(`${name}\n`), Uint8Array.of(type), publicKey));
}

/** `<name>+<key id>+<type and key>`; null when it is not well formed or its id is not that of its key. */
export async function parseVerifierKey(text: string): Promise<VerifierKey | null> {
  const [name, id, ...rest] = text.trim().split('+');
  // Base64 may itself hold a plus.
  const bytes = fromBase64(rest.join('+'));
  if (name === undefined || id === undefined || !isKeyName(name) || !/^[0-9a-f]{8}$/.test(id)) return null;
  if (bytes === null || bytes.length !== 1 + ed25519KeyBytes) return null;
  const type = bytes[0];
  if (type !== logKeyType && type !== cosignatureKeyType) return null;
  const publicKey = bytes.slice(1);
  const keyId = Number.parseInt(id, 16);
  return keyId === (await noteKeyId(name, type, publicKey)) ? { name, keyId, type, publicKey } : null;
}

/** The text of a verifier key. */
export async function formatVerifierKey(name: string, type: number, publicKey: Uint8Array): Promise<string> {
  const id = (await noteKeyId(name, type, publicKey)).toString(16).padStart(8, '0');
  return `${name}+${id}+${toBase64(Uint8Array.of(type, ...publicKey))}`;
}

/** What a cosigner signs: its statement that at this time the checkpoint was the largest consistent one it had seen. */
export const cosignedMessage = (text: string, timestampSeconds: number): Uint8Array =>
  utf8.encode(`cosignature/v1\ntime ${timestampSeconds}\n${text}`);

/**
 * The signatures by known keys; those of others are ignored. Null when no known key signed, or when one of the known
 * keys is named but its signature is false: then nothing of the note may be believed.
 */
export async function verifyNote(
  note: SignedNote,
  keys: readonly VerifierKey[],
): Promise<readonly VerifiedSignature[] | null> {
  const verified: VerifiedSignature[] = [];
  for (const signature of note.signatures) {
    const key = keys.find(({ name, keyId }) => name === signature.name && keyId === signature.keyId);
    if (key === undefined || verified.some((former) => former.key === key)) continue;
    const one = await verifySignature(note.text, signature.signature, key);
    if (one === null) return null;
    verified.push(one);
  }
  return verified.length === 0 ? null : verified;
}

async function verifySignature(
  text: string,
  bytes: Uint8Array,
  key: VerifierKey,
): Promise<VerifiedSignature | null> {
  if (key.type === logKeyType) {
    const isTrue =
      bytes.length === ed25519SignatureBytes &&
      (await verifyEd25519(key.publicKey, bytes, utf8.encode(text)));
    return isTrue ? { key, cosignedAt: null } : null;
  }
  if (bytes.length !== timestampBytes + ed25519SignatureBytes) return null;
  const seconds = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
  // Beyond this no date exists.
  if (seconds > 8_640_000_000_000n) return null;
  const message = cosignedMessage(text, Number(seconds));
  const isTrue = await verifyEd25519(key.publicKey, bytes.subarray(timestampBytes), message);
  return isTrue ? { key, cosignedAt: new Date(Number(seconds) * 1000) } : null;
}

async function verifyEd25519(
  publicKey: Uint8Array,
  signature: Uint8Array,
  message: Uint8Array,
): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', new Uint8Array(publicKey), 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, new Uint8Array(signature), new Uint8Array(message));
  } catch {
    return false;
  }
}
