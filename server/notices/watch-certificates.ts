import { randomBytes, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Fault, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { ServiceContext } from '../service-context.ts';
import type { Signer, TimeStampAuthority } from '../signing/index.ts';
import { type CertificateWatchRow, certificateWatch, staff } from '../storage/schema.ts';
import { readTimeStampToken } from '../validation/cms/time-stamp-token.ts';
import { listNotices } from './list-notices.ts';

const LOOK_EVERY_MS = 60 * 60_000;
/** Not at once: the first visitor of a process that just started goes first. */
const FIRST_LOOK_AFTER_MS = 30_000;

export interface WatchedTrust {
  /** Answers certificates only: nothing here may sign. */
  readonly openCertificate: (name: string) => Promise<Result<Pick<Signer, 'certificate' | 'chain'>, Fault>>;
  readonly authorityKey: string;
  /** Each time-stamping authority for itself, by its address. */
  readonly authorities: readonly { readonly url: string; readonly tsa: TimeStampAuthority }[];
  /** PEM files of server certificates, by what they are for. */
  readonly serverCertificates: Readonly<Record<string, string>>;
  /** DER. */
  readonly trustAnchors: readonly Uint8Array[];
}

type Found = Pick<CertificateWatchRow, 'kind' | 'name'> & { readonly lapsesAt: Result<Date, Fault> };

/** Looks at every certificate that issuing depends on, without using a key, and keeps when each lapses. */
export async function watchCertificates(context: ServiceContext, trust: WatchedTrust): Promise<void> {
  const seenAt = context.now();
  for (const { kind, name, lapsesAt } of await lookAround(context, trust)) {
    const row = {
      kind,
      name,
      lapsesAt: lapsesAt.ok ? lapsesAt.value : null,
      problem: lapsesAt.ok ? null : lapsesAt.error.code,
      seenAt,
    };
    await context.database.db
      .insert(certificateWatch)
      .values(row)
      .onConflictDoUpdate({
        target: [certificateWatch.kind, certificateWatch.name],
        set: {
          // What was known of a certificate stays known while it cannot be looked at.
          lapsesAt: sql`coalesce(excluded.lapses_at, ${certificateWatch.lapsesAt})`,
          problem: row.problem,
          seenAt,
        },
      });
  }
}

async function lookAround(context: ServiceContext, trust: WatchedTrust): Promise<Found[]> {
  const found: Found[] = [];
  for (const name of await keyNames(context, trust.authorityKey)) {
    const opened = await trust.openCertificate(name);
    const lapsesAt = opened.ok
      ? ok(endOf([opened.value.certificate, ...opened.value.chain]))
      : err(opened.error);
    found.push({ kind: 'signing-certificate', name, lapsesAt });
  }
  for (const { url, tsa } of trust.authorities) {
    const stamped = await tsa.stamp(randomBytes(32));
    found.push({
      kind: 'time-stamping-certificate',
      name: url,
      lapsesAt: stamped.ok ? ok(endOfStamp(stamped.value)) : err(stamped.error),
    });
  }
  for (const [name, file] of Object.entries(trust.serverCertificates)) {
    const lapsesAt = await readFile(file)
      .then((pem) => ok(new Date(new X509Certificate(pem).validTo)))
      .catch(() => err(fault('configuration.invalid', 'the certificate cannot be read')));
    found.push({ kind: 'server-certificate', name, lapsesAt });
  }
  for (const der of trust.trustAnchors) {
    const { subject, validTo } = new X509Certificate(der);
    const name = /^CN=(.*)$/m.exec(subject)?.[1] ?? subject;
    found.push({ kind: 'trust-anchor', name, lapsesAt: ok(new Date(validTo)) });
  }
  return found;
}

async function keyNames(context: ServiceContext, authorityKey: string): Promise<Set<string>> {
  const certifiers = await context.database.db
    .select({ name: staff.signerName })
    .from(staff)
    .where(and(eq(staff.isActive, true), isNotNull(staff.signerName)));
  return new Set([authorityKey, ...certifiers.flatMap(({ name }) => name ?? [])]);
}

/** A chain ends with its shortest member. */
const endOf = (chain: readonly Uint8Array[]): Date =>
  new Date(Math.min(...chain.map((der) => Date.parse(new X509Certificate(der).validTo))));

const endOfStamp = (token: Uint8Array): Date => {
  const { signer, certificates } = readTimeStampToken(token);
  const members = [...(signer === undefined ? [] : [signer]), ...certificates];
  return endOf(members.map(({ der }) => der));
};

/** Says in the log what lapses or cannot be used. */
export async function logLapses(context: ServiceContext): Promise<void> {
  for (const { kind, name, lapsesAt, withinDays, problem } of (await listNotices(context)).lapses) {
    const what = { kind, name: kind === 'authorisation' ? undefined : name, lapsesAt, withinDays, problem };
    if (problem !== null) context.log.error(what, 'what issuing depends on cannot be used');
    else if (withinDays === 0) context.log.error(what, 'what issuing depends on has lapsed');
    else context.log.warn(what, 'what issuing depends on lapses soon');
  }
}

/** Looks once an hour; tells the log once a day. */
export function startCertificateWatch(context: ServiceContext, trust: WatchedTrust): { stop(): void } {
  let toldOn: string | undefined;
  let isBusy = false;
  let isStopped = false;
  const look = async () => {
    await watchCertificates(context, trust);
    const today = context.now().toISOString().slice(0, 10);
    if (toldOn === today) return;
    toldOn = today;
    await logLapses(context);
  };
  const run = () => {
    if (isBusy || isStopped) return;
    isBusy = true;
    look()
      .catch((error: unknown) => {
        // An authority may keep it waiting longer than the process lives.
        if (!isStopped) context.log.error({ err: error }, 'the certificates could not be looked at');
      })
      .finally(() => {
        isBusy = false;
      });
  };
  const first = setTimeout(run, FIRST_LOOK_AFTER_MS).unref();
  const timer = setInterval(run, LOOK_EVERY_MS).unref();
  return {
    stop() {
      isStopped = true;
      clearTimeout(first);
      clearInterval(timer);
    },
  };
}
