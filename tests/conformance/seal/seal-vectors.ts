import { createHash } from 'node:crypto';
import {
  type CborValue,
  createSign1,
  decodeBase32,
  encodeCbor,
  encodeSealFacts,
  type SealFacts,
  writeSealUrl,
} from '@saoy/contracts/seal';
import { CODE, date, facts, hex, NOW, ORIGIN, type TestKey } from './vector-parts.ts';

interface SealVector {
  readonly name: string;
  readonly text: string;
  readonly now: string;
  /** What a log is said to prove: the digest of a seal and the time of the checkpoint. */
  readonly logged?: { readonly sealSha256: string; readonly provenAt: string };
  readonly outcome: string;
  readonly reason: string;
  readonly facts?: Record<string, string | number | null>;
}

const saidOf = (said: SealFacts): Record<string, string | number | null> => ({
  code: said.code,
  product: said.product,
  documentType: said.documentType,
  holderMasked: said.holderMasked,
  issuedAt: said.issuedAt.toISOString(),
  authority: said.authority,
  pageCount: said.pageCount,
  pagesDigest: hex(said.pagesDigest),
});

/** Seals, and what a verifier says of them. */
export async function sealVectors(
  keys: Record<'active' | 'retired' | 'compromised' | 'unknown', TestKey>,
): Promise<SealVector[]> {
  const { active } = keys;
  const vectors: SealVector[] = [];
  const wrap = (message: Uint8Array, origin = ORIGIN): string => writeSealUrl(origin, CODE, message);
  const messageOf = (said: SealFacts, key: TestKey): Promise<Uint8Array> =>
    createSign1(key.keyId, encodeSealFacts(said), key.sign);
  const urlOf = async (said: SealFacts, key = active): Promise<string> =>
    writeSealUrl(ORIGIN, said.code, await messageOf(said, key));
  const put = (name: string, text: string, outcome: string, reason: string, more: Partial<SealVector> = {}) =>
    vectors.push({ name, text, now: NOW, outcome, reason, ...more });
  const good = (name: string, text: string, said = facts, more: Partial<SealVector> = {}) =>
    put(name, text, 'valid', 'signature-good', { facts: saidOf(said), ...more });

  const url = await urlOf(facts);
  const path = url.slice(ORIGIN.length);
  good('a certified copy', url);
  const digital: SealFacts = { ...facts, product: 'digital', holderMasked: null, pageCount: 1 };
  good('a digital copy without a holder', await urlOf(digital), digital);
  const longest: SealFacts = {
    ...facts,
    documentType: 'a'.repeat(12),
    holderMasked: 'Đ'.repeat(18),
    authority: 'viet-hung-sample',
    pageCount: 65_535,
  };
  good('long facts', await urlOf(longest), longest);
  good('lower case', url.toLowerCase());
  good('mixed case', `${ORIGIN}${path.toLowerCase().replace('/s/', '/S/')}`);
  good('percent signs', `${ORIGIN}${path.replace('/S/', '/%53/').replace('.', '%2E')}`);
  good('query and fragment', `${url}?fbclid=x#top`);
  good('slash at the end', `${url}/`);
  good('default port', `${ORIGIN}:443${path}`);
  good('spaces around', `  ${url}\n`);
  good('a former address of the authority', `https://old.example.vn${path}`);
  const early: SealFacts = { ...facts, issuedAt: date('2026-06-29T23:59:59Z') };
  good('a retired key, dated while it was in use', await urlOf(early, keys.retired), early);
  good(
    'on the last second of a retired key',
    await urlOf({ ...facts, issuedAt: date('2026-06-30T00:00:00Z') }, keys.retired),
    {
      ...facts,
      issuedAt: date('2026-06-30T00:00:00Z'),
    },
  );
  const clock = { now: '2026-11-20T02:22:00Z' };
  good('a clock that is nine minutes late', url, facts, clock);

  const stolen: SealFacts = { ...facts, issuedAt: date('2026-11-20T05:00:00Z') };
  const stolenMessage = await messageOf(stolen, keys.compromised);
  const stolenUrl = wrap(stolenMessage);
  const sealSha256 = createHash('sha256').update(stolenMessage).digest('hex');
  const undecided = { facts: saidOf(stolen) };
  put('a compromised key', stolenUrl, 'undecided', 'key-compromised', undecided);
  put('a compromised key, logged before', stolenUrl, 'valid', 'logged-before-compromise', {
    ...undecided,
    logged: { sealSha256, provenAt: '2026-11-20T05:59:59Z' },
  });
  put('a compromised key, logged when it was too late', stolenUrl, 'undecided', 'key-compromised', {
    ...undecided,
    logged: { sealSha256, provenAt: '2026-11-20T06:00:00Z' },
  });
  put('a compromised key, another seal logged', stolenUrl, 'undecided', 'key-compromised', {
    ...undecided,
    logged: { sealSha256: '00'.repeat(32), provenAt: '2026-11-20T05:00:00Z' },
  });
  put('an unknown key', await urlOf(facts, keys.unknown), 'undecided', 'key-unknown');
  put('dated an hour ahead', url, 'undecided', 'dated-in-future', {
    now: '2026-11-20T01:31:05Z',
    facts: saidOf(facts),
  });

  put(
    'before the key was in use',
    await urlOf({ ...facts, issuedAt: date('2025-12-31T23:59:59Z') }),
    'invalid',
    'key-not-valid-then',
    {
      facts: saidOf({ ...facts, issuedAt: date('2025-12-31T23:59:59Z') }),
    },
  );
  put('after the key was retired', await urlOf(facts, keys.retired), 'invalid', 'key-not-valid-then', {
    facts: saidOf(facts),
  });
  const forged = await createSign1(active.keyId, encodeSealFacts(facts), keys.unknown.sign);
  put('signed with another key under this id', wrap(forged), 'invalid', 'signature-wrong');
  const message = decodeBase32(path.split('.')[1]!)!;
  const flipped = Uint8Array.from(message);
  flipped[flipped.length - 1]! ^= 1;
  put('one bit of the signature', wrap(flipped), 'invalid', 'signature-wrong');
  const pages = Uint8Array.from(message);
  pages[pages.length - 67]! ^= 1;
  put('one bit of the digest', wrap(pages), 'invalid', 'signature-wrong');
  put('another code in the address', url.replace('7K3M9QPX2RT1', '00000000002W'), 'invalid', 'code-differs');
  const foreign: SealFacts = { ...facts, authority: 'another' };
  put('another authority', await urlOf(foreign), 'invalid', 'authority-differs', { facts: saidOf(foreign) });

  for (const [name, origin] of [
    ['look-alike host', 'https://saoy-example.vn'],
    ['our host as a subdomain', 'https://saoy.example.vn.evil.example'],
    ['our host as a user', 'https://saoy.example.vn@evil.example'],
    ['without TLS', 'http://saoy.example.vn'],
    ['another port', 'https://saoy.example.vn:8443'],
    ['a dot at the end', 'https://saoy.example.vn.'],
    ['a letter of another alphabet', 'https://xn--soy-5cd.example.vn'],
  ] as const)
    put(name, origin + path, 'wrong-host', 'host-unknown');

  put('no address', '7K3M-9QPX-2RT1', 'not-a-seal', 'not-an-address');
  put('a script', 'javascript:alert(1)', 'not-a-seal', 'not-an-address');
  put('a space within', url.replace('/S/', '/ S/'), 'not-a-seal', 'not-an-address');
  put(
    'the address of a copy without a seal',
    `${ORIGIN}/v/7K3M-9QPX-2RT1`,
    'not-a-seal',
    'no-seal-in-address',
  );
  put('the page itself', `${ORIGIN}/`, 'not-a-seal', 'no-seal-in-address');
  const text = (name: string, changed: string) => put(name, changed, 'not-a-seal', 'text-wrong');
  text('without Base32', `${ORIGIN}/S/7K3M9QPX2RT1`);
  text('a code with a wrong check symbol', url.replace('7K3M9QPX2RT1', '7K3M9QPX2RT2'));
  text('a code with O for 0', url.replace('7K3M9QPX2RT1', 'OOOOOOOOOO2W'));
  text('a symbol that Base32 has not', `${url.slice(0, -1)}1`);
  text('padding', `${url}=`);
  text('an impossible length', `${ORIGIN}/S/7K3M9QPX2RT1.A`);
  text('spare bits that are not zero', `${ORIGIN}/S/7K3M9QPX2RT1.AB`);
  text('a second dot', `${url}.A`);

  const wrong = (name: string, bytes: Uint8Array) => put(name, wrap(bytes), 'not-a-seal', 'message-wrong');
  wrong('cut off', message.slice(0, -5));
  wrong('a byte after the message', Uint8Array.from([...message, 0]));
  wrong('with the tag of COSE_Sign1', Uint8Array.from([0xd2, ...message]));
  const header = (map: Map<number, CborValue>): Uint8Array => encodeCbor(map);
  const goodHeader = header(
    new Map<number, CborValue>([
      [1, -7],
      [4, active.keyId],
    ]),
  );
  const payload = encodeSealFacts(facts);
  const signature = message.slice(-64);
  const assemble = (...parts: CborValue[]): Uint8Array => encodeCbor(parts);
  const none = new Map<number, CborValue>();
  wrong(
    'EdDSA in the header',
    assemble(
      header(
        new Map<number, CborValue>([
          [1, -8],
          [4, active.keyId],
        ]),
      ),
      none,
      payload,
      signature,
    ),
  );
  wrong(
    'the key id beside the signed header',
    assemble(header(new Map([[1, -7]])), new Map([[4, active.keyId]]), payload, signature),
  );
  wrong(
    'a short key id',
    assemble(
      header(
        new Map<number, CborValue>([
          [1, -7],
          [4, active.keyId.slice(4)],
        ]),
      ),
      none,
      payload,
      signature,
    ),
  );
  wrong(
    'a header more',
    assemble(
      header(
        new Map<number, CborValue>([
          [1, -7],
          [4, active.keyId],
          [5, 1],
        ]),
      ),
      none,
      payload,
      signature,
    ),
  );
  wrong('something unsigned', assemble(goodHeader, new Map([[5, 1]]), payload, signature));
  wrong('a detached payload', assemble(goodHeader, none, null, signature));
  wrong('a short signature', assemble(goodHeader, none, payload, signature.slice(1)));
  wrong('three parts', assemble(goodHeader, none, payload));
  wrong('nothing', new Uint8Array(1));

  const signed = async (name: string, content: Uint8Array, reason = 'payload-wrong') =>
    put(
      name,
      wrap(await createSign1(active.keyId, content, active.sign)),
      reason === 'version-unknown' ? 'undecided' : 'not-a-seal',
      reason,
    );
  const entries: readonly (readonly [number, CborValue])[] = [
    [1, 1],
    [2, 'seal'],
    [3, CODE.replaceAll('-', '')],
    [4, 1],
    [5, 'birth'],
    [6, 'Nguyễn T* M**'],
    [7, Math.floor(facts.issuedAt.getTime() / 1000)],
    [8, facts.authority],
    [9, 2],
    [10, facts.pagesDigest],
  ];
  const changed = (changes: readonly (readonly [number, CborValue | undefined])[]): Uint8Array => {
    const map = new Map<number, CborValue>(entries);
    for (const [key, value] of changes)
      if (value === undefined) map.delete(key);
      else map.set(key, value);
    return encodeCbor(map);
  };
  await signed('a newer version', changed([[1, 2]]), 'version-unknown');
  await signed(
    'a newer version with unknown content',
    encodeCbor(
      new Map<number, CborValue>([
        [1, 9],
        [2, 'seal'],
        [99, 'x'],
      ]),
    ),
    'version-unknown',
  );
  for (const [name, changes] of [
    ['another purpose', [[2, 'annulments']]],
    ['a version that is a text', [[1, '1']]],
    ['a fact more', [[11, 0]]],
    ['a fact less', [[9, undefined]]],
    ['a code with dashes', [[3, CODE]]],
    ['a code with a wrong check symbol in the payload', [[3, '7K3M9QPX2RT2']]],
    ['an unknown product', [[4, 3]]],
    ['a product that is a text', [[4, 'certified']]],
    ['a document type in upper case', [[5, 'Birth']]],
    ['a long document type', [[5, 'a'.repeat(13)]]],
    ['an empty holder', [[6, '']]],
    ['a holder that is too long', [[6, 'a'.repeat(37)]]],
    ['a holder with a line end', [[6, 'Nguyễn\nVăn']]],
    ['a holder that turns its letters around', [[6, 'Nguyễn \u202eMai']]],
    ['a holder that is not in NFC', [[6, 'Nguyễn'.normalize('NFD')]]],
    ['a negative date', [[7, -1]]],
    ['a date beyond 2106', [[7, 2 ** 32]]],
    ['a long authority', [[8, 'a'.repeat(25)]]],
    ['no page', [[9, 0]]],
    ['too many pages', [[9, 65_536]]],
    ['a short digest', [[10, facts.pagesDigest.slice(4)]]],
    ['a digest that is a text', [[10, 'a'.repeat(20)]]],
  ] as const satisfies readonly (readonly [string, readonly (readonly [number, CborValue | undefined])[]])[])
    await signed(name, changed(changes));
  await signed('a number in two bytes', Uint8Array.from([payload[0]!, 1, 0x18, 1, ...payload.slice(3)]));
  await signed(
    'facts out of order',
    Uint8Array.from([payload[0]!, ...payload.slice(3, 9), ...payload.slice(1, 3), ...payload.slice(9)]),
  );
  await signed('a fact twice', Uint8Array.from([payload[0]! + 1, 1, 1, ...payload.slice(1)]));
  await signed('a map of indefinite length', Uint8Array.from([0xbf, ...payload.slice(1), 0xff]));
  await signed(
    'a fraction',
    Uint8Array.from([...payload.slice(0, 1), 1, 0xf9, 0x3c, 0x00, ...payload.slice(3)]),
  );
  await signed(
    'a text that is not UTF-8',
    Uint8Array.from([...payload.slice(0, 4), 0x64, 0xff, 0xfe, 0x61, 0x6c, ...payload.slice(9)]),
  );
  await signed('a list instead of a map', encodeCbor([1, 'seal']));
  await signed('an empty payload', new Uint8Array(0));
  return vectors;
}
