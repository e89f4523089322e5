import type { ValidationReport } from '@saoy/contracts/validation-report';
import { type ValidationOptions, validatePdf } from '../validate-pdf.ts';
import { issue, type TestIdentity } from './test-authority.ts';
import { type CmsWish, detachedCms, timeStampToken } from './test-cms.ts';
import {
  appendRevision,
  appendSignature,
  type Bodies,
  FORM,
  field,
  PAGE,
  pageWith,
  SIGNATURE_FIELD,
  type SignatureWish,
  stream,
  unsignedPdf,
} from './test-pdf.ts';

export const day = (text: string): Date => new Date(`${text}T00:00:00Z`);

const root = issue({ name: 'Root', kind: 'ca', from: day('2015-01-01'), to: day('2045-01-01') });
const ca = issue({ name: 'CA', kind: 'ca', issuer: root, from: day('2015-01-01'), to: day('2040-01-01') });
const signer = issue({
  name: 'Signer',
  kind: 'signer',
  issuer: ca,
  from: day('2020-01-01'),
  to: day('2022-01-01'),
});
const tsa = issue({ name: 'TSA 1', kind: 'tsa', issuer: ca, from: day('2019-01-01'), to: day('2025-01-01') });
const laterTsa = issue({
  name: 'TSA 2',
  kind: 'tsa',
  issuer: ca,
  from: day('2023-01-01'),
  to: day('2033-01-01'),
});

/** Identities with fixed times; none of them is asked about over a network. */
export const people = { root, ca, signer, tsa, laterTsa } as const;

export interface StoreWish {
  readonly certificates?: readonly Uint8Array[];
  readonly ocspResponses?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
}

export interface SignWish extends Partial<Omit<CmsWish, 'content' | 'timeStamp'>> {
  readonly field?: string;
  /** Time and authority of a signature time-stamp. */
  readonly stampedAt?: Date;
  readonly stampedBy?: TestIdentity;
  /** Instead of a new, invisible field. */
  readonly intoEmptyField?: boolean;
  readonly dictionary?: Partial<Omit<SignatureWish, 'makeCms'>>;
  readonly fieldEntries?: string;
  readonly timeStamp?: CmsWish['timeStamp'];
}

/** A document that grows by signatures, validation data and archive time-stamps. */
export class TestDocument {
  bytes: Uint8Array;
  #next = 30;
  #fields: string[];
  #store: string[][] = [[], [], []];
  #catalog = '/Type /Catalog /Pages 2 0 R /AcroForm 6 0 R';

  constructor(options: Parameters<typeof unsignedPdf>[0] = {}) {
    this.bytes = unsignedPdf(options);
    this.#fields = options.emptyField === undefined ? ['7 0 R'] : ['7 0 R', '8 0 R'];
  }

  sign(wish: SignWish = {}): this {
    const { stampedAt, stampedBy = people.tsa, signer: by = people.signer } = wish;
    const stamp = stampedAt && ((value: Uint8Array) => timeStampToken(stampedBy, stampedAt, [value]));
    const timeStamp = wish.timeStamp ?? stamp;
    const makeCms: SignatureWish['makeCms'] = (content) => {
      const { timeStamp: _, ...rest } = wish;
      return detachedCms({ ...rest, signer: by, content, ...(timeStamp ? { timeStamp } : {}) });
    };
    return this.#append(wish, makeCms, 'Sig');
  }

  archive(at: Date, by: TestIdentity = people.tsa, wish: SignWish = {}): this {
    return this.#append(wish, (covered) => timeStampToken(by, at, covered), 'DocTimeStamp');
  }

  /** Adds to the security store. */
  store(wish: StoreWish): this {
    const objects: Record<number, string | Uint8Array> = {};
    for (const [i, list] of [wish.certificates, wish.ocspResponses, wish.crls].entries())
      for (const item of list ?? []) {
        objects[this.#next] = stream(item);
        this.#store[i]!.push(`${this.#next++} 0 R`);
      }
    const [certificates, responses, lists] = this.#store.map((refs) => `[${refs.join(' ')}]`);
    objects[1] = `<<${this.#catalog} /DSS <</Certs ${certificates} /OCSPs ${responses} /CRLs ${lists}>>>>`;
    this.bytes = appendRevision(this.bytes, { objects });
    return this;
  }

  /** Appends whatever the caller likes. */
  append(objects: Bodies, more: Partial<Parameters<typeof appendRevision>[1]> = {}): this {
    this.bytes = appendRevision(this.bytes, { objects, ...more });
    return this;
  }

  /** Page and form as they stand, for revisions that add to them. */
  get references(): string {
    return this.#fields.join(' ');
  }

  #append(wish: SignWish, makeCms: SignatureWish['makeCms'], type: 'Sig' | 'DocTimeStamp'): this {
    const value = this.#next++;
    const name = wish.field ?? `${type}${value}`;
    const entries = wish.fieldEntries ?? '/Rect [0 0 0 0]';
    let objects: Bodies = { [SIGNATURE_FIELD]: field(name, value, entries) };
    if (!wish.intoEmptyField) {
      const number = this.#next++;
      this.#fields.push(`${number} 0 R`);
      objects = {
        [PAGE]: pageWith(this.references),
        [FORM]: `<</Fields [${this.references}] /SigFlags 3 /DR <</Font <</F1 5 0 R>>>>>>`,
        [number]: field(name, value, entries),
      };
    }
    this.bytes = appendSignature(this.bytes, { number: value, type, objects, ...wish.dictionary, makeCms });
    return this;
  }
}

/** The report, or an exception with the fault's code. */
export async function reportOn(
  document: TestDocument | Uint8Array,
  at: Date,
  options: Partial<ValidationOptions> = {},
): Promise<ValidationReport> {
  const bytes = document instanceof TestDocument ? document.bytes : document;
  const result = await validatePdf(bytes, { trustAnchors: [people.root.der], at, ...options });
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.detail}`);
  return result.value;
}

/** Sub-indication, or the verdict when it passed, of a file; a fault's code when there is no report. */
export async function answerOn(
  document: TestDocument | Uint8Array,
  at: Date,
  options: Partial<ValidationOptions> = {},
): Promise<string> {
  const bytes = document instanceof TestDocument ? document.bytes : document;
  const result = await validatePdf(bytes, { trustAnchors: [people.root.der], at, ...options });
  if (!result.ok) return result.error.code;
  return result.value.subIndication ?? result.value.verdict;
}
