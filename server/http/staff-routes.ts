import { FaultError } from '@saoy/contracts/errors';
import { staffApi } from '@saoy/contracts/staff-api';
import { eq } from 'drizzle-orm';
import type { Response, Router } from 'express';
import type { Logger } from 'pino';
import { type AuditEntry, recordAudit } from '../audit/record-audit.ts';
import { approveRequest, beginApproval } from '../decisions/approve-request.ts';
import { refuseRequest } from '../decisions/refuse-request.ts';
import type { ReadingProgress } from '../intake/reading-progress.ts';
import { kioskCardOf } from '../kiosks/kiosk-card.ts';
import { listKiosks, setKioskEnabled } from '../kiosks/manage-kiosks.ts';
import { listNotices } from '../notices/list-notices.ts';
import { annulCopy } from '../register/annul-copy.ts';
import { newestFileKey } from '../register/copy-versions.ts';
import type { ChangeFeed } from '../requests/change-feed.ts';
import { loadRequest } from '../requests/load-request.ts';
import type { ServiceContext } from '../service-context.ts';
import { completeEnrolment, openEnrolment } from '../staff/enrolment.ts';
import { listAudit } from '../staff/list-audit.ts';
import { createQueueList } from '../staff/list-queue.ts';
import { inviteMember, listMembers, memberOf } from '../staff/members.ts';
import { approvalOptions, checkAssertion, memberOfPasskey, signInOptions } from '../staff/passkeys.ts';
import { exportRegister, readRegister } from '../staff/register-book.ts';
import { closeSession, isSessionOpen, openSession } from '../staff/sessions.ts';
import { staffRequest } from '../staff/staff-request.ts';
import { pages, type StaffRow } from '../storage/schema.ts';
import { type Mounting, mount } from './mount.ts';
import { mountEvents } from './mount-events.ts';
import { orThrow } from './or-throw.ts';
import {
  admitStaff,
  refuseForeignOrigin,
  sessionToken,
  staffCookie,
  staffCookieOptions,
} from './staff-admission.ts';

interface StaffParts {
  readonly router: Router;
  readonly context: ServiceContext;
  readonly feed: ChangeFeed;
  readonly progress: ReadingProgress;
  readonly areAnswersChecked: boolean;
  readonly log: Logger;
}

/** WebAuthn options and answers are plain JSON of the library's own types. */
const json = (value: object): Record<string, unknown> => ({ ...value });

/** Mounts everything the staff console calls. */
export function mountStaffRoutes(parts: StaffParts): void {
  const { router, context, feed, areAnswersChecked, log } = parts;
  const signedIn: Mounting<StaffRow> = {
    router,
    admit: (request, endpoint) => admitStaff(context, request, endpoint),
    isStillAdmitted: (request) => isSessionOpen(context, sessionToken(request)),
    areAnswersChecked,
    log,
  };
  mountSessionRoutes(
    { ...signedIn, admit: async (request) => refuseForeignOrigin(context, request) },
    context,
  );
  mountAccountRoutes(signedIn, context);
  mountKioskRoutes(signedIn, context, feed);
  mountDecisionRoutes(signedIn, parts);
  mountRegisterRoutes(signedIn, context);
}

const audited = (
  context: ServiceContext,
  member: StaffRow | null,
  entry: Pick<AuditEntry, 'code' | 'subject' | 'isSuccess' | 'detail'>,
) =>
  recordAudit(context.database.db, {
    at: context.now(),
    by: member === null ? null : { kind: 'staff', staffId: member.id },
    ...entry,
  });

async function startSession(context: ServiceContext, member: StaffRow, response: Response): Promise<void> {
  response.cookie(staffCookie, await openSession(context, member.id), staffCookieOptions(context));
  await audited(context, member, { code: 'staff.signed-in', subject: member.id });
}

/** What is called before anybody is signed in. */
function mountSessionRoutes(mounting: Mounting<void>, context: ServiceContext): void {
  mount(mounting, staffApi.getEnrolment, async ({ body }) => {
    const { member, options } = await openEnrolment(context, body.token);
    return { member: memberOf(member), options: json(options) };
  });
  mount(mounting, staffApi.enrol, async ({ body }, _, { response }) => {
    const member = await completeEnrolment(context, body);
    await startSession(context, member, response);
    return memberOf(member);
  });
  mount(mounting, staffApi.beginSignIn, async () => {
    const { challengeId, options } = await signInOptions(context);
    return { challengeId, options: json(options) };
  });
  mount(mounting, staffApi.signIn, async ({ body }, _, { response }) => {
    try {
      const member = await memberOfPasskey(context, body);
      await startSession(context, member, response);
      return memberOf(member);
    } catch (error) {
      if (error instanceof FaultError)
        await audited(context, null, { code: 'staff.sign-in-refused', subject: null, isSuccess: false });
      throw error;
    }
  });
}

function mountAccountRoutes(mounting: Mounting<StaffRow>, context: ServiceContext): void {
  mount(mounting, staffApi.getSession, async (_, member) => memberOf(member));
  mount(mounting, staffApi.signOut, async (_, member, { request, response }) => {
    await closeSession(context, sessionToken(request));
    response.clearCookie(staffCookie, staffCookieOptions(context));
    await audited(context, member, { code: 'staff.signed-out', subject: member.id });
    return undefined;
  });
  mount(mounting, staffApi.listMembers, async (_, member) => {
    await audited(context, member, { code: 'members.viewed', subject: null });
    return listMembers(context);
  });
  mount(mounting, staffApi.inviteMember, async ({ body }, member) =>
    inviteMember(context, { ...body, invitedBy: member.id }),
  );
  mount(mounting, staffApi.listNotices, async () => listNotices(context));
  mount(mounting, staffApi.listAudit, async ({ query }, member) => {
    await audited(context, member, { code: 'audit.viewed', subject: null });
    return listAudit(context, query);
  });
}

function mountKioskRoutes(mounting: Mounting<StaffRow>, context: ServiceContext, feed: ChangeFeed): void {
  const cards = async () => (await listKiosks(context)).map((row) => kioskCardOf(row, context.now()));
  const noteView = (member: StaffRow) => audited(context, member, { code: 'kiosks.viewed', subject: null });
  mount(mounting, staffApi.listKiosks, async (_, member) => {
    await noteView(member);
    return cards();
  });
  mount(mounting, staffApi.setKiosk, async ({ params, body }, member) =>
    kioskCardOf(await setKioskEnabled(context, { ...params, ...body, staffId: member.id }), context.now()),
  );
  mountEvents(mounting, staffApi.watchKiosks, async (_, member) => {
    await noteView(member);
    return {
      load: cards,
      watch: (onChange) => feed.watch('kiosk', onChange),
      // A kiosk that falls silent makes no event.
      changesWithTime: true,
    };
  });
}

function mountDecisionRoutes(
  mounting: Mounting<StaffRow>,
  { context, feed, progress }: Pick<StaffParts, 'context' | 'feed' | 'progress'>,
): void {
  const view = (requestId: string, member: StaffRow) => staffRequest(context, requestId, member);
  const queue = createQueueList(context, progress);

  mount(mounting, staffApi.listQueue, async (_, member) => {
    await audited(context, member, { code: 'queue.viewed', subject: null });
    return queue.load();
  });
  mountEvents(mounting, staffApi.watchQueue, async (_, member) => {
    await audited(context, member, { code: 'queue.viewed', subject: null });
    return {
      load: () => queue.load(),
      watch: (onChange) => {
        const stopFeed = feed.watch('request', onChange);
        // Pages of drafts are no matter of the queue.
        const stopProgress = progress.follow((requestId) => {
          if (queue.has(requestId)) onChange();
        });
        return () => {
          stopFeed();
          stopProgress();
        };
      },
      changesWithTime: false,
    };
  });
  mount(mounting, staffApi.getRequest, async ({ params: { requestId } }, member) => {
    const request = await view(requestId, member);
    await audited(context, member, { code: 'request.viewed', subject: requestId });
    return request;
  });
  mount(mounting, staffApi.getPage, async ({ params: { requestId, sha256 } }, member) => {
    const stored = await context.database.db.select().from(pages).where(eq(pages.requestId, requestId));
    const imageKey = stored.find((page) => page.sha256 === sha256)?.imageKey ?? null;
    const jpeg = imageKey === null ? null : await context.objects.get(imageKey);
    if (jpeg === null) throw new FaultError('request.unknown');
    await audited(context, member, { code: 'request.page-viewed', subject: requestId });
    return jpeg;
  });
  mount(mounting, staffApi.getCopyFile, async ({ params: { requestId } }, member) => {
    const { copy } = await loadRequest(context.database.db, requestId);
    const fileKey = copy === null ? null : await newestFileKey(context.database.db, copy);
    const pdf = fileKey === null ? null : await context.objects.get(fileKey);
    if (pdf === null) throw new FaultError('request.unknown');
    await audited(context, member, { code: 'request.copy-viewed', subject: requestId });
    return pdf;
  });
  mount(mounting, staffApi.beginApproval, async ({ params: { requestId }, body }, member) => {
    const begun = orThrow(await beginApproval(context, { requestId, staffId: member.id, ...body }));
    const options = await approvalOptions(context, { staffId: member.id, challenge: begun.challenge });
    return { approvalId: begun.approvalId, options: json(options), expiresAt: begun.expiresAt.toISOString() };
  });
  mount(mounting, staffApi.approve, async ({ params: { requestId }, body }, member) => {
    const checkOwn = async (challenge: string) => {
      const signer = await checkAssertion(context, { challenge, credential: body.credential });
      return signer.id === member.id ? body.credential : null;
    };
    orThrow(
      await approveRequest(context, {
        requestId,
        approvalId: body.approvalId,
        staffId: member.id,
        checkAssertion: checkOwn,
      }),
    );
    return view(requestId, member);
  });
  mount(mounting, staffApi.refuse, async ({ params: { requestId }, body }, member) => {
    orThrow(await refuseRequest(context, { requestId, staffId: member.id, ...body }));
    return view(requestId, member);
  });
}

function mountRegisterRoutes(mounting: Mounting<StaffRow>, context: ServiceContext): void {
  mount(mounting, staffApi.listRegister, async ({ query }, member) => {
    await audited(context, member, { code: 'register.viewed', subject: `${query.product}/${query.year}` });
    return readRegister(context, query);
  });
  mount(mounting, staffApi.exportRegister, async ({ query }, member, { response }) => {
    await audited(context, member, { code: 'register.exported', subject: `${query.product}/${query.year}` });
    response.setHeader('content-type', 'text/csv; charset=utf-8');
    response.attachment(`register-${query.product}-${query.year}.csv`);
    return exportRegister(context, query);
  });
  mount(mounting, staffApi.annul, async ({ params: { code }, body }, member) => {
    const { requestId } = orThrow(await annulCopy(context, { code, staffId: member.id, ...body }));
    return staffRequest(context, requestId, member);
  });
}
