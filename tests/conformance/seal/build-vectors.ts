// Builds the published vectors of docs/seal-format.md: the same bytes whenever and wherever they are built.
import { createKeyList, keyThumbprint, type SealKeyList } from '@saoy/contracts/seal';
import { annulmentVectors, digestVectors, keyListVectors } from './list-vectors.ts';
import { sealVectors } from './seal-vectors.ts';
import { date, facts, hex, ORIGIN, sealKeyOf, type TestKey, testKey } from './vector-parts.ts';

/** All vectors by the name of their file. */
export async function buildVectors(): Promise<Record<string, unknown>> {
  const names = ['active', 'retired', 'compromised', 'unknown', 'list', 'other list'];
  const keys = await Promise.all(names.map(testKey));
  const [active, retired, compromised, unknown, list, otherList] = keys as [
    TestKey,
    TestKey,
    TestKey,
    TestKey,
    TestKey,
    TestKey,
  ];
  const keyList: SealKeyList = {
    authority: facts.authority,
    sequence: 7,
    madeAt: date('2026-11-20T12:00:00Z'),
    nextUpdate: date('2026-11-27T12:00:00Z'),
    listKey: list.publicKey,
    origins: [ORIGIN, 'https://old.example.vn'],
    authorityName: { vi: 'Ủy ban nhân dân phường Việt Hưng (mẫu)', en: 'Việt Hưng Ward (sample)' },
    keys: [
      sealKeyOf(retired, { state: 'retired', validUntil: date('2026-06-30T00:00:00Z') }),
      sealKeyOf(compromised, {
        state: 'compromised',
        validUntil: date('2026-11-20T08:00:00Z'),
        compromisedAt: date('2026-11-20T06:00:00Z'),
      }),
      sealKeyOf(active),
    ],
  };
  const listMessage = await createKeyList(keyList, list.sign);
  return {
    'seals.json': {
      about: 'Seals and what a verifier says of them, under the key list given. See docs/seal-format.md.',
      keyList: hex(listMessage),
      pinned: hex(await keyThumbprint(list.publicKey)),
      cases: await sealVectors({ active, retired, compromised, unknown }),
    },
    'key-lists.json': {
      about: 'Lists of seal keys; `pinned` null accepts the list key that is named in the list.',
      cases: await keyListVectors(keyList, { list, otherList, active }),
    },
    'annulment-lists.json': await annulmentVectors({ active, compromised, unknown }, hex(listMessage)),
    'page-digests.json': await digestVectors(),
  };
}
