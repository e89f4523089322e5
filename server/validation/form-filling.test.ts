// Whoever signs a form leaves its open fields to others. What they may fill in must not let them say or hide anything else.
import { describe, expect, it } from 'vitest';
import { ocspResponse } from './testing/test-authority.ts';
import { day, people, reportOn, TestDocument } from './testing/test-document.ts';
import { CONTENT, FORM, PAGE, pageWith, stream, TEXT_FIELD } from './testing/test-pdf.ts';

const NOW = day('2021-03-01');
const evidence = {
  ocspResponses: [people.signer, people.tsa, people.ca].map((identity) =>
    ocspResponse(identity, { at: NOW, until: day('2021-04-01') }),
  ),
  crls: [],
};
const [CHOICE, BOX, GROUP, KID] = [80, 81, 82, 83];
const widget = (more: string, rectangle = '60 600 200 620'): string =>
  `<</Type /Annot /Subtype /Widget /F 4 /P 3 0 R /Rect [${rectangle}] ${more}>>`;
const text = (more: string, rectangle?: string): string => widget(`/FT /Tx /T (Amount) ${more}`, rectangle);
const choice = (more: string): string => widget(`/FT /Ch /T (Colour) /Opt [(red) (blue)] ${more}`);
const box = (more: string): string =>
  widget(`/FT /Btn /T (Agreed) /AP <</N <</Yes 84 0 R /Off 85 0 R>>>> ${more}`);
const group = (more: string): string => `<</FT /Tx /T (Group) /Kids [${KID} 0 R] ${more}>>`;
const look = (words: string): Uint8Array =>
  stream(`BT (${words}) Tj ET`, '/Type /XObject /Subtype /Form /BBox [0 0 140 20]');

const FIELDS = [TEXT_FIELD, CHOICE, BOX, GROUP].map((number) => `${number} 0 R`).join(' ');
/** A signed form with a text field, a choice, a check box and a field whose widget is a dictionary of its own. */
function signed(level?: 1 | 2 | 3, more = '', fieldEntries = '/Rect [0 0 0 0]', flags = ''): TestDocument {
  const form = `<</Fields [${FIELDS} 8 0 R] /SigFlags 3 /DR <</Font <</F1 5 0 R>>>>>>`;
  const permission = `<</Type /SigRef /TransformMethod /DocMDP /TransformParams <</Type /TransformParams /P ${level} /V /1.2>>>>`;
  const references = `${level === undefined ? '' : permission} ${more}`;
  return new TestDocument({ emptyField: 'First', fieldEntries })
    .append({
      [TEXT_FIELD]: text(`/V (100) /AP <</N 9 0 R>> ${flags}`),
      [CHOICE]: choice('/V (red) /I [0] /AP <</N 86 0 R>>'),
      [BOX]: box('/V /Off /AS /Off'),
      [GROUP]: group('/V (old)'),
      [KID]: widget(`/Parent ${GROUP} 0 R /AP <</N 87 0 R>>`),
      84: look('x'),
      85: look(''),
      86: look('red'),
      87: look('old'),
      [FORM]: form,
      [PAGE]: pageWith(`${[TEXT_FIELD, CHOICE, BOX, KID].map((n) => `${n} 0 R`).join(' ')} 8 0 R`),
    })
    .sign({
      field: 'First',
      intoEmptyField: true,
      fieldEntries,
      ...(references.trim() === '' ? {} : { dictionary: { entries: `/Reference [${references}]` } }),
    });
}
type Objects = Parameters<TestDocument['append']>[0];
const changesAfter = async (document: TestDocument, objects: Objects) => {
  const report = await reportOn(document.append(objects), NOW, { evidence });
  return { ...report, answer: report.subIndication ?? report.verdict };
};
const answer = async (document: TestDocument, objects: Objects): Promise<string> =>
  (await changesAfter(document, objects)).answer;

const filled: Objects = { [TEXT_FIELD]: text('/V (999) /AP <</N 90 0 R>>'), 90: look('999') };

describe('filling in a form after it was signed', () => {
  it.each<[string, Objects]>([
    ['a text field with a new appearance', filled],
    [
      'a text field whose appearance is rewritten in place',
      { [TEXT_FIELD]: text('/V (999) /AP <</N 9 0 R>>'), 9: look('999') },
    ],
    ['a text field without a word about its look', { [TEXT_FIELD]: text('/V (999) /AP <</N 9 0 R>>') }],
    ['a choice', { [CHOICE]: choice('/V (blue) /I [1] /AP <</N 90 0 R>>'), 90: look('blue') }],
    ['a check box', { [BOX]: box('/V /Yes /AS /Yes') }],
    [
      'a field whose widget is a dictionary of its own',
      {
        [GROUP]: group('/V (new)'),
        [KID]: widget(`/Parent ${GROUP} 0 R /AP <</N 90 0 R>>`),
        90: look('new'),
      },
    ],
  ])('passes, and is named: %s', async (_, objects) => {
    for (const level of [undefined, 2, 3] as const) {
      const report = await changesAfter(signed(level), objects);
      expect(report.answer).toBe('TOTAL-PASSED');
      expect(report.signatures[0]!.laterChanges).toContainEqual(
        expect.objectContaining({ kind: 'form', isPermitted: true }),
      );
      expect(report.signatures[0]!.facts.modification).toBe('permitted');
      expect(report.sentence.en).toContain('filled in after signing');
      expect(report.sentence.vi).toContain('đã được điền');
    }
    expect(await answer(signed(1), objects)).toBe('DOCUMENT_MODIFIED');
  });

  it.each([
    ['all fields', '/Action /All'],
    ['the field by name', '/Action /Include /Fields [(Amount)]'],
    ['all but another field', '/Action /Exclude /Fields [(Other)]'],
  ])('fails where the signature locks %s, in itself or by its field alone', async (_, lock) => {
    const reference = `<</Type /SigRef /TransformMethod /FieldMDP /TransformParams <</Type /TransformParams ${lock} /V /1.2>>>>`;
    expect(await answer(signed(2, reference), filled)).toBe('DOCUMENT_MODIFIED');
    const entries = `/Rect [0 0 0 0] /Lock <</Type /SigFieldLock ${lock}>>`;
    expect(await answer(signed(2, '', entries), filled)).toBe('DOCUMENT_MODIFIED');
  });

  it('fails where one of two locks names the field, whichever comes last', async () => {
    const lock = (name: string): string =>
      `<</Type /SigRef /TransformMethod /FieldMDP /TransformParams <</Type /TransformParams /Action /Include /Fields [(${name})] /V /1.2>>>>`;
    expect(await answer(signed(2, lock('Amount') + lock('Other')), filled)).toBe('DOCUMENT_MODIFIED');
    expect(await answer(signed(2, lock('Other')), filled)).toBe('TOTAL-PASSED');
  });

  it.each<[string, Objects]>([
    ['another look of the same value', { [TEXT_FIELD]: text('/V (100) /AP <</N 90 0 R>>'), 90: look('999') }],
    ['the look of the same value, in place', { 9: look('999') }],
    ['no appearance any more', { [TEXT_FIELD]: text('/V (999)') }],
    [
      'an appearance for the pointer besides',
      { [TEXT_FIELD]: text('/V (9) /AP <</N 9 0 R /R 90 0 R>>'), 90: look('9') },
    ],
    ['another place', { [TEXT_FIELD]: text('/V (999) /AP <</N 9 0 R>>', '0 0 595 842') }],
    ['another name', { [TEXT_FIELD]: text('/V (999) /AP <</N 9 0 R>>').replace('(Amount)', '(Total)') }],
    ['a flag that hides it', { [TEXT_FIELD]: text('/V (999) /AP <</N 9 0 R>>').replace('/F 4', '/F 6') }],
    ['an action', { [TEXT_FIELD]: text('/V (999) /AP <</N 9 0 R>> /AA <</K <</S /JavaScript /JS (x)>>>>') }],
    ['a colour', { [TEXT_FIELD]: text('/V (999) /AP <</N 9 0 R>> /MK <</BG [1 1 1]>>') }],
    ['rich text', { [TEXT_FIELD]: text('/V (999) /AP <</N 9 0 R>> /RV (x)') }],
    ['a value that is a dictionary', { [TEXT_FIELD]: text('/V <</S /JavaScript>> /AP <</N 9 0 R>>') }],
    [
      'a new picture for its box',
      { [BOX]: box('/V /Yes /AS /Yes').replace('85 0 R', '90 0 R'), 90: look('y') },
    ],
    ['a state that was not there', { [BOX]: box('/V /No /AS /No') }],
    ['the content of the page besides', { ...filled, [CONTENT]: stream('BT (x) Tj ET') }],
    [
      'an appearance that shows a changed font of the page',
      { ...filled, 5: '<</Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats>>' },
    ],
    [
      'one field more on the page',
      { ...filled, [PAGE]: pageWith(`${FIELDS} ${KID} 0 R 8 0 R 91 0 R`), 91: text('') },
    ],
  ])('fails when it gets %s', async (_, objects) => {
    for (const level of [undefined, 2, 3] as const)
      expect(await answer(signed(level), objects)).toBe('DOCUMENT_MODIFIED');
  });

  it('fails for a field that is not to be filled in', async () => {
    const objects = { [TEXT_FIELD]: text('/V (999) /AP <</N 90 0 R>> /Ff 1'), 90: look('999') };
    expect(await answer(signed(2, '', undefined, '/Ff 1'), objects)).toBe('DOCUMENT_MODIFIED');
    expect(
      await answer(signed(2, '', undefined, '/Ff 2'), {
        ...objects,
        [TEXT_FIELD]: text('/V (999) /AP <</N 90 0 R>> /Ff 2'),
      }),
    ).toBe('TOTAL-PASSED');
  });

  it('fails for an appearance as large as to cover the page', async () => {
    const wide = '0 0 595 842';
    const document = new TestDocument()
      .append({ [TEXT_FIELD]: text('/V (1) /AP <</N 9 0 R>>', wide) })
      .sign();
    const objects = { [TEXT_FIELD]: text('/V (2) /AP <</N 90 0 R>>', wide), 90: look('2') };
    expect(await answer(document, objects)).toBe('DOCUMENT_MODIFIED');
  });

  it('fails for a field that stands in the form twice', async () => {
    const twice = new TestDocument({ emptyField: 'First' })
      .append({ [FORM]: '<</Fields [7 0 R 7 0 R 8 0 R] /SigFlags 3>>' })
      .sign({ field: 'First', intoEmptyField: true });
    expect(await answer(twice, { [TEXT_FIELD]: text('/V (9) /AP <</N 9 0 R>>') })).toBe('DOCUMENT_MODIFIED');
  });
});
