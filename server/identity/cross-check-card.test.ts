import type { CardHolder } from '@saoy/contracts/identity';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CardPrint, crossCheckCard } from './cross-check-card.ts';
import { parseTd1 } from './mrz/parse-td1.ts';
import { sampleHolder as holder } from './testing/sample-holder.ts';

const lines = [
  'IDVNM1990123456001199012345<<7',
  '9901029F3901027VNM<<<<<<<<<<<2',
  'NGUYEN<<THI<MAU<<<<<<<<<<<<<<<',
];
const zoneOf = (...changed: (readonly [line: number, text: string])[]) =>
  parseTd1(
    lines.map((line, i) => changed.find(([at]) => at === i)?.[1] ?? line).join('\n'),
    new Date('2026-06-01T00:00:00Z'),
  ) ?? null;
const front: CardPrint = {
  number: '001199012345',
  fullName: 'NGUYỄN THỊ MẪU',
  dateOfBirth: '1999-01-02',
  sex: 'F',
  zone: null,
};
const blank: CardPrint = { number: null, fullName: null, dateOfBirth: null, sex: null, zone: null };

describe('the places of a card', () => {
  it('agree on a genuine card', () => {
    expect(crossCheckCard(holder, [front, { ...blank, zone: zoneOf() }])).toEqual([]);
  });

  it('say nothing where nothing was read', () => {
    expect(crossCheckCard(holder, [blank])).toEqual([]);
    expect(crossCheckCard(null, [blank, { ...blank, zone: zoneOf() }])).toEqual([]);
  });

  it.each<[string, Partial<CardPrint>]>([
    ['print-number-differs', { number: '001199012346' }],
    ['print-name-differs', { fullName: 'TRẦN VĂN AN' }],
    ['print-birth-differs', { dateOfBirth: '1999-02-01' }],
    ['print-sex-differs', { sex: 'M' }],
  ])('raise %s where the code says something else than the print', (flag, change) => {
    expect(crossCheckCard(holder, [{ ...front, ...change }])).toEqual([flag]);
  });

  it.each<[string, Partial<CardHolder>]>([
    ['zone-number-differs', { number: '001199054321' }],
    ['zone-name-differs', { fullName: 'Trần Văn An' }],
    ['zone-birth-differs', { dateOfBirth: '1999-02-01' }],
    ['zone-sex-differs', { gender: 'Nam' }],
  ])('raise %s where the code says something else than the zone', (flag, change) => {
    expect(crossCheckCard({ ...holder, ...change }, [{ ...blank, zone: zoneOf() }])).toEqual([flag]);
  });

  it('raise a flag for every place that differs and for no other, whatever differs at once', () => {
    const changes = {
      number: fc.stringMatching(/^0\d{11}$/),
      fullName: fc.constantFrom('Trần Văn An', 'Nguyễn Thị Mai', 'Mẫu Thị Nguyễn'),
      dateOfBirth: fc.constantFrom('1999-02-01', '1998-01-02', '2001-12-31'),
      gender: fc.constant('Nam'),
    };
    const names = { number: 'number', fullName: 'name', dateOfBirth: 'birth', gender: 'sex' } as const;
    fc.assert(
      fc.property(fc.record(changes, { requiredKeys: [] }), fc.boolean(), (change, hasZone) => {
        fc.pre(change.number !== holder.number);
        const places = hasZone ? ['print', 'zone'] : ['print'];
        const prints = hasZone ? [front, { ...blank, zone: zoneOf() }] : [front];
        const wanted = Object.keys(change).flatMap((key) =>
          places.map((place) => `${place}-${names[key as keyof typeof names]}-differs`),
        );
        const changed = { ...holder, ...change } as CardHolder;
        expect(crossCheckCard(changed, prints)).toEqual(wanted.sort());
      }),
    );
  });

  it('are compared without a code too', () => {
    const other = { ...front, number: '001199054321' };
    expect(crossCheckCard(null, [other, { ...blank, zone: zoneOf() }])).toEqual(['zone-number-differs']);
  });

  it('raise one flag, not many, for a zone of which every field is wrong', () => {
    const zone = zoneOf([0, 'IDVNM1990123450001199012345<<1'], [1, '9901023F3901020VNM<<<<<<<<<<<9']);
    expect(crossCheckCard({ ...holder, number: '001199054321' }, [{ ...blank, zone }])).toEqual([
      'zone-check-wrong',
    ]);
  });

  it('say so when the card is of another state', () => {
    const zone = parseTd1(
      'I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<',
      new Date('2026-06-01T00:00:00Z'),
    );
    expect(crossCheckCard(null, [{ ...blank, zone: zone ?? null }])).toEqual(['card-of-another-state']);
  });
});
