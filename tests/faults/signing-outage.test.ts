import { parseAnswer } from '@saoy/contracts/endpoint-call';
import { publicApi } from '@saoy/contracts/public-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesInTray } from '../../cli/start/instance.ts';
import { patienceMs, TestInstance } from '../fixtures/instance.ts';
import { drawMarkedPage } from '../fixtures/instance-page.ts';
import {
  confirm,
  downloadCopy,
  type SentRequest,
  sendDraft,
  waitForView,
  waitUntilRead,
  waitUntilSettled,
} from '../fixtures/instance-request.ts';
import { visitUntilConfirmed } from '../fixtures/instance-visit.ts';

async function verdictOf(publicUrl: string, pdf: Uint8Array): Promise<string> {
  const response = await fetch(new URL(publicApi.verifyFile.path, publicUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/pdf' },
    body: pdf as NonNullable<RequestInit['body']>,
  });
  const body = new Uint8Array(await response.arrayBuffer());
  const answer = parseAnswer(publicApi.verifyFile, response.status, body);
  return answer.ok ? answer.value.status : answer.error.code;
}

describe('a time-stamping authority that fails', () => {
  let instance: TestInstance;

  beforeAll(async () => {
    instance = await TestInstance.start({ kiosks: ['kiosk-1'] });
  }, 300_000);
  afterAll(() => instance?.stop(), 60_000);

  const awaitDelay = (citizen: Awaited<ReturnType<typeof visitUntilConfirmed>>['citizen']) =>
    citizen.kiosk.waitFor(
      ({ visit }) =>
        visit.screen === 'processing' &&
        visit.canLeave &&
        visit.requests.some(
          ({ state, delayCode }) => state === 'delayed' && delayCode === 'signing.tsa-unavailable',
        ),
      { timeoutMs: patienceMs(60_000), what: 'a screen that tells of the delay' },
    );
  const approveConfirmed = async () => {
    const visit = await visitUntilConfirmed(instance.kiosk(), [await drawMarkedPage()]);
    const { requestId } = visit;
    const client = instance.clientOf('kiosk-1');
    await waitForView({ client, requestId }, 'the confirmation', ({ status }) => status !== 'draft');
    await instance.certifier.approve(requestId);
    const request: SentRequest = { client, requestId, visitId: '', pages: [] };
    return { ...visit, request };
  };

  it('down: the person is told, leaves with a slip, and the copy comes later under the same number', async () => {
    await instance.orderPkiFaults({ tsa: 'down' });
    const { citizen, request } = await approveConfirmed();
    await awaitDelay(citizen);
    const before = filesInTray(instance.dataDir, 'kiosk-1').length;
    await citizen.kiosk.act({ type: 'leave' });
    const { visit } = await citizen.kiosk.waitFor(
      (status) => status.visit.screen === 'appointment' && status.visit.slip !== 'printing',
      { timeoutMs: patienceMs(30_000), what: 'the appointment slip' },
    );
    expect(visit).toMatchObject({ screen: 'appointment', slip: 'printed' });
    expect(Date.parse(visit.screen === 'appointment' ? visit.at : '')).toBeGreaterThan(Date.now());
    expect(filesInTray(instance.dataDir, 'kiosk-1')).toHaveLength(before + 1);
    await citizen.leave();
    citizen.close();

    await instance.orderPkiFaults({ tsa: 'none' });
    const issued = await waitUntilSettled(request);
    expect(issued.status).toBe('issued');
    const { rows, isGapFree } = await instance.readRegister();
    expect(isGapFree).toBe(true);
    expect(rows.filter(({ requestId }) => requestId === request.requestId)).toMatchObject([
      { number: issued.copy!.number, state: 'issued' },
    ]);
    expect(await verdictOf(instance.publicUrl, await downloadCopy(issued.copy!.downloadUrl!))).toBe(
      'genuine',
    );
    // What was left for pick-up never prints unattended.
    expect(filesInTray(instance.dataDir, 'kiosk-1')).toHaveLength(before + 1);
  }, 300_000);

  it('down while the person waits: told, and the copy is printed when it answers again', async () => {
    await instance.orderPkiFaults({ tsa: 'down' });
    const { citizen, requestId } = await approveConfirmed();
    await awaitDelay(citizen);
    await instance.orderPkiFaults({ tsa: 'none' });
    expect(await citizen.awaitDone()).toMatchObject([{ id: requestId, state: 'delivered' }]);
    await citizen.leave();
    citizen.close();
  }, 300_000);

  it('60 s slow, and staying so: the person is told within moments, and the copy comes all the same', async () => {
    await instance.orderPkiFaults({ tsa: 'slow:60000' });
    const { citizen, request } = await approveConfirmed();
    const approvedAtMs = performance.now();
    await awaitDelay(citizen);
    expect(performance.now() - approvedAtMs).toBeLessThan(patienceMs(15_000));
    await citizen.kiosk.act({ type: 'leave' });
    await citizen.kiosk.waitForScreen('appointment', patienceMs(30_000));
    await citizen.leave();
    citizen.close();
    const issued = await waitForView(request, 'the copy', ({ status }) => status === 'issued', 240_000);
    expect(await verdictOf(instance.publicUrl, await downloadCopy(issued.copy!.downloadUrl!))).toBe(
      'genuine',
    );
    const { rows } = await instance.readRegister();
    expect(rows.filter(({ requestId }) => requestId === request.requestId)).toHaveLength(1);
    await instance.orderPkiFaults({ tsa: 'none' });
  }, 600_000);
});

describe('issuing that finally fails', () => {
  let instance: TestInstance;

  beforeAll(async () => {
    instance = await TestInstance.start({ serverEnv: { ISSUING_GIVE_UP_MINUTES: '0.15' } });
  }, 300_000);
  afterAll(() => instance?.stop(), 60_000);

  const approved = async (): Promise<SentRequest> => {
    const request = await sendDraft(instance.clientOf('kiosk-1'), [await drawMarkedPage()]);
    await waitUntilRead(request);
    await confirm(request);
    await instance.certifier.approve(request.requestId);
    return request;
  };

  it('voids the number with its reason in the register, and the next request has the next number', async () => {
    await instance.orderPkiFaults({ tsa: 'down' });
    const failed = await approved();
    expect((await waitUntilSettled(failed)).status).toBe('failed');
    await instance.orderPkiFaults({ tsa: 'none' });
    const next = await approved();
    const issued = await waitUntilSettled(next);
    expect(issued).toMatchObject({ status: 'issued', copy: { number: 2 } });
    const { rows, isGapFree } = await instance.readRegister();
    expect(isGapFree).toBe(true);
    expect(rows).toMatchObject([
      { number: 1, requestId: failed.requestId, state: 'voided' },
      { number: 2, requestId: next.requestId, state: 'issued', remarks: '' },
    ]);
    expect(rows[0]!.remarks).toContain('signing.tsa-unavailable');
    const address = publicApi.verifyCopy.path.replace(':code', rows[0]!.code);
    const verdict = (await (await fetch(new URL(address, instance.publicUrl))).json()) as object;
    expect(verdict).toMatchObject({ reasonCode: 'issuing-failed' });
  }, 300_000);
});
