import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { staffApi } from '@saoy/contracts/staff-api';
import { and, eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { StaffRobot } from '../../cli/demo/staff-robot.ts';
import { requireProgram } from '../../tests/programs.ts';
import { loadRequest } from '../requests/load-request.ts';
import { type SoftHsm, startSoftHsm } from '../signing/testing/soft-hsm.ts';
import { audit, copies, signingAuthorisations, staff } from '../storage/schema.ts';
import { approvedRequest } from '../testing/drive-request.ts';
import { type ServerUnderTest, startServerUnderTest } from '../testing/running-server.ts';
import { validatePdf } from '../validation/index.ts';

/** The whole server with its keys on a token: what it releases, and what it does not when anything is wrong. */
describe.runIf(requireProgram('softhsm2-util'))('issuing with keys on a token', () => {
  let tested: ServerUnderTest;
  let hsm: SoftHsm;
  let certifierId: string;
  let supervisor: StaffRobot;
  let trustAnchors: Uint8Array[];
  let shade = 0;

  beforeAll(async () => {
    tested = await startServerUnderTest({}, async ({ pkiDir, folder }) => {
      hsm = await startSoftHsm({ pkiDir, keys: ['authority', 'certifier-1'] });
      const pinFile = join(folder, 'pin');
      writeFileSync(pinFile, `${hsm.pin}\n`, { mode: 0o600 });
      // The module reads it where the process of the token is started.
      process.env['SOFTHSM2_CONF'] = hsm.environment.SOFTHSM2_CONF;
      return {
        PKCS11_MODULE: hsm.module,
        PKCS11_TOKEN: hsm.token,
        PKCS11_PIN_FILE: pinFile,
        PKCS11_TIMEOUT_MS: '20000',
        TSA_TIMEOUT_MS: '5000',
        OCSP_TIMEOUT_MS: '5000',
      };
    });
    trustAnchors = [new Uint8Array(new X509Certificate(readFileSync(join(tested.pkiDir, 'root.pem'))).raw)];
    const { db } = tested.server.context.database;
    const [member] = await db.select().from(staff).where(eq(staff.signerName, 'certifier-1'));
    certifierId = member!.id;
    const { url } = tested.server.enrolment.find(({ roles }) => roles.includes('supervisor'))!;
    supervisor = new StaffRobot(tested.server.url!);
    await supervisor.enrol(url);
  }, 180_000);
  afterAll(async () => {
    await tested?.close();
    await hsm?.close();
    delete process.env['SOFTHSM2_CONF'];
  });
  afterEach(() => tested.services.setFault({ tsa: 'none', ocsp: 'none', crl: 'none' }));

  /** SoftHSM notices when it is opened next that the token is gone. */
  const endTokenProcess = (): void => {
    const lines = execFileSync('ps', ['-eo', 'pid,ppid,args'], { encoding: 'utf8' }).split('\n');
    for (const line of lines) {
      const [, pid, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      if (Number(parent) === process.pid && args?.includes('token-process.ts'))
        process.kill(Number(pid), 'SIGKILL');
    }
  };
  const approve = async (): Promise<string> =>
    (await approvedRequest(tested.server.context, { product: 'certified', shades: [++shade], certifierId }))
      .requestId;
  const load = (requestId: string) => loadRequest(tested.server.context.database.db, requestId);
  const until = async (requestId: string, isReached: (status: string) => boolean) => {
    for (;;) {
      const loaded = await load(requestId);
      if (isReached(loaded.row.status)) return loaded;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  /** The reason as the console shows it, once there is one. */
  const reasonOf = async (requestId: string): Promise<string> => {
    for (;;) {
      const { delayed } = await supervisor.call(staffApi.listNotices, {});
      const found = delayed.find((one) => one.requestId === requestId);
      if (found !== undefined) return found.code;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const used = (requestId: string) =>
    tested.server.context.database.db
      .select()
      .from(audit)
      .where(and(eq(audit.code, 'key.used'), eq(audit.subject, requestId)));
  const isNothingReleased = async (requestId: string): Promise<boolean> => {
    const { copy, downloadExpiresAt } = await load(requestId);
    return copy?.sha256 == null && copy?.releasedAt == null && downloadExpiresAt === null;
  };

  test('certifier, then authority: two recorded uses, a copy that passes', async () => {
    const requestId = await approve();
    const { copy } = await until(requestId, (status) => status === 'issued');
    const pdf = await tested.server.context.objects.get(copy!.fileKey!);
    const checked = await validatePdf(pdf!, { trustAnchors });
    expect(checked).toMatchObject({ ok: true, value: { verdict: 'TOTAL-PASSED' } });
    const roles = (await used(requestId)).map(({ detail }) => JSON.parse(detail!).role);
    expect(roles.sort()).toEqual(['authority', 'certifier']);
  }, 120_000);

  test('an authority whose clock is hours off: nothing is released, the reason is told, later the copy comes', async () => {
    tested.services.setFault({ tsa: 'clock:-10800000' });
    const requestId = await approve();
    expect(await reasonOf(requestId)).toBe('signing.clock-wrong');
    expect(await isNothingReleased(requestId)).toBe(true);
    tested.services.setFault({ tsa: 'none' });
    await until(requestId, (status) => status === 'issued');
  }, 180_000);

  test('a token that is gone: nothing is released, the reason is told, put back the copy comes under its number', async () => {
    await hsm.remove();
    endTokenProcess();
    const requestId = await approve();
    expect(await reasonOf(requestId)).toBe('signing.key-unavailable');
    expect(await isNothingReleased(requestId)).toBe(true);
    const { number } = (await load(requestId)).copy!;
    await hsm.insert();
    expect((await until(requestId, (status) => status === 'issued')).copy).toMatchObject({ number });
  }, 180_000);

  test('a certificate revoked between decision and signature: never used, nothing released, one refusal', async () => {
    tested.services.setFault({ tsa: 'down' });
    const requestId = await approve();
    await reasonOf(requestId);
    await tested.services.revoke('certifier-1');
    tested.services.setFault({ tsa: 'none' });
    const usedBefore = (await used(requestId)).length;
    while ((await reasonOf(requestId)) !== 'signing.certificate-invalid')
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await isNothingReleased(requestId)).toBe(true);
    expect((await used(requestId)).length - usedBefore).toBeLessThanOrEqual(2);
    const { db } = tested.server.context.database;
    const refusals = await db
      .select()
      .from(audit)
      .where(and(eq(audit.code, 'key.refused'), eq(audit.subject, requestId)));
    expect(refusals).toHaveLength(1);

    // Withdrawn besides: the number is given up with its reason.
    await db
      .update(signingAuthorisations)
      .set({ withdrawnAt: new Date() })
      .where(eq(signingAuthorisations.staffId, certifierId));
    await until(requestId, (status) => status === 'failed');
    const [copy] = await db.select().from(copies).where(eq(copies.requestId, requestId));
    expect(copy).toMatchObject({ state: 'voided', sha256: null });
    const shown = await supervisor.call(staffApi.getRequest, { params: { requestId } });
    expect(shown.actions.at(-1)?.event).toMatchObject({ type: 'voided', code: 'signing.not-authorised' });
  }, 180_000);
});
