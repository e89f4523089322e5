// A signature covers a prefix of the file; whoever appends can redefine any object after it. So the document as the
// signed prefix shows it and the document as the whole file shows it are walked side by side, and every difference
// that is not on the short list of permitted ones fails (ISO 32000-2 §12.8.2.2.2). Unknown means forbidden.
import type { LaterChange } from '@saoy/contracts/validation-report';
import { JUDGED_ENTRIES, judgeCatalogEntries, judgeInformation } from './catalog-changes.ts';
import { differsDeeply, isSameBytes } from './differs-deeply.ts';
import { FILLING_KEYS, type FillableField, judgeFilling, listFillableFields } from './form-filling.ts';
import type { ModificationPolicy } from './modification-policy.ts';
import { freedObjects, rewrittenUnusedObjects } from './object-accounting.ts';
import type { PdfDocument } from './pdf-document.ts';
import { PdfSyntaxError } from './pdf-syntax-error.ts';
import { as, type PdfDictionary, type PdfValue } from './pdf-value.ts';
import { referencesWithin } from './references-within.ts';
import { listSignatureFields, type SignatureField } from './signature-fields.ts';
import { judgeNewField, judgeSigning, SIGNING_KEYS } from './signing-changes.ts';

const MAX_VALUES = 3_000_000;
/** Forbidden changes listed in a report; one would be enough to fail. */
const MAX_REPORTED = 50;
/** Keys of a trailer that every revision has of its own, or that are compared apart. */
const TRAILER_KEYS = [
  ...['Size', 'Prev', 'XRefStm', 'ID', 'Root', 'Info'],
  ...['Type', 'W', 'Index', 'Length', 'Filter', 'DecodeParms'],
];

/** Compares the document a signature saw with a later one; an empty list means nothing changed. */
export function compareRevisions(
  before: PdfDocument,
  after: PdfDocument,
  policy: ModificationPolicy,
): LaterChange[] {
  return new RevisionComparison(before, after, policy).run();
}

type Role = 'catalog' | 'form' | 'page' | 'signature-field' | 'fillable-field';

class RevisionComparison {
  readonly #before: PdfDocument;
  readonly #after: PdfDocument;
  readonly #policy: ModificationPolicy;
  readonly #roles = new Map<number, Role>();
  readonly #fields = new Map<number, SignatureField>();
  readonly #fillable: ReadonlyMap<number, FillableField>;
  readonly #newWidgets = new Set<number>();
  #isCatalogCompared = false;
  readonly #changes: LaterChange[] = [];
  readonly #reported = new Set<string>();
  #forbiddenCount = 0;
  readonly #visited = new Set<number>();
  #pending: { a: PdfValue; b: PdfValue; place: string }[] = [];
  #valueCount = 0;

  constructor(before: PdfDocument, after: PdfDocument, policy: ModificationPolicy) {
    this.#before = before;
    this.#after = after;
    this.#policy = policy;
    this.#fillable = listFillableFields(before);
  }

  run(): LaterChange[] {
    const [before, after] = [this.#before, this.#after];
    this.#assignRoles();
    const [rootBefore, rootAfter] = [before.catalog, after.catalog];
    if (rootBefore === undefined || rootAfter === undefined) {
      this.#report('structure', false, 'Root');
      return this.#changes;
    }
    this.#reportAll(judgeInformation(before, after));
    this.#compareTrailers();
    for (const number of freedObjects(before, after).slice(0, MAX_REPORTED))
      this.#report('structure', false, `object ${number} taken away`);
    for (const number of rewrittenUnusedObjects(before, after).slice(0, MAX_REPORTED))
      this.#report('structure', false, `object ${number} out of use`);
    this.#compareCatalog(rootBefore, rootAfter);
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

  #reportAll(changes: readonly LaterChange[]): void {
    for (const { kind, isPermitted, place } of changes) this.#report(kind, isPermitted, place);
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
    for (const number of this.#fillable.keys()) this.#roles.set(number, 'fillable-field');
    for (const field of listSignatureFields(before)) {
      if (field.number === 0) continue;
      this.#roles.set(field.number, 'signature-field');
      this.#fields.set(field.number, field);
    }
    const form = as('reference', before.catalog?.entries.get('AcroForm'));
    if (form) this.#roles.set(form.number, 'form');
    const root = before.catalogReference?.number;
    if (root !== undefined && root === this.#after.catalogReference?.number) this.#roles.set(root, 'catalog');
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
      case 'fillable-field':
        this.#compareFillable(this.#fillable.get(number)!, before, after);
        break;
    }
  }

  #comparePlain(a: PdfValue, b: PdfValue, place: string): void {
    if (a === b) {
      for (const { reference, path } of referencesWithin(a))
        if (!this.#visited.has(reference.number))
          this.#pending.push({ a: reference, b: reference, place: place + path });
      return;
    }
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
    if (this.#isCatalogCompared) return;
    this.#isCatalogCompared = true;
    this.#compareEntries(a, b, 'Root', [...JUDGED_ENTRIES, 'AcroForm']);
    this.#reportAll(judgeCatalogEntries([this.#before, a], [this.#after, b], this.#policy));
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
    this.#compareEntries(a, b, 'Root/AcroForm', ['Fields', 'SigFlags', 'DR', 'DA']);
    // Signing programs add what their appearances need; what was there must stay.
    if (!this.#isKeptOrAdded(a.entries.get('DA'), b.entries.get('DA')))
      this.#report('form', false, 'Root/AcroForm/DA');
    this.#compareResources(a.entries.get('DR'), b.entries.get('DR'));
    const before = as('array', this.#before.entry(a, 'Fields'))?.items ?? [];
    const after = as('array', this.#after.entry(b, 'Fields'))?.items ?? [];
    const numberOf = (item: PdfValue): number => as('reference', item)?.number ?? 0;
    const place = 'Root/AcroForm/Fields';
    const former = new Map(before.map((item) => [numberOf(item), item]));
    for (const [number, item] of former) {
      const same = after.find((candidate) => numberOf(candidate) === number);
      if (number === 0 || same === undefined) this.#report('form', false, place);
      else this.#pending.push({ a: item, b: same, place: `${place}/${number}` });
    }
    if (new Set(after.map(numberOf)).size < after.length) this.#report('form', false, place);
    for (const item of after) if (!former.has(numberOf(item))) this.#acceptNewField(numberOf(item));
  }

  #isKeptOrAdded(a: PdfValue | undefined, b: PdfValue | undefined): boolean {
    return a === undefined || !this.#differsBelow(a, b);
  }

  #compareResources(a: PdfValue | undefined, b: PdfValue | undefined): void {
    const [before, after] = [
      as('dictionary', this.#before.resolve(a)),
      as('dictionary', this.#after.resolve(b)),
    ];
    for (const [category, value] of before?.entries ?? []) {
      const [former, now] = [this.#before.resolve(value), this.#after.entry(after, category)];
      const [known, present] = [as('dictionary', former), as('dictionary', now)];
      const place = `Root/AcroForm/DR/${category}`;
      if (known && present) {
        for (const [name, item] of known.entries)
          this.#pending.push({ a: item, b: present.entries.get(name) ?? null, place: `${place}/${name}` });
      } else if (this.#differsBelow(value, after?.entries.get(category))) this.#report('form', false, place);
    }
  }

  #acceptNewField(number: number): void {
    const { kind, isPermitted, widgets } = judgeNewField(this.#before, this.#after, number, this.#policy);
    for (const widget of widgets) this.#newWidgets.add(widget);
    this.#report(kind, isPermitted, `Root/AcroForm/Fields/new ${number}`);
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
      if (!this.#newWidgets.has(number)) this.#report('annotation', false, `${place}/Annots`);
    }
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
    this.#compareEntries(a, b, `Root/AcroForm/${place}`, SIGNING_KEYS);
    const change = judgeSigning(
      this.#before,
      this.#after,
      { name: field.name, former: a, now: b },
      this.#policy,
    );
    this.#report(change.kind, change.isPermitted, place);
  }

  #compareFillable(field: FillableField, a: PdfDictionary, b: PdfDictionary): void {
    const place = `Root/AcroForm/field ${field.name}`;
    this.#compareEntries(a, b, place, FILLING_KEYS);
    const filled = judgeFilling(this.#before, this.#after, { ...field, former: a, now: b }, this.#policy);
    if (filled) this.#report('form', filled.isPermitted, place);
  }

  /** What else the trailer points to is part of the document as well. */
  #compareTrailers(): void {
    this.#compareEntries(this.#before.trailer, this.#after.trailer, 'trailer', TRAILER_KEYS);
  }

  #differsBelow(a: PdfValue | undefined, b: PdfValue | undefined): boolean {
    return differsDeeply([this.#before, a], [this.#after, b]);
  }
}
