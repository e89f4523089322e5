// A signature covers a prefix of the file; whoever appends can redefine any object after it. So the document as the
// signed prefix shows it and the document as the whole file shows it are walked side by side, and every difference
// that is not on the short list of permitted ones fails (ISO 32000-2 §12.8.2.2.2). Unknown means forbidden.
import type { LaterChange } from '@saoy/contracts/validation-report';
import { differsDeeply, isSameBytes } from './differs-deeply.ts';
import type { ModificationPolicy } from './modification-policy.ts';
import type { PdfDocument } from './pdf-document.ts';
import { PdfSyntaxError } from './pdf-syntax-error.ts';
import { as, nameOf, type PdfDictionary, type PdfValue } from './pdf-value.ts';
import { listSignatureFields, type SignatureField } from './signature-fields.ts';

const MAX_VALUES = 3_000_000;
/** Forbidden changes listed in a report; one would be enough to fail. */
const MAX_REPORTED = 50;
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
  readonly #reported = new Set<string>();
  #forbiddenCount = 0;
  #fieldNumbersAfter: ReadonlySet<number> | undefined;
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
    // Stops early only when the answer is certain: permitted changes, however many, must not hide a forbidden one.
    while (this.#pending.length > 0 && this.#forbiddenCount < MAX_REPORTED) {
      const { a, b, place } = this.#pending.pop()!;
      this.#compare(a, b, place);
    }
    return this.#changes;
  }

  #report(kind: LaterChange['kind'], isPermitted: boolean, place: string): void {
    const key = `${kind} ${place}`;
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    if (!isPermitted) this.#forbiddenCount++;
    if (isPermitted || this.#forbiddenCount <= MAX_REPORTED) this.#changes.push({ kind, isPermitted, place });
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
      if (refA?.number !== refB?.number || refA?.generation !== refB?.generation) {
        this.#differ(place);
        return;
      }
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
    if (role === undefined || before === undefined || after === undefined) {
      this.#comparePlain(a, b, place);
      return;
    }
    switch (role) {
      case 'catalog':
        this.#compareCatalog(before, after);
        break;
      case 'form':
        this.#compareForm(before, after);
        break;
      case 'page':
        this.#comparePage(before, after, place);
        break;
      case 'signature-field':
        this.#compareField(number, before, after);
        break;
    }
  }

  #comparePlain(a: PdfValue, b: PdfValue, place: string): void {
    if (a === b) return;
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
      this.#differ(place);
      return;
    }
    if (a.kind === 'name' && b.kind === 'name') {
      if (a.name !== b.name) this.#differ(place);
      return;
    }
    if (a.kind === 'string' && b.kind === 'string') {
      if (Buffer.compare(a.bytes, b.bytes) !== 0) this.#differ(place);
      return;
    }
    if (a.kind === 'array' && b.kind === 'array') {
      if (a.items.length !== b.items.length) {
        this.#differ(place);
        return;
      }
      for (const [i, item] of a.items.entries())
        this.#pending.push({ a: item, b: b.items[i]!, place: `${place}/${i}` });
      return;
    }
    if (a.kind === 'dictionary' && b.kind === 'dictionary') {
      this.#compareEntries(a, b, place, []);
      return;
    }
    if (a.kind === 'stream' && b.kind === 'stream') {
      if (!isSameBytes(a.raw, b.raw)) {
        this.#differ(place);
        return;
      }
      this.#compareEntries(a.dictionary, b.dictionary, place, []);
      return;
    }
    if (a.kind === 'reference' && b.kind === 'reference') {
      this.#compare(a, b, place);
      return;
    }
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
    const differs = (key: string): boolean => this.#differsBelow(a.entries.get(key), b.entries.get(key));
    if (differs('DSS')) this.#report('validation-data', b.entries.has('DSS'), 'Root/DSS');
    if (differs('Extensions')) this.#report('metadata', true, 'Root/Extensions');
    // Signing programs keep the modification date of the metadata; they do not invent or drop metadata.
    const keepsMetadata =
      as('stream', this.#after.entry(b, 'Metadata')) !== undefined && a.entries.has('Metadata');
    if (differs('Metadata')) this.#report('metadata', keepsMetadata, 'Root/Metadata');
    const [formA, formB] = [a.entries.get('AcroForm'), b.entries.get('AcroForm')];
    if (formA === undefined || formB === undefined) {
      if (formA !== formB) this.#report('form', false, 'Root/AcroForm');
      return;
    }
    const [dictA, dictB] = [this.#before.resolve(formA), this.#after.resolve(formB)];
    if (as('reference', formA)?.number !== as('reference', formB)?.number) {
      this.#report('form', false, 'Root/AcroForm');
      return;
    }
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
    if (!field || !isSignatureField || !isNew || field.entries.has('Parent') || field.entries.has('AA')) {
      this.#report('form', false, place);
      return;
    }
    this.#newFields.add(number);
    const isTimeStamp = nameOf(this.#after.entry(signature, 'Type')) === 'DocTimeStamp';
    const isVisible = isWidgetVisible(this.#after, field);
    if (isTimeStamp) {
      this.#report('document-time-stamp', !isVisible, place);
      return;
    }
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
    this.#fieldNumbersAfter ??= new Set(listSignatureFields(this.#after).map((field) => field.number));
    const listed = this.#fieldNumbersAfter.has(number);
    return listed && !this.#fields.has(number) && this.#before.readObject(number) === null;
  }

  #compareField(number: number, a: PdfDictionary, b: PdfDictionary): void {
    const field = this.#fields.get(number)!;
    const place = `field ${field.name}`;
    const isSignedNow =
      field.signature === undefined && as('dictionary', this.#after.entry(b, 'V')) !== undefined;
    if (!isSignedNow) {
      this.#compareEntries(a, b, `Root/AcroForm/${place}`, []);
      return;
    }
    const { level, isFieldLocked } = this.#policy;
    const isPermitted = level !== 1 && !isFieldLocked(field.name);
    this.#compareEntries(a, b, `Root/AcroForm/${place}`, ['V', 'AP']);
    this.#report('signature', isPermitted, place);
  }

  #differsBelow(a: PdfValue | undefined, b: PdfValue | undefined): boolean {
    return differsDeeply([this.#before, a], [this.#after, b]);
  }

  #compareInformation(): void {
    const [a, b] = [this.#before, this.#after].map((document) =>
      as('dictionary', document.resolve(document.trailer.entries.get('Info'))),
    );
    for (const key of new Set([...(a?.entries.keys() ?? []), ...(b?.entries.keys() ?? [])])) {
      if (!this.#differsBelow(a?.entries.get(key), b?.entries.get(key))) continue;
      this.#report('metadata', key === 'ModDate' || key === 'Producer', `Info/${key}`);
    }
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
