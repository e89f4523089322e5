import { randomUUID } from 'node:crypto';
import { agentApi } from '@saoy/contracts/agent-api';
import { parseAnswer } from '@saoy/contracts/endpoint-call';
import { simulatorApi } from '@saoy/contracts/kiosk-api';
import { publicApi } from '@saoy/contracts/public-api';
import { staffApi } from '@saoy/contracts/staff-api';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SoftwarePasskey } from '../../cli/demo/software-passkey.ts';
import { StaffRobot } from '../../cli/demo/staff-robot.ts';
import { openKioskClient } from '../../kiosk-agent/client.ts';
import type { AgentClient } from '../fixtures/agent-client.ts';
import { patienceMs, TestInstance } from '../fixtures/instance.ts';
import { type BadPage, makeBadPages, makeNestedPdf, makePdfBomb } from '../fixtures/instance-bad-files.ts';
import { drawMarkedPage, sha256Of } from '../fixtures/instance-page.ts';
import {
  confirm,
  confirmationOf,
  type SentRequest,
  sendDraft,
  waitUntilRead,
  waitUntilSettled,
} from '../fixtures/instance-request.ts';
import { visitUntilScan } from '../fixtures/instance-visit.ts';

const refused = (code: string) => ({ ok: false, error: { code } });

describe('what is sent to a running system', () => {
  let instance: TestInstance;
  let own: AgentClient;
  let foreign: AgentClient;
  let badPages: BadPage[];
  let serverPid: number;

  beforeAll(async () => {
    badPages = await makeBadPages();
    instance = await TestInstance.start({ kiosks: ['kiosk-1'] });
    own = instance.clientOf('kiosk-1');
    foreign = instance.clientOf('kiosk-2');
    serverPid = instance.server.pid;
  }, 300_000);
  afterAll(() => instance?.stop(), 60_000);
  // Whatever was sent: the same process still answers.
  afterEach(async () => {
    expect(await (await fetch(`${instance.publicUrl}/healthz`)).json()).toEqual({ status: 'ok' });
    expect(instance.server.pid).toBe(serverPid);
    expect(() => process.kill(serverPid, 0)).not.toThrow();
    expect(instance.lines.filter((line) => /uncaught|unhandled|heap out of memory/i.test(line))).toEqual([]);
  });

  const readDraft = async (): Promise<SentRequest> => {
    const request = await sendDraft(own, [await drawMarkedPage()]);
    await waitUntilRead(request);
    return request;
  };
  const send = (requestId: string, bytes: Uint8Array, sha256 = sha256Of(bytes)) =>
    own.try(agentApi.uploadPage, {
      params: { requestId, sha256 },
      query: { offset: 0, total: bytes.length },
      body: bytes,
    });

  it('a bad page is refused with its code; the draft keeps its good page and goes on', async () => {
    const request = await sendDraft(own, [await drawMarkedPage()]);
    const { requestId } = request;
    for (const { name, bytes, code } of badPages) {
      const answer = await send(requestId, bytes);
      expect([name, answer.ok ? 'taken' : answer.error.code]).toEqual([name, code]);
    }
    expect(await send(requestId, new Uint8Array())).toMatchObject(refused('general.invalid-input'));
    const { jpeg } = await drawMarkedPage();
    expect(await send(requestId, jpeg, 'a'.repeat(64))).toMatchObject(
      refused('request.page-digest-mismatch'),
    );
    const read = await waitUntilRead(request);
    expect(read.pages).toMatchObject([{ sha256: request.pages[0]!.sha256, state: 'read' }]);
    await confirm(request);
    await instance.certifier.approve(requestId);
    expect((await waitUntilSettled(request)).status).toBe('issued');
  }, 300_000);

  it('a bad page on the glass is a fault on the screen, and the next good page is scanned', async () => {
    const citizen = await visitUntilScan(instance.kiosk());
    const empty = await citizen.kiosk.call(simulatorApi.addPaper, {
      query: { name: '0 bytes', resolutionDpi: 300 },
      body: new Uint8Array(),
    });
    expect(empty).toMatchObject(refused('image.unreadable'));
    for (const { name, bytes, isPicture, code } of badPages) {
      const added = await citizen.kiosk.call(simulatorApi.addPaper, {
        query: { name, resolutionDpi: 300 },
        body: bytes,
      });
      if (!isPicture) {
        expect(added, name).toMatchObject(refused('image.unreadable'));
        continue;
      }
      // Scanned at 300 dpi a coarse picture becomes a fine one.
      if (code === 'image.low-resolution') continue;
      const paper = added.ok ? added.value.papers.findLast(({ kind }) => kind === 'own')!.id : '';
      await citizen.layOnGlass(paper);
      await expect(citizen.scanPage(), name).rejects.toThrow('scanner.garbage');
    }
    await citizen.layOnGlass(await citizen.addPaper('good', (await drawMarkedPage()).jpeg, 300));
    await citizen.scanPage();
    const { visit } = citizen.kiosk.status;
    expect(visit.screen === 'scan' ? visit.originals.map(({ pages }) => pages.length) : []).toEqual([1]);
    await citizen.leave();
    citizen.close();
  }, 300_000);

  const verify = async (pdf: Uint8Array) => {
    const response = await fetch(new URL(publicApi.verifyFile.path, instance.publicUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/pdf' },
      body: pdf as NonNullable<RequestInit['body']>,
    });
    return parseAnswer(publicApi.verifyFile, response.status, new Uint8Array(await response.arrayBuffer()));
  };

  it('a PDF bomb at the verifier is refused before it unpacks', async () => {
    const startedAtMs = performance.now();
    const bomb = await verify(await makePdfBomb());
    expect(bomb.ok ? 'read' : bomb.error.code).toMatch(/^validation\.(too-complex|unreadable)$/);
    const nested = await verify(makeNestedPdf());
    expect(nested.ok ? 'read' : nested.error.code).toMatch(/^validation\.(too-complex|unreadable)$/);
    expect(performance.now() - startedAtMs).toBeLessThan(patienceMs(30_000));
  }, 300_000);

  it('a file of 100 MB and more at the verifier is refused', async () => {
    const large = new Uint8Array(100 * 1024 * 1024);
    large.set(new TextEncoder().encode('%PDF-1.7\n'));
    const answer = await verify(large);
    expect(answer.ok ? 'read' : answer.error.code).toMatch(/^validation\.(too-complex|unreadable)$/);
    expect(await verify(new Uint8Array(large.length + 1))).toMatchObject(refused('general.too-large'));
  }, 120_000);

  it.each(['kiosk-revoked', 'kiosk-expired', 'kiosk-wrong-issuer', 'certifier-1', null])(
    'a call with the certificate of %s is refused with a code',
    async (identity) => {
      const client = instance.clientOf(identity);
      expect(await client.try(agentApi.getConfiguration, {})).toMatchObject(
        refused('kiosk.certificate-refused'),
      );
      expect(
        await client.try(agentApi.getRequest, { params: { requestId: randomUUID() }, query: {} }),
      ).toMatchObject(refused('kiosk.certificate-refused'));
    },
  );

  it('a kiosk with a revoked certificate serves nobody and says so', async () => {
    const { url, service } = await instance.startKiosk('kiosk-revoked');
    const kiosk = await openKioskClient(url);
    await kiosk.waitFor(({ visit }) => visit.screen === 'attract' && visit.outOfService !== null, {
      timeoutMs: patienceMs(20_000),
      what: 'a kiosk out of service',
    });
    expect((await kiosk.send({ type: 'begin' })).ok).toBe(false);
    kiosk.close();
    await service.stop();
  }, 120_000);

  it('the id of a request is of no use to another kiosk, nor for other content', async () => {
    const request = await readDraft();
    const { requestId, visitId, pages } = request;
    const params = { requestId };
    const open = { visitId, product: 'certified', language: 'vi' } as const;
    const body = await confirmationOf(request);
    expect(await foreign.try(agentApi.createRequest, { params, body: open })).toMatchObject(
      refused('request.mismatch'),
    );
    expect(
      await own.try(agentApi.createRequest, { params, body: { ...open, visitId: randomUUID() } }),
    ).toMatchObject(refused('request.mismatch'));
    const unknown = refused('request.unknown');
    expect(await foreign.try(agentApi.getRequest, { params, query: {} })).toMatchObject(unknown);
    expect(await foreign.try(agentApi.confirmRequest, { params, body })).toMatchObject(unknown);
    const { jpeg, sha256 } = pages[0]!;
    expect(
      await foreign.try(agentApi.uploadPage, {
        params: { requestId, sha256 },
        query: { offset: 0, total: jpeg.length },
        body: jpeg,
      }),
    ).toMatchObject(unknown);
    await confirm(request);
    expect(
      await own.try(agentApi.confirmRequest, { params, body: { ...body, copies: 2, shownTotalVnd: 1 } }),
    ).toMatchObject(refused('request.mismatch'));
    expect(await send(requestId, (await drawMarkedPage()).jpeg)).toMatchObject(
      refused('request.step-not-allowed'),
    );
    expect(await own.try(agentApi.abandonRequest, { params, body: { cause: 'ended' } })).toMatchObject(
      refused('request.step-not-allowed'),
    );
    const view = await own.call(agentApi.getRequest, { params, query: {} });
    expect(view).toMatchObject({ status: 'awaiting-decision', copies: 1 });
  }, 120_000);

  it('a replayed enrolment link enrols nobody', async () => {
    const link = instance.instance.enrolmentLinks.find(({ roles }) => roles.includes('certifier'))!;
    await expect(new StaffRobot(instance.publicUrl).enrol(link.url)).rejects.toThrow('staff.link-used');
  });

  it('an approval counts once and for its request only; a forged passkey approves nothing', async () => {
    const link = instance.instance.enrolmentLinks.filter(({ roles }) => roles.includes('certifier')).at(-1)!;
    const token =
      new URL(link.url).searchParams.get('token') ?? new URL(link.url).hash.replace(/^#(token=)?/, '');
    const staff = new StaffRobot(instance.publicUrl);
    const passkey = new SoftwarePasskey(instance.publicUrl);
    const { options } = await staff.call(staffApi.getEnrolment, { body: { token } });
    const credential = passkey.create(options as never);
    await staff.call(staffApi.enrol, { body: { token, credential } });
    const [first, second] = [await readDraft(), await readDraft()];
    await confirm(first);
    await confirm(second);
    const begin = ({ requestId }: SentRequest) =>
      staff.call(staffApi.beginApproval, { params: { requestId }, body: { isIdentityConfirmed: true } });
    const approve = ({ requestId }: SentRequest, approvalId: string, answer: Record<string, unknown>) =>
      staff.call(staffApi.approve, { params: { requestId }, body: { approvalId, credential: answer } });

    const forger = new SoftwarePasskey(instance.publicUrl);
    forger.create(options as never);
    const begun = await begin(first);
    await expect(approve(first, begun.approvalId, forger.get(begun.options as never))).rejects.toThrow(
      'staff.passkey-refused',
    );
    const genuine = passkey.get(begun.options as never);
    const response = genuine['response'] as Record<string, string>;
    const forged = { ...genuine, response: { ...response, signature: flipped(response['signature']!) } };
    await expect(approve(first, begun.approvalId, forged)).rejects.toThrow('staff.passkey-refused');
    // With the genuine id the forger's signature is no better.
    const stolen = { ...forger.get(begun.options as never), id: genuine['id'], rawId: genuine['rawId'] };
    await expect(approve(first, begun.approvalId, stolen)).rejects.toThrow('staff.passkey-refused');

    const other = await begin(second);
    await expect(approve(second, begun.approvalId, genuine)).rejects.toThrow('staff.passkey-refused');
    await expect(approve(second, other.approvalId, genuine)).rejects.toThrow('staff.passkey-refused');

    const again = await begin(first);
    const used = passkey.get(again.options as never);
    await approve(first, again.approvalId, used);
    await approve(first, again.approvalId, used).catch(() => undefined);
    await expect(approve(second, other.approvalId, used)).rejects.toThrow('staff.passkey-refused');
    expect((await waitUntilSettled(first)).status).toBe('issued');
    const statusOf = async ({ requestId }: SentRequest) =>
      staff.call(staffApi.getRequest, { params: { requestId } });
    expect((await statusOf(first)).actions.filter(({ event }) => event.type === 'approved')).toHaveLength(1);
    expect((await statusOf(second)).status).toBe('awaiting-decision');
    const nobody = new StaffRobot(instance.publicUrl);
    await expect(nobody.approve(second.requestId)).rejects.toThrow('general.unauthorised');
  }, 300_000);

  it('live frames with an old nonce never prove anybody', async () => {
    const visitId = randomUUID();
    const old = await own.call(agentApi.beginIdentity, { body: { visitId } });
    const { sessionId, nonce } = await own.call(agentApi.beginIdentity, { body: { visitId } });
    expect(nonce).not.toBe(old.nonce);
    const { jpeg } = await drawMarkedPage();
    let state = 'collecting';
    for (let sequence = 0; sequence < 15 && state === 'collecting'; sequence++) {
      const guidance = await own.call(agentApi.addFrame, {
        params: { sessionId },
        query: { nonce: old.nonce, sequence, capturedAtMs: Date.now() },
        body: jpeg,
      });
      expect(guidance.challengesDone).toBe(0);
      state = guidance.state;
    }
    expect(state).toBe('failed');
    const decided = await own.call(agentApi.decideIdentity, { params: { sessionId } });
    expect(decided).toMatchObject({ isLivenessPassed: false, similarity: null });
    expect(decided.decision).not.toBe('match');
    expect(decided.flags).toContain('liveness-replayed');
    expect(await foreign.try(agentApi.dropIdentity, { params: { sessionId } })).toBeDefined();
  }, 120_000);

  it('a certificate revoked while the service runs is refused within seconds, others are not', async () => {
    expect((await foreign.try(agentApi.getConfiguration, {})).ok).toBe(true);
    await fetch(`${instance.instance.pkiUrl}/revoke`, {
      method: 'POST',
      body: JSON.stringify({ name: 'kiosk-2' }),
    });
    const codeOf = async (client: AgentClient) => {
      const answer = await client.try(agentApi.getConfiguration, {}).catch(() => null);
      return answer === null ? 'cut' : answer.ok ? 'taken' : answer.error.code;
    };
    await expect
      .poll(() => codeOf(foreign), { timeout: patienceMs(20_000), interval: 500 })
      .toBe('kiosk.certificate-refused');
    expect(await codeOf(own)).toBe('taken');
  }, 120_000);

  it('leaves a register without a gap', async () => {
    expect((await instance.readRegister()).isGapFree).toBe(true);
  });
});

/** The same signature with its last byte changed. */
function flipped(base64url: string): string {
  const bytes = Buffer.from(base64url, 'base64url');
  bytes[bytes.length - 1]! ^= 1;
  return bytes.toString('base64url');
}
