import { toBase64 } from '@saoy/contracts/transparency/base64';
import { verifyLeafProof } from '@saoy/contracts/transparency/leaf-proof';
import type {
  AnnulmentRecord,
  IssueRecord,
  LogRecord,
  RenewalRecord,
} from '@saoy/contracts/transparency/log-record';
import type { VerifierKey } from '@saoy/contracts/transparency/signed-note';
import { parseTlogProof } from '@saoy/contracts/transparency/tlog-proof';
import { and, asc, gt, inArray, ne, sql } from 'drizzle-orm';
import type { Executor } from '../../storage/database.ts';
import {
  copies,
  copyPages,
  copyProofs,
  copyVersions,
  type LeafRow,
  logLeaves,
  registerRows,
} from '../../storage/schema.ts';
import { copyDigest, registerDigest } from '../record-digests.ts';
import { leafHashOf } from '../tree-hashes.ts';
import type { Findings } from './findings.ts';

const BATCH = 500;

interface IssueCheckInput {
  readonly db: Executor;
  readonly findings: Findings;
  readonly key: VerifierKey | null;
  onLeaves(done: number): void;
}

const recordOf = <T extends LogRecord>(leaf: LeafRow): T | null => {
  try {
    return JSON.parse(leaf.record) as T;
  } catch {
    return null;
  }
};

/** Every leaf against the rows it commits to, and every released copy against its leaf. */
export async function checkIssues(input: IssueCheckInput): Promise<void> {
  const { db } = input;
  for (let last = -1; ; ) {
    const leaves = await db
      .select()
      .from(logLeaves)
      .where(and(gt(logLeaves.leafIndex, last), ne(logLeaves.kind, 'journal')))
      .orderBy(asc(logLeaves.leafIndex))
      .limit(BATCH);
    if (leaves.length > 0) await checkBatch(input, leaves);
    last = leaves.at(-1)?.leafIndex ?? last;
    input.onLeaves(last + 1);
    if (leaves.length < BATCH) break;
  }
  await checkUnlogged(input);
}

async function checkBatch({ db, findings, key }: IssueCheckInput, leaves: readonly LeafRow[]): Promise<void> {
  const codes = [...new Set(leaves.map(({ subject }) => subject))];
  const rows = byCode(await db.select().from(registerRows).where(inArray(registerRows.code, codes)));
  const stored = byCode(await db.select().from(copies).where(inArray(copies.code, codes)));
  const pages = Map.groupBy(
    await db.select().from(copyPages).where(inArray(copyPages.code, codes)),
    ({ code }) => code,
  );
  const versions = Map.groupBy(
    await db.select().from(copyVersions).where(inArray(copyVersions.code, codes)),
    ({ code }) => code,
  );
  const indexes = leaves.map(({ leafIndex }) => leafIndex);
  const proofs = new Map(
    (await db.select().from(copyProofs).where(inArray(copyProofs.leafIndex, indexes))).map((row) => [
      row.leafIndex,
      row.proof,
    ]),
  );
  for (const leaf of leaves) {
    const code = leaf.subject;
    const copy = stored.get(code);
    if (copy === undefined) {
      findings.add('copy.row-missing', code, `leaf ${leaf.leafIndex} tells of it`);
      continue;
    }
    if (leaf.kind === 'issue') {
      const record = recordOf<IssueRecord>(leaf);
      const row = rows.get(code);
      if (row === undefined) findings.add('register.row-missing', code, `leaf ${leaf.leafIndex} tells of it`);
      else if (record?.registerDigest !== registerDigest(leaf.digestSalt, row))
        findings.add(
          'register.row-altered',
          `${row.book} ${row.number}`,
          `leaf ${leaf.leafIndex}, copy ${code}`,
        );
      const isSameCopy =
        record?.copyDigest === copyDigest(leaf.digestSalt, copy, pages.get(code) ?? []) &&
        record.sha256 === copy.sha256 &&
        record.issuedAt === copy.issuedAt.toISOString();
      if (!isSameCopy) findings.add('copy.row-altered', code, `leaf ${leaf.leafIndex}`);
      const first = versions.get(code)?.find(({ version }) => version === 1);
      if (first?.sha256 !== record?.sha256 || first?.fileKey !== copy.fileKey)
        findings.add('copy.version-differs', code, 'version 1');
      if (copy.state === 'issued' || copy.state === 'annulled')
        await checkProof(findings, key, leaf, proofs.get(leaf.leafIndex));
    } else if (leaf.kind === 'annulment') {
      const record = recordOf<AnnulmentRecord>(leaf);
      const told = copy.annulment;
      const isSame =
        copy.state === 'annulled' &&
        told !== null &&
        record?.annulledAt === told.at &&
        record.decisionNumber === told.decisionNumber &&
        record.decisionDate === told.decisionDate &&
        record.signer === told.signer &&
        record.reason === told.reason &&
        record.replacedBy === (told.replacedBy ?? null);
      if (!isSame) findings.add('copy.annulment-differs', code, `leaf ${leaf.leafIndex}`);
    } else {
      const record = recordOf<RenewalRecord>(leaf);
      const version = versions.get(code)?.find((one) => one.version === leaf.revision);
      if (version === undefined || record?.sha256 !== version.sha256)
        findings.add('copy.version-differs', code, `version ${leaf.revision}, leaf ${leaf.leafIndex}`);
    }
  }
}

const byCode = <T extends { code: string }>(rows: readonly T[]): Map<string, T> =>
  new Map(rows.map((row) => [row.code, row]));

async function checkProof(
  findings: Findings,
  key: VerifierKey | null,
  leaf: LeafRow,
  text: string | undefined,
): Promise<void> {
  const proof = text === undefined ? null : parseTlogProof(text);
  const record = recordOf<LogRecord>(leaf);
  const isTrue =
    proof !== null &&
    record !== null &&
    key !== null &&
    proof.leafIndex === leaf.leafIndex &&
    (
      await verifyLeafProof(
        {
          kind: leaf.kind,
          record,
          salt: proof.extra ?? '',
          leafIndex: proof.leafIndex,
          leafHash: toBase64(leafHashOf(leaf.entry)),
          path: proof.path,
          checkpoint: proof.checkpoint,
        },
        { log: key },
      )
    ).isProven;
  if (!isTrue) findings.add('copy.proof-false', leaf.subject, `leaf ${leaf.leafIndex}`);
}

/** The other way round: what is released must stand in the log. */
async function checkUnlogged({ db, findings }: IssueCheckInput): Promise<void> {
  const unlogged = async (code: string, condition: ReturnType<typeof sql>) => {
    const { rows } = (await db.execute(
      sql`select c.code as code from copies c where ${condition} order by c.code limit 5000`,
    )) as unknown as { rows: { code: string }[] };
    for (const row of rows) findings.add(code as 'copy.not-logged', row.code, 'no leaf tells of it');
  };
  await unlogged(
    'copy.not-logged',
    sql`(c.state in ('issued', 'annulled') or c.sha256 is not null or c.released_at is not null)
      and not exists (select 1 from log_leaves l where l.kind = 'issue' and l.subject = c.code)`,
  );
  await unlogged(
    'copy.annulment-differs',
    sql`(c.state = 'annulled' or c.annulment is not null)
      and not exists (select 1 from log_leaves l where l.kind = 'annulment' and l.subject = c.code)`,
  );
  const twice = (await db.execute(
    sql`select kind, subject from log_leaves where kind <> 'journal' group by kind, subject, revision having count(*) > 1
      union select kind, subject from log_leaves where kind in ('issue', 'annulment') group by kind, subject having count(*) > 1`,
  )) as unknown as { rows: { kind: string; subject: string }[] };
  for (const { kind, subject } of twice.rows) findings.add('log.leaf-twice', subject, kind);
  const unproven = (await db.execute(
    sql`select v.code, v.version from copy_versions v where v.version > 1
      and not exists (select 1 from log_leaves l where l.kind = 'renewal' and l.subject = v.code and l.revision = v.version)
      limit 5000`,
  )) as unknown as { rows: { code: string; version: number }[] };
  for (const { code, version } of unproven.rows)
    findings.add('copy.version-differs', code, `version ${version} is not in the log`);
}
