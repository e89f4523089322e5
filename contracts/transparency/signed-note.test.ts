import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { formatCheckpoint, openCheckpoint, parseCheckpointText } from './checkpoint.ts';
import {
  cosignatureKeyType,
  cosignedMessage,
  formatSignatureLine,
  formatVerifierKey,
  logKeyType,
  noteKeyId,
  parseNote,
  parseVerifierKey,
  verifyNote,
} from './signed-note.ts';

/** The example of C2SP signed-note. */
const exampleKey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const exampleNote =
  'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';
/** The example of Go's package golang.org/x/mod/sumdb/note: seed and signed text are published there. */
const goKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const goNote =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

const keyOf = async (text: string) => (await parseVerifierKey(text))!;

test.each([
  ['C2SP', exampleKey, exampleNote],
  ['Go', goKey, goNote],
])('the published note of %s verifies under its published key', async (_, key, text) => {
  const note = parseNote(text)!;
  expect(await verifyNote(note, [await keyOf(key)])).toHaveLength(1);
  expect(await verifyNote({ ...note, text: `${note.text}x\n` }, [await keyOf(key)])).toBeNull();
});

test('a key of another name, or with an id that is not its own, is refused', async () => {
  expect(await parseVerifierKey(exampleKey.replace('foo', 'bar'))).toBeNull();
  expect(await parseVerifierKey(exampleKey.replace('530d903a', '530d903b'))).toBeNull();
  expect(await parseVerifierKey('')).toBeNull();
});

test.each([
  ['no blank line', 'text\n— a AAAAAAA=\n'],
  ['no signature', 'text\n\n'],
  ['no newline at the end', 'text\n\n— a AAAAAAA='],
  ['a control character', 'te\u0007xt\n\n— a AAAAAAA=\n'],
  ['a hyphen for the dash', 'text\n\n- a AAAAAAA=\n'],
  ['a name with a plus', 'text\n\n— a+b AAAAAAA=\n'],
  ['Base64 that is not canonical', 'text\n\n— a AAAAAAB=\n'],
])('a note with %s is malformed', (_, text) => {
  expect(parseNote(text)).toBeNull();
});

function newSigner(name: string, type: number) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
  return {
    vkey: () => formatVerifierKey(name, type, raw),
    async line(message: Uint8Array, prefix = new Uint8Array()) {
      const signature = new Uint8Array([...prefix, ...sign(null, message, privateKey)]);
      return formatSignatureLine({ name, keyId: await noteKeyId(name, type, raw), signature });
    },
  };
}

describe('a checkpoint', () => {
  const origin = 'copies.example/log';
  const root = new Uint8Array(32).fill(7);
  const text = formatCheckpoint({ origin, treeSize: 12, root });
  const seconds = 1_790_000_000;
  const stamp = new Uint8Array(8);
  new DataView(stamp.buffer).setBigUint64(0, BigInt(seconds));

  test('opens with the key of its log and tells who cosigned it when', async () => {
    const [log, witness, stranger] = [
      newSigner(origin, logKeyType),
      newSigner('witness.example', cosignatureKeyType),
      newSigner('stranger.example', cosignatureKeyType),
    ];
    const note = `${text}\n${await log.line(Buffer.from(text))}${await witness.line(cosignedMessage(text, seconds), stamp)}${await stranger.line(Buffer.from('else'), stamp)}`;
    const keys = { log: await keyOf(await log.vkey()), witnesses: [await keyOf(await witness.vkey())] };
    const opened = await openCheckpoint(note, keys);
    expect(opened).toMatchObject({ origin, treeSize: 12 });
    expect(
      opened?.signatures.map(({ key, cosignedAt }) => [key.name, cosignedAt?.getTime() ?? null]),
    ).toEqual([
      [origin, null],
      ['witness.example', seconds * 1000],
    ]);
  });

  test('with a false cosignature of a known witness is not believed at all', async () => {
    const [log, witness] = [newSigner(origin, logKeyType), newSigner('witness.example', cosignatureKeyType)];
    const note = `${text}\n${await log.line(Buffer.from(text))}${await witness.line(cosignedMessage(text, seconds + 1), stamp)}`;
    const keys = { log: await keyOf(await log.vkey()), witnesses: [await keyOf(await witness.vkey())] };
    expect(await openCheckpoint(note, keys)).toBeNull();
    expect(await openCheckpoint(note, { log: keys.log })).not.toBeNull();
  });

  test('signed by another key of the same name does not open', async () => {
    const [log, impostor] = [newSigner(origin, logKeyType), newSigner(origin, logKeyType)];
    const note = `${text}\n${await impostor.line(Buffer.from(text))}`;
    expect(await openCheckpoint(note, { log: await keyOf(await log.vkey()) })).toBeNull();
  });

  test.each(['', 'o\n012\nx\n', `o\n-1\n${'A'.repeat(43)}=\n`, 'o\n5\nAAAA\n', `o\n5\n${'A'.repeat(43)}=`])(
    'is not %j',
    (malformed) => {
      expect(parseCheckpointText(malformed)).toBeNull();
    },
  );
});

test('keys written by OpenSSL are the ones verified here', async () => {
  const seed = Buffer.from('302e020100300506032b657004220420'.concat('11'.repeat(32)), 'hex');
  const key = createPrivateKey({ key: seed, format: 'der', type: 'pkcs8' });
  const raw = new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32));
  const vkey = await formatVerifierKey('a.example', logKeyType, raw);
  expect((await keyOf(vkey)).publicKey).toEqual(raw);
});
