/** How a file of the set is made. `from` names another file of the set or a copy of ours. */
export type Recipe =
  | {
      readonly by: 'pyHanko';
      readonly from: Source;
      readonly steps: readonly Readonly<Record<string, unknown>>[];
    }
  | {
      readonly by: 'DSS';
      readonly from: Source;
      readonly requests: readonly Readonly<Record<string, unknown>>[];
    }
  | { readonly by: 'tampering'; readonly from: Source; readonly way: string }
  | { readonly by: 'qpdf'; readonly from: Source; readonly options: readonly string[] };

/** `unsigned`: a digital copy as rendered; `certified`, `digital`: finished copies; otherwise the name of a case. */
export type Source = string;

/** What a validator says of a whole file; the worst of its signatures decides. */
export type Outcome = 'TOTAL-PASSED' | 'INDETERMINATE' | 'TOTAL-FAILED' | 'NO_SIGNATURE' | 'UNREADABLE';

export interface FileCase {
  readonly name: string;
  readonly recipe: Recipe;
  /** Verdict of our validator, with its sub-indication or error code. */
  readonly ours: string;
  readonly pyHanko: Outcome;
  /** Levels of our report, signatures only, in order; checked where given. */
  readonly levels?: string;
  /** Why the two differ; there is no difference without one. */
  readonly difference?: string;
}

const P256 = 'authority-p-256';

/** A signature by pyHanko; PAdES, SHA-256, into the field of the authority unless told. */
const sign = (level: string, more: Readonly<Record<string, unknown>> = {}) => ({
  kind: 'signature',
  field: 'Authority',
  signer: P256,
  level,
  ...more,
});
const byPyHanko = (
  name: string,
  steps: readonly Readonly<Record<string, unknown>>[],
  expected: Omit<FileCase, 'name' | 'recipe'>,
  from: Source = 'unsigned',
): FileCase => ({ name: `pyhanko-${name}`, recipe: { by: 'pyHanko', from, steps }, ...expected });

const dss = (level: string, more: Readonly<Record<string, unknown>> = {}) => ({
  do: 'sign',
  signer: P256,
  level: `PAdES-BASELINE-${level}`,
  ...more,
});
const byDss = (
  name: string,
  requests: readonly Readonly<Record<string, unknown>>[],
  expected: Omit<FileCase, 'name' | 'recipe'>,
): FileCase => ({ name: `dss-${name}`, recipe: { by: 'DSS', from: 'unsigned', requests }, ...expected });

const tampered = (from: Source, way: string, expected: Omit<FileCase, 'name' | 'recipe'>): FileCase => ({
  name: `${from}, ${way}`,
  recipe: { by: 'tampering', from, way },
  ...expected,
});

const passes = { ours: 'TOTAL-PASSED', pyHanko: 'TOTAL-PASSED' } as const;
const undecided = (why: string) => ({ ours: `INDETERMINATE ${why}`, pyHanko: 'INDETERMINATE' }) as const;
const fails = (why: string) => ({ ours: `TOTAL-FAILED ${why}`, pyHanko: 'TOTAL-FAILED' }) as const;
const modified = fails('DOCUMENT_MODIFIED');
const unreadable = { ours: 'validation.unreadable', pyHanko: 'UNREADABLE' } as const;
/** Cases that ours refuses and pyHanko accepts. */
const onlyWeRefuse = (why: string, difference: string) =>
  ({ ours: `TOTAL-FAILED ${why}`, pyHanko: 'TOTAL-PASSED', difference }) as const;
const weRefuseChange = (difference: string) => onlyWeRefuse('DOCUMENT_MODIFIED', difference);

const FIELD_ADDED =
  'pyHanko counts an empty invisible signature field among archival changes; ours wants it signed, or else nobody answers for it.';
const BROKEN_STAMP =
  'adesverify leaves a broken archive time-stamp out of account and judges the signatures at the present time; ours reports the time-stamp as a signature of its own, and the worst verdict decides.';
const JUNK =
  'pyHanko does not look behind the last end-of-file mark; ours accepts no byte that nothing accounts for.';
const INFORMATION =
  'pyHanko permits changes of the information dictionary; ours does not, because viewers show its title as the name of the file.';
const METADATA =
  'pyHanko permits other metadata even where nothing may change any more; ours only such as say the same of the document but for dates and programs, because viewers show its title as the name of the file.';
const METADATA_REWRITTEN =
  'The writer that appends the object rewrites the metadata too, and makes the namespace of a schema described there, which was words, a reference; to ours that is another value.';
const STORE =
  'pyHanko lets validation data be taken away; ours lets it grow only, because a copy that has lost its proofs is not the copy that was issued.';
const VALUE_GONE =
  'pyHanko lists signatures that fields point to now, and finds none; ours also compares the revisions below the archive time-stamp.';
const MALFORMED =
  'pyHanko stops at a signature that it cannot take apart; ours reports it among the others as failed. Both refuse the file.';
const FORMAT_UNKNOWN =
  'pyHanko passes over signatures of formats that it does not know; to ours a signature that cannot be judged is a failure.';
const malformed = {
  ours: 'TOTAL-FAILED FORMAT_FAILURE',
  pyHanko: 'UNREADABLE',
  difference: MALFORMED,
} as const;
const ENCRYPTED =
  'Ours does not read encrypted files and says so with a code of its own (exit 3); copies are never encrypted.';
const FIELD_LOOK =
  'EU DSS gives its invisible time-stamp fields an empty appearance, and pyHanko takes every appearance for form filling, which P=1 forbids; ours looks at the size of the field, which is nil.';
const STAMP_ALONE =
  'adesverify judges signatures of persons only; ours judges document time-stamps too, and this one is right.';

export const fileCases: readonly FileCase[] = [
  byPyHanko('b-b', [sign('B-B')], { ...passes, levels: 'B-B' }),
  byPyHanko('b-t', [sign('B-T')], { ...passes, levels: 'B-T' }),
  byPyHanko('b-lt', [sign('B-LT')], { ...passes, levels: 'B-LT' }),
  byPyHanko('b-lta', [sign('B-LTA')], { ...passes, levels: 'B-LTA' }),
  byPyHanko('b-lta-renewed', [sign('B-LTA'), { kind: 'renewal' }], { ...passes, levels: 'B-LTA' }),
  byPyHanko('b-lta-stamped-again', [sign('B-LTA'), { kind: 'timeStamp' }], { ...passes, levels: 'B-LTA' }),
  byPyHanko('rsa-sha256', [sign('B-LTA', { signer: 'authority-rsa-3072' })], { ...passes, levels: 'B-LTA' }),
  byPyHanko('rsa-sha384', [sign('B-LTA', { signer: 'authority-rsa-3072', digest: 'sha384' })], passes),
  byPyHanko('rsa-sha512', [sign('B-LTA', { signer: 'authority-rsa-3072', digest: 'sha512' })], passes),
  byPyHanko('pss-sha256', [sign('B-LTA', { signer: 'authority-rsa-3072', pss: true })], passes),
  byPyHanko(
    'pss-sha512',
    [sign('B-T', { signer: 'authority-rsa-3072', pss: true, digest: 'sha512' })],
    passes,
  ),
  byPyHanko('p-384-sha384', [sign('B-LTA', { signer: 'authority-p-384', digest: 'sha384' })], passes),
  byPyHanko('p-256-sha512', [sign('B-T', { digest: 'sha512' })], passes),
  byPyHanko('adobe-format', [sign('B-T', { format: 'adobe' })], passes),
  byPyHanko('visible', [sign('B-T', { field: 'Shown', box: [20, 20, 200, 60] })], passes),
  byPyHanko('certified-1', [sign('B-LTA', { permission: 1 })], passes),
  byPyHanko('certified-2', [sign('B-T', { permission: 2 })], passes),
  byPyHanko('certified-3', [sign('B-T', { permission: 3 })], passes),
  byPyHanko('two-signatures', [sign('B-T'), sign('B-T', { field: 'Second', signer: 'certifier-1' })], passes),
  byPyHanko(
    'two-signatures-lta',
    [sign('B-LTA'), sign('B-LTA', { field: 'Second', signer: 'certifier-1' })],
    { ...passes, levels: 'B-LTA B-LTA' },
  ),
  byPyHanko(
    'certified-2-then-signed',
    [sign('B-T', { permission: 2 }), sign('B-T', { field: 'Second', signer: 'certifier-1' })],
    passes,
  ),
  byPyHanko(
    'locked-by-the-second',
    [
      sign('B-T', { permission: 2 }),
      sign('B-LTA', { field: 'Second', signer: 'certifier-1', lock: { action: 'ALL' } }),
    ],
    passes,
  ),
  byPyHanko(
    'filled-after-signing',
    [{ kind: 'textField', field: 'note' }, sign('B-T'), { kind: 'fill', field: 'note' }],
    passes,
  ),
  byPyHanko(
    'certified-2-filled',
    [{ kind: 'textField', field: 'note' }, sign('B-T', { permission: 2 }), { kind: 'fill', field: 'note' }],
    passes,
  ),
  byPyHanko(
    'certified-1-filled',
    [{ kind: 'textField', field: 'note' }, sign('B-T', { permission: 1 }), { kind: 'fill', field: 'note' }],
    modified,
  ),
  byPyHanko(
    'locked-field-filled',
    [
      { kind: 'textField', field: 'note' },
      sign('B-T', { field: 'Locking', lock: { action: 'INCLUDE', fields: ['note'] } }),
      { kind: 'fill', field: 'note' },
    ],
    modified,
  ),
  byPyHanko(
    'other-field-filled',
    [
      { kind: 'textField', field: 'note' },
      sign('B-T', { field: 'Locking', lock: { action: 'INCLUDE', fields: ['elsewhere'] } }),
      { kind: 'fill', field: 'note' },
    ],
    passes,
  ),
  byPyHanko(
    'empty-field-added',
    [sign('B-T'), { kind: 'emptyField', field: 'Later' }],
    weRefuseChange(FIELD_ADDED),
  ),
  byPyHanko(
    'certified-1-field-added',
    [sign('B-T', { permission: 1 }), { kind: 'emptyField', field: 'Later' }],
    weRefuseChange(FIELD_ADDED),
  ),
  byPyHanko('revoked', [sign('B-T', { signer: 'certifier-revoked' })], undecided('REVOKED_NO_POE')),
  byPyHanko('expired', [sign('B-B', { signer: 'certifier-expired' })], undecided('OUT_OF_BOUNDS_NO_POE')),
  byPyHanko(
    'unknown-issuer',
    [sign('B-T', { signer: 'certifier-wrong-issuer' })],
    undecided('NO_CERTIFICATE_CHAIN_FOUND'),
  ),
  byPyHanko('document-stamp-alone', [{ kind: 'timeStamp' }], {
    ours: 'TOTAL-PASSED',
    pyHanko: 'NO_SIGNATURE',
    difference: STAMP_ALONE,
  }),
  byPyHanko('cross-reference-streams', [sign('B-LTA')], passes, 'streams'),
  byPyHanko(
    'encrypted',
    [sign('B-T', { password: '' })],
    { ours: 'validation.encrypted', pyHanko: 'TOTAL-PASSED', difference: ENCRYPTED },
    'encrypted',
  ),
  {
    name: 'streams',
    recipe: { by: 'qpdf', from: 'unsigned', options: ['--object-streams=generate'] },
    ours: 'INDETERMINATE NO_SIGNATURE',
    pyHanko: 'NO_SIGNATURE',
  },
  {
    name: 'encrypted',
    recipe: { by: 'qpdf', from: 'unsigned', options: ['--encrypt', '', 'owner', '256', '--'] },
    ours: 'validation.encrypted',
    pyHanko: 'NO_SIGNATURE',
    difference: ENCRYPTED,
  },
  { name: 'rewritten', recipe: { by: 'qpdf', from: 'digital', options: [] }, ...fails('FORMAT_FAILURE') },

  byDss('b', [dss('B')], { ...passes, levels: 'B-B' }),
  byDss('t', [dss('T')], { ...passes, levels: 'B-T' }),
  byDss('lt', [dss('LT')], { ...passes, levels: 'B-LT' }),
  byDss('lta', [dss('LTA')], { ...passes, levels: 'B-LTA' }),
  byDss('b-extended-to-lta', [dss('B'), { do: 'extend', level: 'PAdES-BASELINE-LTA' }], {
    ...passes,
    levels: 'B-LTA',
  }),
  byDss(
    'lta-extended-twice',
    [
      dss('LTA'),
      { do: 'extend', level: 'PAdES-BASELINE-LTA' },
      { do: 'extend', level: 'PAdES-BASELINE-LTA' },
    ],
    { ...passes, levels: 'B-LTA' },
  ),
  byDss('rsa-sha512', [dss('LTA', { signer: 'authority-rsa-3072', digest: 'SHA512' })], passes),
  byDss('pss', [dss('LTA', { signer: 'authority-rsa-3072', pss: true })], passes),
  byDss('p-384-sha384', [dss('LTA', { signer: 'authority-p-384', digest: 'SHA384' })], passes),
  byDss('field', [dss('LTA', { field: 'Authority' })], passes),
  byDss('certified-1', [dss('LTA', { permission: 1 })], {
    ours: 'TOTAL-PASSED',
    pyHanko: 'TOTAL-FAILED',
    difference: FIELD_LOOK,
  }),
  byDss(
    'certified-2-then-signed',
    [dss('T', { permission: 2 }), dss('LTA', { signer: 'certifier-1' })],
    passes,
  ),
  byDss('two-signatures-lta', [dss('LTA'), dss('LTA', { signer: 'certifier-1' })], {
    ...passes,
    levels: 'B-LTA B-LTA',
  }),
  byDss('revoked', [dss('T', { signer: 'certifier-revoked' })], undecided('REVOKED_NO_POE')),

  {
    name: 'certified, untouched',
    recipe: { by: 'tampering', from: 'certified', way: 'nothing' },
    ...passes,
    levels: 'B-LTA B-LTA',
  },
  {
    name: 'digital, untouched',
    recipe: { by: 'tampering', from: 'digital', way: 'nothing' },
    ...passes,
    levels: 'B-LTA',
  },
  ...['certified', 'digital'].flatMap((copy) => [
    tampered(copy, 'flip-page-image', fails('HASH_FAILURE')),
    tampered(copy, 'flip-after-first-contents', fails('FORMAT_FAILURE')),
    tampered(copy, 'flip-signature-value', fails('SIG_CRYPTO_FAILURE')),
    tampered(copy, 'swap-signature-stamp', fails('HASH_FAILURE')),
    tampered(copy, 'flip-last-stamp', onlyWeRefuse('SIG_CRYPTO_FAILURE', BROKEN_STAMP)),
    tampered(copy, 'shrink-byte-range', fails('FORMAT_FAILURE')),
    tampered(copy, 'byte-range-of-nothing', fails('FORMAT_FAILURE')),
    tampered(copy, 'byte-range-without-hole', fails('FORMAT_FAILURE')),
    tampered(copy, 'byte-range-backwards', fails('FORMAT_FAILURE')),
    tampered(copy, 'byte-range-gone', malformed),
    tampered(copy, 'contents-gone', malformed),
    tampered(copy, 'contents-empty', malformed),
    tampered(copy, 'other-catalog', modified),
    tampered(copy, 'append-junk', weRefuseChange(JUNK)),
    tampered(copy, 'prepend-junk', unreadable),
    tampered(copy, 'cut-last-revision', passes),
    tampered(copy, 'cut-middle', unreadable),
    tampered(copy, 'blank-store', modified),
    tampered(copy, 'page-content', modified),
    tampered(copy, 'replaced-image', modified),
    tampered(copy, 'annotation', modified),
    tampered(copy, 'new-page', modified),
    tampered(copy, 'page-turned', modified),
    tampered(copy, 'page-box', modified),
    tampered(copy, 'open-action', modified),
    tampered(copy, 'metadata-stream', weRefuseChange(METADATA)),
    tampered(copy, 'information', weRefuseChange(INFORMATION)),
    tampered(copy, 'field-moved', modified),
    tampered(copy, 'field-appearance', modified),
    tampered(copy, 'form-removed', { ours: 'INDETERMINATE NO_SIGNATURE', pyHanko: 'NO_SIGNATURE' }),
    tampered(copy, 'store-removed', weRefuseChange(STORE)),
    tampered(copy, 'store-emptied', weRefuseChange(STORE)),
    tampered(copy, 'permissions-removed', modified),
    tampered(copy, 'tags-replaced', modified),
    tampered(copy, 'empty-revision', passes),
    tampered(copy, 'attachment', modified),
  ]),
  tampered('certified', 'signature-replaced', modified),
  tampered('digital', 'signature-replaced', {
    ours: 'TOTAL-FAILED DOCUMENT_MODIFIED',
    pyHanko: 'NO_SIGNATURE',
    difference: VALUE_GONE,
  }),
  tampered('certified', 'unused-object', passes),
  tampered('digital', 'unused-object', weRefuseChange(METADATA_REWRITTEN)),
  tampered('certified', 'lock-taken-away', modified),
  tampered('certified', 'strip-signature-stamp', fails('HASH_FAILURE')),
  tampered('digital', 'strip-signature-stamp', onlyWeRefuse('HASH_FAILURE', BROKEN_STAMP)),
  tampered('certified', 'format-renamed', fails('FORMAT_FAILURE')),
  tampered('digital', 'format-renamed', {
    ours: 'TOTAL-FAILED FORMAT_FAILURE',
    pyHanko: 'NO_SIGNATURE',
    difference: FORMAT_UNKNOWN,
  }),
  tampered('pyhanko-b-t', 'strip-signature-stamp', { ...passes, levels: 'B-B' }),
  tampered('pyhanko-b-t', 'annotation', modified),
  tampered('pyhanko-b-t', 'metadata-stream', passes),
  tampered('pyhanko-b-t', 'page-content', modified),
  tampered('pyhanko-certified-3', 'annotation', modified),
  tampered('pyhanko-certified-2', 'annotation', modified),
  tampered('dss-lta', 'store-removed', weRefuseChange(STORE)),
  tampered('dss-lta', 'flip-signature-value', fails('SIG_CRYPTO_FAILURE')),
];
