import { readFile } from 'node:fs/promises';
import { FaultError } from '@saoy/contracts/errors';
import {
  cosignatureKeyType,
  parseVerifierKey,
  type VerifierKey,
} from '@saoy/contracts/transparency/signed-note';

/** A witness whom the log asks to cosign. */
export interface Witness {
  readonly key: VerifierKey;
  readonly verifierKey: string;
  /** Submission prefix, without a slash at the end. */
  readonly url: string;
}

/**
 * Reads the witnesses of a policy file (C2SP tlog-policy): lines `witness NAME VKEY URL`; empty lines and lines that begin
 * with # are left out. Throws `configuration.invalid` naming the line.
 */
export function parseWitnesses(text: string): Promise<Witness[]> {
  const lines = text
    .split('\n')
    .map((line, i) => ({ words: line.trim().split(/[ \t]+/), number: i + 1 }))
    .filter(({ words: [first] }) => first !== undefined && first !== '' && !first.startsWith('#'));
  return Promise.all(
    lines.map(async ({ words, number }) => {
      const [word, , verifierKey, url] = words;
      const key = verifierKey === undefined ? null : await parseVerifierKey(verifierKey);
      if (
        word !== 'witness' ||
        verifierKey === undefined ||
        key?.type !== cosignatureKeyType ||
        url === undefined ||
        !URL.canParse(url)
      )
        throw new FaultError(
          'configuration.invalid',
          `LOG_WITNESSES_FILE, line ${number}: expected "witness NAME VKEY URL"`,
        );
      return { key, verifierKey, url: url.replace(/\/+$/, '') };
    }),
  );
}

/** Reads the file of witnesses; throws `configuration.invalid`. */
export async function loadWitnesses(path: string): Promise<Witness[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new FaultError('configuration.invalid', 'LOG_WITNESSES_FILE cannot be read', { cause: error });
  }
  return parseWitnesses(text);
}
