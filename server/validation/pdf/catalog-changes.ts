// Entries of the catalog and of the information dictionary that programs set when they sign or add validation data.
import type { LaterChange } from '@saoy/contracts/validation-report';
import { isSecurityStoreKept } from './compare-security-stores.ts';
import { differsDeeply } from './differs-deeply.ts';
import { saysTheSame } from './metadata-content.ts';
import type { ModificationPolicy } from './modification-policy.ts';
import type { PdfDocument } from './pdf-document.ts';
import { as, nameOf, type PdfDictionary, type PdfValue } from './pdf-value.ts';

/** Entries that `judgeCatalogEntries` answers for. */
export const JUDGED_ENTRIES = ['DSS', 'Extensions', 'Metadata', 'Version'] as const;

type Rule = (former: PdfValue | undefined, now: PdfValue | undefined) => boolean;
type Catalog = readonly [PdfDocument, PdfDictionary];

/** Judges the entries of the catalog that may change at all; unchanged ones are not listed. */
export function judgeCatalogEntries(
  [before, a]: Catalog,
  [after, b]: Catalog,
  policy: ModificationPolicy,
): LaterChange[] {
  const differs = (x: PdfValue | undefined, y: PdfValue | undefined): boolean =>
    differsDeeply([before, x], [after, y]);
  const mayBecome: Record<(typeof JUDGED_ENTRIES)[number], Rule> = {
    DSS: (former, now) => isSecurityStoreKept([before, former], [after, now], differs),
    Extensions: (_, now) => now !== undefined,
    Version: (former, now) => {
      const [oldVersion = '', newVersion = ''] = [nameOf(former), nameOf(now)];
      return /^\d\.\d$/.test(newVersion) && newVersion >= oldVersion;
    },
    // Programs write the modification date and their name there. Nothing may drop metadata, and under a certification
    // that permits nothing they must go on saying the same.
    Metadata: (former, now) =>
      as('stream', after.resolve(now)) !== undefined &&
      (policy.level !== 1 || (former !== undefined && saysTheSame([before, former], [after, now]))),
  };
  return JUDGED_ENTRIES.filter((key) => differs(a.entries.get(key), b.entries.get(key))).map((key) => ({
    kind: key === 'DSS' ? 'validation-data' : 'metadata',
    isPermitted: mayBecome[key](a.entries.get(key), b.entries.get(key)),
    place: `Root/${key}`,
  }));
}

/** Judges the information dictionary: only the date and the program may change. */
export function judgeInformation(before: PdfDocument, after: PdfDocument): LaterChange[] {
  const [a, b] = [before, after].map((document) =>
    as('dictionary', document.resolve(document.trailer.entries.get('Info'))),
  );
  const keys = new Set([...(a?.entries.keys() ?? []), ...(b?.entries.keys() ?? [])]);
  return [...keys]
    .filter((key) => differsDeeply([before, a?.entries.get(key)], [after, b?.entries.get(key)]))
    .map((key) => ({
      kind: 'metadata',
      isPermitted: key === 'ModDate' || key === 'Producer',
      place: `Info/${key}`,
    }));
}
