import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Notices, noticesSchema } from '@saoy/contracts/staff-notices';
import { inspectKeys } from '@saoy/server/operations';
import type { Finding } from './doctor.ts';

/** Identities that the development PKI makes for tests only. */
const forTests = /-(expired|revoked|wrong-issuer)$/;
const day = (at: Date | string): string => new Date(at).toISOString().slice(0, 10);
const ANSWER_WITHIN_MS = 3_000;

/** Each signing key: whether it is there, and how long its certificate lasts. No key is used. */
export async function keyFindings(folder: string): Promise<Finding[]> {
  const found = (await inspectKeys(process.env, folder)).filter(({ name }) => !forTests.test(name));
  return found.map(({ name, lapsesAt, withinDays, problem }): Finding => {
    const check = `key ${name}`;
    if (problem !== null) return { check, state: 'missing', detail: `${problem.code} (${problem.detail})` };
    if (withinDays === null) return { check, state: 'good', detail: `certificate until ${day(lapsesAt)}` };
    if (withinDays === 0)
      return { check, state: 'missing', detail: `certificate lapsed on ${day(lapsesAt)}: get a new one` };
    const detail = `certificate lapses within ${withinDays} days, on ${day(lapsesAt)}: get a new one`;
    return { check, state: 'optional', detail };
  });
}

/** Archive time-stamps that are not renewed in time prove nothing any more. */
function renewalFinding({ due, overdue, problem }: Notices['renewals']): Finding {
  const check = 'archive time-stamps';
  const why = problem === null ? '' : `: ${problem}`;
  if (overdue > 0) return { check, state: 'missing', detail: `${overdue} overdue for renewal${why}` };
  if (due > 0) return { check, state: 'optional', detail: `${due} are due for renewal${why}` };
  return { check, state: 'good', detail: 'none is due for renewal' };
}

/** What the running service says: authorisations and certificates that lapse, requests that wait. Nothing when none runs. */
export async function noticeFindings(dataDir: string): Promise<Finding[]> {
  try {
    const { url, token } = JSON.parse(await readFile(path.join(dataDir, 'operations.json'), 'utf8')) as {
      readonly url: string;
      readonly token: string;
    };
    const response = await fetch(new URL('/operations/v1/notices', url), {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const { lapses, delayed, renewals } = noticesSchema.parse(await response.json());
    return [
      ...lapses.map(({ kind, name, decisionNumber, lapsesAt, withinDays, problem }): Finding => {
        const check = `${kind} ${decisionNumber ?? name}`;
        if (problem !== null) return { check, state: 'missing', detail: problem };
        const on = lapsesAt === null ? '' : day(lapsesAt);
        return withinDays === 0
          ? { check, state: 'missing', detail: `lapsed on ${on}` }
          : { check, state: 'optional', detail: `lapses within ${withinDays} days, on ${on}` };
      }),
      ...delayed.map(
        ({ requestId, code, since }): Finding => ({
          check: `request ${requestId}`,
          state: 'optional',
          detail: `delayed since ${since}: ${code}`,
        }),
      ),
      renewalFinding(renewals),
    ];
  } catch {
    return [];
  }
}
