import type { RequestAction } from '@saoy/contracts/requests/action';
import { mayHappen } from '@saoy/contracts/requests/next-steps';
import { type RequestStatus, statusOf } from '@saoy/contracts/requests/status';
import type { IssueRecord } from '@saoy/contracts/transparency/log-record';
import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import type { ServiceSecrets } from '../../keys/master-key.ts';
import { isActionMac } from '../../requests/action-mac.ts';
import { lastEvent } from '../../requests/load-request.ts';
import type { Executor } from '../../storage/database.ts';
import {
  actions,
  type CopyRow,
  copies,
  type LeafRow,
  logLeaves,
  type RegisterRow,
  type RequestRow,
  registerRows,
  requests,
} from '../../storage/schema.ts';
import { actionsDigest } from '../record-digests.ts';
import type { Findings } from './findings.ts';

const BATCH = 300;
/** Clocks of several servers may differ by so much. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

interface RequestCheckInput {
  readonly db: Executor;
  readonly secrets: ServiceSecrets;
  readonly findings: Findings;
  onRequests(done: number): void;
}

/** What belongs to one request. */
interface Dossier {
  readonly request: RequestRow;
  readonly actions: readonly (RequestAction & { readonly mac: Uint8Array | null })[];
  readonly copy: CopyRow | undefined;
  readonly row: RegisterRow | undefined;
  readonly issueLeaf: LeafRow | undefined;
}

const stateOfRow: Partial<Record<RequestStatus, RegisterRow['state']>> = {
  numbered: 'numbered',
  logged: 'numbered',
  issued: 'issued',
  failed: 'voided',
  annulled: 'annulled',
};
const stateOfCopy: Partial<Record<RequestStatus, CopyRow['state']>> = {
  numbered: 'pending',
  logged: 'pending',
  issued: 'issued',
  failed: 'voided',
  annulled: 'annulled',
};

/** Every status from its actions, and whether actions, register, copies and log tell the same. */
export async function checkRequests(
  input: RequestCheckInput,
): Promise<{ requests: number; actions: number; released: number; annulled: number }> {
  const counts = { requests: 0, actions: 0, released: 0, annulled: 0 };
  for (let last = '00000000-0000-0000-0000-000000000000'; ; ) {
    const batch = await input.db
      .select()
      .from(requests)
      .where(gt(requests.id, last))
      .orderBy(asc(requests.id))
      .limit(BATCH);
    for (const dossier of await loadDossiers(input.db, batch)) {
      checkDossier(input, dossier);
      counts.requests += 1;
      counts.actions += dossier.actions.length;
      const status = statusOf(dossier.actions);
      if (status === 'issued' || status === 'annulled') counts.released += 1;
      if (status === 'annulled') counts.annulled += 1;
    }
    input.onRequests(counts.requests);
    if (batch.length < BATCH) break;
    last = batch.at(-1)!.id;
  }
  await checkStrays(input);
  return counts;
}

async function loadDossiers(db: Executor, batch: readonly RequestRow[]): Promise<Dossier[]> {
  if (batch.length === 0) return [];
  const ids = batch.map(({ id }) => id);
  const all = Map.groupBy(
    await db.select().from(actions).where(inArray(actions.requestId, ids)).orderBy(asc(actions.sequence)),
    ({ requestId }) => requestId,
  );
  const copyRows = await db.select().from(copies).where(inArray(copies.requestId, ids));
  const rows = await db.select().from(registerRows).where(inArray(registerRows.requestId, ids));
  const codes = [...copyRows, ...rows].map(({ code }) => code);
  const leaves =
    codes.length === 0
      ? []
      : await db
          .select()
          .from(logLeaves)
          .where(and(eq(logLeaves.kind, 'issue'), inArray(logLeaves.subject, codes)));
  return batch.map((request) => {
    const copy = copyRows.find(({ requestId }) => requestId === request.id);
    return {
      request,
      actions: (all.get(request.id) ?? []).map(({ requestId, sequence, at, actor, event, mac }) => ({
        requestId,
        sequence,
        at: at.toISOString(),
        by: actor,
        event,
        mac,
      })),
      copy,
      row: rows.find(({ requestId }) => requestId === request.id),
      issueLeaf: leaves.find(({ subject }) => subject === copy?.code),
    };
  });
}

function checkDossier(input: RequestCheckInput, dossier: Dossier): void {
  checkActions(input, dossier);
  checkStates(input.findings, dossier);
  checkIssueTold(input.findings, dossier);
  checkCommitted(input.findings, dossier);
}

function checkActions({ findings, secrets }: RequestCheckInput, { request, actions: list }: Dossier): void {
  const { id } = request;
  for (const [i, action] of list.entries()) {
    const { sequence, event } = action;
    const place = `action ${sequence}, ${event.type}`;
    const former = list[i - 1];
    if (sequence !== i + 1) {
      findings.add('request.action-missing', id, `action ${i + 1} is missing`);
      return;
    }
    if (!isActionMac(secrets, action, action.mac)) findings.add('request.action-foreign', id, place);
    const isAllowed =
      former === undefined ? event.type === 'created' : mayHappen(statusOf(list.slice(0, i)), event.type);
    if (!isAllowed) findings.add('request.step-not-allowed', id, place);
    if (former !== undefined && Date.parse(action.at) < Date.parse(former.at) - CLOCK_TOLERANCE_MS)
      findings.add('request.back-dated', id, `${place}: ${action.at} after ${former.at}`);
  }
  const status = statusOf(list);
  if (list.length === 0) findings.add('request.action-missing', id, 'it has no actions');
  else if (status !== request.status || request.revision !== list.length)
    findings.add(
      'request.status-differs',
      id,
      `stored ${request.status} ${request.revision}, by its actions ${status} ${list.length}`,
    );
}

function checkStates(findings: Findings, { request, actions: list, copy, row }: Dossier): void {
  const status = statusOf(list);
  const isNumbered = lastEvent(list, 'numbered') !== undefined;
  if (isNumbered && row === undefined) findings.add('register.row-missing', request.id, `status ${status}`);
  if (isNumbered && copy === undefined) findings.add('copy.row-missing', request.id, `status ${status}`);
  if (row !== undefined && row.state !== (isNumbered ? stateOfRow[status] : undefined))
    findings.add('register.state-differs', row.code, `${row.state}, by its actions ${status}`);
  if (copy !== undefined && copy.state !== (isNumbered ? stateOfCopy[status] : undefined))
    findings.add('copy.state-differs', copy.code, `${copy.state}, by its actions ${status}`);
}

/** Number, book, time, code, file and annulment: once in the actions, once in register and copy. */
function checkIssueTold(findings: Findings, { request, actions: list, copy, row }: Dossier): void {
  const numbered = lastEvent(list, 'numbered');
  const differs = (what: string) => findings.add('request.issue-differs', request.id, what);
  for (const [name, one] of [
    ['register row', row],
    ['copy', copy],
  ] as const) {
    if (numbered === undefined || one === undefined) continue;
    const isSame =
      one.number === numbered.number &&
      one.book === numbered.book &&
      one.code === numbered.code &&
      one.issuedAt.toISOString() === new Date(numbered.issuedAt).toISOString();
    if (!isSame) differs(`${name}: number, book, code or time`);
  }
  const issued = lastEvent(list, 'issued');
  if (issued !== undefined && (issued.sha256 !== copy?.sha256 || issued.sizeBytes !== copy.sizeBytes))
    differs('copy: digest or size of the file');
  const annulled = lastEvent(list, 'annulled');
  const told = copy?.annulment;
  const isSameAnnulment =
    annulled === undefined
      ? told == null
      : told?.decisionNumber === annulled.decisionNumber &&
        told.decisionDate === annulled.decisionDate &&
        told.signer === annulled.signer &&
        told.reason === annulled.reason;
  if (!isSameAnnulment) differs('copy: annulment');
}

function checkCommitted(findings: Findings, { request, actions: list, issueLeaf }: Dossier): void {
  if (issueLeaf === undefined) return;
  let record: IssueRecord;
  try {
    record = JSON.parse(issueLeaf.record) as IssueRecord;
  } catch {
    return;
  }
  const committed = list.slice(0, record.actionCount);
  if (actionsDigest(issueLeaf.digestSalt, request.id, committed) !== record.actionsDigest)
    findings.add(
      'request.actions-altered',
      request.id,
      `leaf ${issueLeaf.leafIndex}, copy ${issueLeaf.subject}`,
    );
  const logged = lastEvent(list, 'logged');
  if (logged?.leafIndex !== issueLeaf.leafIndex)
    findings.add('request.issue-differs', request.id, `its actions do not name leaf ${issueLeaf.leafIndex}`);
}

/** Rows whose request is gone; the database refuses them by keys, which its owner can drop. */
async function checkStrays({ db, findings }: RequestCheckInput): Promise<void> {
  const strays = async (query: ReturnType<typeof sql>) =>
    ((await db.execute(query)) as unknown as { rows: { subject: string }[] }).rows;
  for (const { subject } of await strays(
    sql`select distinct a.request_id::text as subject from actions a where not exists (select 1 from requests r where r.id = a.request_id) limit 1000`,
  ))
    findings.add('request.status-differs', subject, 'actions of a request that is gone');
  for (const { subject } of await strays(
    sql`select c.code as subject from register_rows c where not exists (select 1 from requests r where r.id = c.request_id) limit 1000`,
  ))
    findings.add('register.state-differs', subject, 'a row of a request that is gone');
  for (const { subject } of await strays(
    sql`select c.code as subject from copies c where not exists (select 1 from requests r where r.id = c.request_id) limit 1000`,
  ))
    findings.add('copy.state-differs', subject, 'a copy of a request that is gone');
}
