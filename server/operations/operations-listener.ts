// What the operator does on the machine itself: loopback only, and only for who can read the token in the data folder.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { defineEndpoint } from '@saoy/contracts/endpoint';
import { FaultError } from '@saoy/contracts/errors';
import { kioskIdSchema, productSchema } from '@saoy/contracts/ids';
import { keyThumbprint, openKeyList, sealKeyStates, toHex } from '@saoy/contracts/seal';
import { staffRoleSchema } from '@saoy/contracts/staff-api';
import { noticesSchema } from '@saoy/contracts/staff-notices';
import express, { type Request } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import { type Mounting, mount } from '../http/mount.ts';
import { orThrow } from '../http/or-throw.ts';
import { enrolKiosk, listKiosks } from '../kiosks/manage-kiosks.ts';
import { listNotices } from '../notices/list-notices.ts';
import { addSealKey, compromiseSealKey, listSealKeys, retireSealKey } from '../seal/index.ts';
import { newestKeyList } from '../seal/newest-key-list.ts';
import type { ServiceContext } from '../service-context.ts';
import { authoriseCertifier, withdrawAuthorisation } from '../staff/authorise-certifier.ts';
import { renewEnrolmentLink } from '../staff/enrolment.ts';
import { inviteMember } from '../staff/members.ts';
import { staff } from '../storage/schema.ts';
import { mountFsck } from './fsck-route.ts';

const link = z.object({ staffId: z.uuid(), fullName: z.string(), enrolmentUrl: z.url() });

const sealKeySchema = z.object({
  keyId: z.string(),
  state: z.enum(sealKeyStates),
  validFrom: z.iso.datetime(),
  validUntil: z.iso.datetime().nullable(),
  compromisedAt: z.iso.datetime().nullable(),
});
export type ListedSealKey = z.infer<typeof sealKeySchema>;

export const operationsApi = {
  getStatus: defineEndpoint({
    method: 'GET',
    path: '/operations/v1/status',
    auth: 'none',
    summary: 'Which process this is and whom it knows',
    answer: z.object({
      pid: z.int(),
      engine: z.enum(['postgres', 'pglite']),
      kiosks: z.array(z.string()),
      members: z.array(z.object({ id: z.uuid(), fullName: z.string(), roles: z.array(staffRoleSchema) })),
    }),
  }),
  enrolKiosk: defineEndpoint({
    method: 'POST',
    path: '/operations/v1/kiosks',
    auth: 'none',
    summary: 'Enrols a kiosk under the common name of its certificate',
    body: z.object({ id: kioskIdSchema, name: z.string().min(1).max(100), place: z.string().max(200) }),
  }),
  addMember: defineEndpoint({
    method: 'POST',
    path: '/operations/v1/members',
    auth: 'none',
    summary: 'Adds a person, first of all the first administrator; answers the one-time enrolment link',
    body: z.object({ fullName: z.string().min(2).max(100), roles: z.array(staffRoleSchema).min(1) }),
    answer: link,
  }),
  renewLink: defineEndpoint({
    method: 'POST',
    path: '/operations/v1/members/:staffId/enrolment-links',
    auth: 'none',
    params: z.object({ staffId: z.uuid() }),
    summary: 'A new one-time enrolment link for a person who lost theirs',
    answer: link,
    errors: ['general.not-found'],
  }),
  authoriseCertifier: defineEndpoint({
    method: 'POST',
    path: '/operations/v1/members/:staffId/authorisations',
    auth: 'none',
    params: z.object({ staffId: z.uuid() }),
    summary: 'Enters the decision by which a certifier may certify, and the certificate to sign with',
    body: z.object({
      signerName: z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/),
      basis: z.enum(['chairman', 'authorised', 'assigned']),
      decisionNumber: z.string().min(1).max(100),
      decisionDate: z.iso.date(),
      validFrom: z.iso.datetime({ offset: true }),
      validUntil: z.iso.datetime({ offset: true }).nullable(),
      products: z.array(productSchema).min(1),
      titleLines: z.array(z.string().min(1).max(100)).min(1).max(4),
    }),
    answer: z.object({ authorisationId: z.uuid() }),
    errors: ['general.not-found'],
  }),
  withdrawAuthorisation: defineEndpoint({
    method: 'DELETE',
    path: '/operations/v1/authorisations/:authorisationId',
    auth: 'none',
    params: z.object({ authorisationId: z.uuid() }),
    summary: 'Ends an authorisation now',
    errors: ['general.not-found'],
  }),
  listSealKeys: defineEndpoint({
    method: 'GET',
    path: '/operations/v1/seal-keys',
    auth: 'none',
    summary: 'All seal keys there ever were',
    answer: z.object({
      keys: z.array(sealKeySchema),
      /** Thumbprint of the key that signs the list: what others pin. */
      listKey: z.string().nullable(),
    }),
  }),
  addSealKey: defineEndpoint({
    method: 'POST',
    path: '/operations/v1/seal-keys',
    auth: 'none',
    summary: 'Puts a seal key in use: one made here, or the given public half of one made elsewhere',
    body: z.object({
      /** x ‖ y as 128 hexadecimal digits. */
      publicKey: z
        .string()
        .regex(/^[0-9a-f]{128}$/)
        .nullable(),
      validFrom: z.iso.datetime({ offset: true }).nullable(),
    }),
    answer: z.object({ keyId: z.string() }),
    errors: ['sealing.key-unavailable'],
  }),
  retireSealKey: defineEndpoint({
    method: 'POST',
    path: '/operations/v1/seal-keys/:keyId/retire',
    auth: 'none',
    params: z.object({ keyId: z.string().regex(/^[0-9a-f]{16}$/) }),
    summary: 'Takes a seal key out of use; what it sealed stays valid',
    errors: ['sealing.key-unknown', 'sealing.key-state'],
  }),
  compromiseSealKey: defineEndpoint({
    method: 'POST',
    path: '/operations/v1/seal-keys/:keyId/compromise',
    auth: 'none',
    params: z.object({ keyId: z.string().regex(/^[0-9a-f]{16}$/) }),
    summary: 'Reports that somebody else may have a seal key since a time',
    body: z.object({ compromisedAt: z.iso.datetime({ offset: true }).nullable() }),
    errors: ['sealing.key-unknown', 'sealing.key-state', 'general.invalid-input'],
  }),
  listNotices: defineEndpoint({
    method: 'GET',
    path: '/operations/v1/notices',
    auth: 'none',
    summary: 'Certificates and authorisations that lapse soon, and delayed requests with the reason',
    answer: noticesSchema,
  }),
} as const;

export interface OperationsListener {
  /** Where address and token stand, readable by the operator alone. */
  readonly accessFile: string;
  close(): Promise<void>;
}

/** Starts the operations API on a free loopback port and writes `operations.json` into the data folder. */
export async function startOperationsListener(
  context: ServiceContext,
  options: {
    readonly dataDir: string;
    readonly log: Logger;
    /** Verifier key of the log, where this process holds the private one. */
    readonly logKey: () => string | null;
  },
): Promise<OperationsListener> {
  const token = randomBytes(32).toString('base64url');
  const app = express().disable('x-powered-by');
  const mounting: Mounting<void> = {
    router: app,
    admit: async (request) => checkToken(request, token),
    areAnswersChecked: true,
    log: options.log,
  };
  mountOperations(mounting, context);
  const admit = (request: Request) => checkToken(request, token);
  mountFsck({ router: app, context, admit, ownKey: options.logKey, log: options.log });
  mountSealKeys(mounting, context);
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const accessFile = join(options.dataDir, 'operations.json');
  const access = JSON.stringify({ url: `http://127.0.0.1:${port}`, token, pid: process.pid });
  writeFileSync(`${accessFile}.tmp`, access, { mode: 0o600 });
  chmodSync(`${accessFile}.tmp`, 0o600);
  renameSync(`${accessFile}.tmp`, accessFile);
  return {
    accessFile,
    close: () => {
      rmSync(accessFile, { force: true });
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function checkToken(request: Request, token: string): void {
  const given = Buffer.from(request.headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new FaultError('general.unauthorised');
}

function mountOperations(mounting: Mounting<void>, context: ServiceContext): void {
  const { db } = context.database;
  mount(mounting, operationsApi.getStatus, async () => ({
    pid: process.pid,
    engine: context.database.engine,
    kiosks: (await listKiosks(context)).map(({ id }) => id),
    members: (await db.select().from(staff)).map(({ id, fullName, roles }) => ({ id, fullName, roles })),
  }));
  mount(mounting, operationsApi.enrolKiosk, async ({ body }) =>
    enrolKiosk(context, { ...body, authority: context.authorityAt(context.now()).id }),
  );
  mount(mounting, operationsApi.addMember, async ({ body }) => {
    const { member, enrolmentUrl } = await inviteMember(context, {
      ...body,
      signerName: null,
      invitedBy: null,
    });
    return { staffId: member.id, fullName: member.fullName, enrolmentUrl };
  });
  mount(mounting, operationsApi.renewLink, async ({ params: { staffId } }) => {
    const { member, enrolmentUrl } = await renewEnrolmentLink(context, staffId);
    return { staffId, fullName: member.fullName, enrolmentUrl };
  });
  mount(mounting, operationsApi.authoriseCertifier, async ({ params: { staffId }, body }) => {
    const { validFrom, validUntil, ...decision } = body;
    const authorisationId = await authoriseCertifier(context, {
      ...decision,
      staffId,
      validFrom: new Date(validFrom),
      validUntil: validUntil === null ? null : new Date(validUntil),
    });
    return { authorisationId };
  });
  mount(mounting, operationsApi.listNotices, async () => listNotices(context));
  mount(mounting, operationsApi.withdrawAuthorisation, async ({ params }) =>
    withdrawAuthorisation(context, params.authorisationId),
  );
}

const OPERATOR = { kind: 'system' } as const;

function mountSealKeys(mounting: Mounting<void>, context: ServiceContext): void {
  mount(mounting, operationsApi.listSealKeys, async () => {
    const newest = await newestKeyList(context);
    const list = newest.ok ? await openKeyList(newest.value.message, null) : newest;
    return {
      keys: (await listSealKeys(context.database.db)).map(
        ({ keyId, state, validFrom, validUntil, compromisedAt }) => ({
          keyId,
          state,
          validFrom: validFrom.toISOString(),
          validUntil: validUntil?.toISOString() ?? null,
          compromisedAt: compromisedAt?.toISOString() ?? null,
        }),
      ),
      listKey: list.ok ? toHex(await keyThumbprint(list.value.listKey)) : null,
    };
  });
  mount(mounting, operationsApi.addSealKey, async ({ body: { publicKey, validFrom } }) => {
    const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
    const key =
      publicKey === null
        ? orThrow(await context.sealer.makeKey())
        : { x: bytes(publicKey.slice(0, 64)), y: bytes(publicKey.slice(64)) };
    const keyId = await addSealKey(context, key, {
      by: OPERATOR,
      ...(validFrom === null ? {} : { validFrom: new Date(validFrom) }),
    });
    await context.sealer.publishKeyList();
    return { keyId };
  });
  mount(mounting, operationsApi.retireSealKey, async ({ params: { keyId } }) => {
    await retireSealKey(context, keyId, OPERATOR);
    await context.sealer.publishKeyList();
  });
  mount(mounting, operationsApi.compromiseSealKey, async ({ params: { keyId }, body: { compromisedAt } }) => {
    await compromiseSealKey(context, keyId, {
      by: OPERATOR,
      compromisedAt: compromisedAt === null ? context.now() : new Date(compromisedAt),
    });
    await context.sealer.publishKeyList();
  });
}
