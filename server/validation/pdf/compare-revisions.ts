// A signature covers a prefix of the file; whoever appends can redefine any object after it. So the document as the
// signed prefix shows it and the document as the whole file shows it are walked side by side, and every difference
// that is not on the short list of permitted ones fails (ISO 32000-2 §12.8.2.2.2). Unknown means forbidden.
import type { LaterChange } from '@saoy/contracts/validation-report';
import type { ModificationPolicy } from './modification-policy.ts';
import type { PdfDocument } from './pdf-document.ts';
import { PdfSyntaxError } from './pdf-syntax-error.ts';
import { as, nameOf, type PdfDictionary, type PdfValue } from './pdf-value.ts';
import { listSignatureFields, type SignatureField } from './signature-fields.ts';

const MAX_VALUES = 3_000_000;
const ANNOTATION_HIDDEN = 0x02;

/** Compares the document a signature saw with a later one; an empty list means nothing changed. */
export function compareRevisions(
  before: PdfDocument,
  after: PdfDocument,
  policy: ModificationPolicy,
): LaterChange[] {
  return new RevisionComparison(before, after, policy).run();
}

type Role = 'catalog' | 'form' | 'page' | 'signature-field';

class RevisionComparison {
  readonly #before: PdfDocument;
  readonly #after: PdfDocument;
  readonly #policy: ModificationPolicy;
  readonly #roles = new Map<number, Role>();
  readonly #fields = new Map<number, SignatureField>();
  readonly #newFields = new Set<number>();
  readonly #changes: LaterChange[] = [];
  readonly #visited = new Set<number>();
  #pending: { a: PdfValue; b: PdfValue; place: string }[] = [];
  #valueCount = 0;

  constructor(before: PdfDocument, after: PdfDocument, policy: ModificationPolicy) {
    this.#before = before;
    this.#after = after;
    this.#policy = policy;
  }

  run(): LaterChange[] {
    const [before, after] = [this.#before, this.#after];
    this.#assignRoles();
    const rootBefore = before.trailer.entries.get('Root');
    const rootAfter = after.trailer.entries.get('Root');
    if (
      as('reference', rootBefore)?.number !== as('reference', rootAfter)?.number ||
      rootAfter === undefined
    ) {
      this.#report('structure', false, 'Root');
      return this.#changes;
    }
    this.#compareInformation();
    this.#pending.push({ a: rootBefore!, b: rootAfter, place: 'Root' });
    while (this.#pending.length > 0 && this.#changes.length < 100) {
      const { a, b, place } = this.#pending.pop()!;
      this.#compare(a, b, place);
    }
    return this.#changes;
  }

  #report(kind: LaterChange['kind'], isPermitted: boolean, place: string): void {
    if (!this.#changes.some((change) => change.kind === kind && change.place === place))
      this.#changes.push({ kind, isPermitted, place });
  }

  #assignRoles(): void {
    const before = this.#before;
    const pages: PdfValue[] = [before.catalog?.entries.get('Pages') ?? null];
    const seen = new Set<number>();
    while (pages.length > 0) {
      const node = pages.pop()!;
      const number = as('reference', node)?.number;
      if (number === undefined || seen.has(number)) continue;
      seen.add(number);
      const dictionary = as('dictionary', before.resolve(node));
      const kids = as('array', before.entry(dictionary, 'Kids'));
      if (kids) pages.push(...kids.items);
      else this.#roles.set(number, 'page');
    }
    for (const field of listSignatureFields(before)) {
      if (field.number === 0) continue;
      this.#roles.set(field.number, 'signature-field');
      this.#fields.set(field.number, field);
    }
    const form = as('reference', before.catalog?.entries.get('AcroForm'));
    if (form) this.#roles.set(form.number, 'form');
    if (before.catalogReference) this.#roles.set(before.catalogReference.number, 'catalog');
  }

  #compare(a: PdfValue, b: PdfValue, place: string): void {
    if (++this.#valueCount > MAX_VALUES)
      throw new PdfSyntaxError('too-complex', 'too many objects to compare');
    const [refA, refB] = [as('reference', a), as('reference', b)];
    if (refA || refB) {
      if (refA?.number !== refB?.number || refA?.generation !== refB?.generation) return this.#differ(place);
      const number = refA!.number;
      if (this.#visited.has(number)) return;
      this.#visited.add(number);
      this.#compareByRole(number, this.#before.resolve(a), this.#after.resolve(b), place);
      return;
    }
    this.#comparePlain(a, b, place);
  }

  #compareByRole(number: number, a: PdfValue, b: PdfValue, place: string): void {
    const role = this.#roles.get(number);
    const [before, after] = [as('dictionary', a), as('dictionary', b)];
    if (role === undefined || before === undefined || after === undefined)
      return this.#comparePlain(a, b, place);
    switch (role) {
      case 'catalog':
        return this.#compareCatalog(before, after);
      case 'form':
        return this.#compareForm(before, after);
      case 'page':
        return this.#comparePage(before, after, place);
      case 'signature-field':
        return this.#compareField(number, before, after);
    }
  }

  #comparePlain(a: PdfValue, b: PdfValue, place: string): void {
    if (a === b) return;
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
      return this.#differ(place);
    if (a.kind === 'name' && b.kind === 'name') return a.name === b.name ? undefined : this.#differ(place);
    if (a.kind === 'string' && b.kind === 'string')
      return Buffer.compare(a.bytes, b.bytes) === 0 ? undefined : this.#differ(place);
    if (a.kind === 'array' && b.kind === 'array') {
      if (a.items.length !== b.items.length) return this.#differ(place);
      for (const [i, item] of a.items.entries())
        this.#pending.push({ a: item, b: b.items[i]!, place: `${place}/${i}` });
      return;
    }
    if (a.kind === 'dictionary' && b.kind === 'dictionary') return this.#compareEntries(a, b, place, []);
    if (a.kind === 'stream' && b.kind === 'stream') {
      if (!isSameBytes(a.raw, b.raw)) return this.#differ(place);
      return this.#compareEntries(a.dictionary, b.dictionary, place, []);
    }
    if (a.kind === 'reference' && b.kind === 'reference') return this.#compare(a, b, place);
    this.#differ(place);
  }

  #compareEntries(a: PdfDictionary, b: PdfDictionary, place: string, except: readonly string[]): void {
    for (const key of new Set([...a.entries.keys(), ...b.entries.keys()])) {
      if (except.includes(key)) continue;
      const [before, after] = [a.entries.get(key), b.entries.get(key)];
      if (before === undefined || after === undefined) this.#differ(`${place}/${key}`);
      else this.#pending.push({ a: before, b: after, place: `${place}/${key}` });
    }
  }

  #differ(place: string): void {
    const kind = place.includes('/AcroForm') ? 'form' : place.includes('/Annots') ? 'annotation' : undefined;
    this.#report(kind ?? (place.includes('/Pages') ? 'content' : 'structure'), false, place);
  }

  #compareCatalog(a: PdfDictionary, b: PdfDictionary): void {
    this.#compareEntries(a, b, 'Root', ['DSS', 'Extensions', 'Metadata', 'AcroForm']);
    const differs = (key: string): boolean => this.#differsDeeply(a.entries.get(key), b.entries.get(key));
    if (differs('DSS')) this.#report('validation-data', b.entries.has('DSS'), 'Root/DSS');
    if (differs('Extensions')) this.#report('metadata', true, 'Root/Extensions');
    if (differs('Metadata')) this.#report('metadata', b.entries.has('Metadata'), 'Root/Metadata');
    const [formA, formB] = [a.entries.get('AcroForm'), b.entries.get('AcroForm')];
    if (formA === undefined || formB === undefined) {
      if (formA !== formB) this.#report('form', false, 'Root/AcroForm');
      return;
    }
    const [dictA, dictB] = [this.#before.resolve(formA), this.#after.resolve(formB)];
    if (as('reference', formA)?.number !== as('reference', formB)?.number)
      return this.#report('form', false, 'Root/AcroForm');
    const [before, after] = [as('dictionary', dictA), as('dictionary', dictB)];
    if (before && after) this.#compareForm(before, after);
    else this.#report('form', false, 'Root/AcroForm');
  }

  #compareForm(a: PdfDictionary, b: PdfDictionary): void {
    this.#compareEntries(a, b, 'Root/AcroForm', ['Fields', 'SigFlags']);
    const before = as('array', this.#before.entry(a, 'Fields'))?.items ?? [];
    const after = as('array', this.#after.entry(b, 'Fields'))?.items ?? [];
    const known = before.map((item) => as('reference', item)?.number);
    for (const [i, item] of before.entries())
      if (after[i] === undefined) this.#report('form', false, 'Root/AcroForm/Fields');
      else this.#pending.push({ a: item, b: after[i], place: `Root/AcroForm/Fields/${i}` });
    for (const item of after.slice(before.length)) {
      const number = as('reference', item)?.number;
      if (number === undefined || known.includes(number)) this.#report('form', false, 'Root/AcroForm/Fields');
      else this.#acceptNewField(number);
    }
  }

  #acceptNewField(number: number): void {
    const place = `Root/AcroForm/Fields/new ${number}`;
    const field = as('dictionary', this.#after.readObject(number));
    const signature = as('dictionary', this.#after.entry(field, 'V'));
    const isSignatureField = nameOf(this.#after.entry(field, 'FT')) === 'Sig' && !field?.entries.has('Kids');
    // A number that dangled before would redefine what an old reference shows.
    const isNew = this.#before.readObject(number) === null;
    if (!field || !isSignatureField || !isNew || field.entries.has('Parent') || field.entries.has('AA'))
      return this.#report('form', false, place);
    this.#newFields.add(number);
    const isTimeStamp = nameOf(this.#after.entry(signature, 'Type')) === 'DocTimeStamp';
    const isVisible = isWidgetVisible(this.#after, field);
    if (isTimeStamp) return this.#report('document-time-stamp', !isVisible, place);
    const { level } = this.#policy;
    const isPermitted = level === undefined || (level >= 2 && !isVisible);
    this.#report('signature', isPermitted && signature !== undefined, place);
  }

  #comparePage(a: PdfDictionary, b: PdfDictionary, place: string): void {
    this.#compareEntries(a, b, place, ['Annots']);
    const before = as('array', this.#before.entry(a, 'Annots'))?.items ?? [];
    const after = as('array', this.#after.entry(b, 'Annots'))?.items ?? [];
    for (const [i, item] of before.entries())
      if (after[i] === undefined) this.#report('annotation', false, `${place}/Annots`);
      else this.#pending.push({ a: item, b: after[i], place: `${place}/Annots/${i}` });
    for (const item of after.slice(before.length)) {
      const number = as('reference', item)?.number ?? 0;
      const isNewField = this.#newFields.has(number) || this.#isAmongNewFields(number);
      if (!isNewField) this.#report('annotation', false, `${place}/Annots`);
    }
  }

  /** Pages may be walked before the form: a new widget is judged when the form lists it as a field. */
  #isAmongNewFields(number: number): boolean {
    const listed = listSignatureFields(this.#after).some((field) => field.number === number);
    return listed && !this.#fields.has(number) && this.#before.readObject(number) === null;
  }

  #compareField(number: number, a: PdfDictionary, b: PdfDictionary): void {
    const field = this.#fields.get(number)!;
    const place = `field ${field.name}`;
    const isSignedNow =
      field.signature === undefined && as('dictionary', this.#after.entry(b, 'V')) !== undefined;
    if (!isSignedNow) return this.#compareEntries(a, b, `Root/AcroForm/${place}`, []);
    const { level, isFieldLocked } = this.#policy;
    const isPermitted = level !== 1 && !isFieldLocked(field.name);
    this.#compareEntries(a, b, `Root/AcroForm/${place}`, ['V', 'AP']);
    this.#report('signature', isPermitted, place);
  }

  #compareInformation(): void {
    const [a, b] = [this.#before, this.#after].map((document) =>
      as('dictionary', document.resolve(document.trailer.entries.get('Info'))),
    );
    for (const key of new Set([...(a?.entries.keys() ?? []), ...(b?.entries.keys() ?? [])])) {
      if (!this.#differsDeeply(a?.entries.get(key), b?.entries.get(key))) continue;
      this.#report('metadata', key === 'ModDate' || key === 'Producer', `Info/${key}`);
    }
  }

  /** Whether two values differ anywhere below, without judging. */
  #differsDeeply(a: PdfValue | undefined, b: PdfValue | undefined): boolean {
    const pending: [PdfValue | undefined, PdfValue | undefined][] = [[a, b]];
    const visited = new Set<string>();
    while (pending.length > 0) {
      if (++this.#valueCount > MAX_VALUES)
        throw new PdfSyntaxError('too-complex', 'too many objects to compare');
      const [rawA, rawB] = pending.pop()!;
      const key = `${as('reference', rawA)?.number},${as('reference', rawB)?.number}`;
      if (as('reference', rawA) && as('reference', rawB)) {
        if (visited.has(key)) continue;
        visited.add(key);
      }
      const [x, y] = [this.#before.resolve(rawA), this.#after.resolve(rawB)];
      if (x === y) continue;
      if (typeof x !== 'object' || typeof y !== 'object' || x === null || y === null || x.kind !== y.kind)
        return true;
      const [dictX, dictY] = [
        as('dictionary', x) ?? as('stream', x)?.dictionary,
        as('dictionary', y) ?? as('stream', y)?.dictionary,
      ];
      if (x.kind === 'stream' && y.kind === 'stream' && !isSameBytes(x.raw, y.raw)) return true;
      if (x.kind === 'name' && x.name !== nameOf(y)) return true;
      if (x.kind === 'string' && y.kind === 'string' && Buffer.compare(x.bytes, y.bytes) !== 0) return true;
      if (x.kind === 'array' && y.kind === 'array') {
        if (x.items.length !== y.items.length) return true;
        for (const [i, item] of x.items.entries()) pending.push([item, y.items[i]]);
      }
      if (dictX && dictY)
        for (const entry of new Set([...dictX.entries.keys(), ...dictY.entries.keys()]))
          pending.push([dictX.entries.get(entry), dictY.entries.get(entry)]);
    }
    return false;
  }
}

function isWidgetVisible(document: PdfDocument, widget: PdfDictionary): boolean {
  const flags = document.entry(widget, 'F');
  if (typeof flags === 'number' && (flags & ANNOTATION_HIDDEN) !== 0) return false;
  const rectangle = as('array', document.entry(widget, 'Rect'))?.items.map((item) => document.resolve(item));
  if (rectangle === undefined) return widget.entries.has('AP');
  const [x1, y1, x2, y2] = rectangle;
  return !(x1 === x2 || y1 === y2);
}

const isSameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  (a.buffer === b.buffer && a.byteOffset === b.byteOffset && a.length === b.length) ||
  Buffer.compare(a, b) === 0;
