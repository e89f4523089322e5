import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { agentApi } from '@saoy/contracts/agent-api';
import { staffApi } from '@saoy/contracts/staff-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RobotCitizen } from '../../cli/demo/robot-citizen.ts';
import { filesInTray } from '../../cli/start/instance.ts';
import { papersDir, patienceMs, TestInstance } from '../fixtures/instance.ts';
import { Line } from '../fixtures/instance-line.ts';
import { drawMarkedPage } from '../fixtures/instance-page.ts';
import { waitForView } from '../fixtures/instance-request.ts';
import { visitUntilReview, visitUntilScan } from '../fixtures/instance-visit.ts';

const delivery = { print: true, download: true, email: null };
const chunkBytes = 512 * 1024;

describe('the line between a kiosk and the central service', () => {
  let line: Line;
  let instance: TestInstance;

  beforeAll(async () => {
    line = await Line.open();
    instance = await TestInstance.start({
      agentEnv: { SERVER_URL: `https://127.0.0.1:${line.port}`, HEARTBEAT_MS: '500' },
    });
    line.leadTo(Number(new URL(instance.instance.agentUrl).port));
    await instance.startKiosk('kiosk-1');
  }, 300_000);
  afterAll(async () => {
    await instance?.stop();
    await line?.close();
  }, 60_000);

  const isOnline = (citizen: RobotCitizen, wanted: boolean) =>
    citizen.kiosk.waitFor(({ kiosk }) => kiosk.isOnline === wanted, {
      timeoutMs: patienceMs(30_000),
      what: `a kiosk that is ${wanted ? 'online' : 'cut off'}`,
    });

  it('cut at rest, no visit can begin and the screen says why', async () => {
    const citizen = await RobotCitizen.arrive(instance.kiosk().url, 'mai');
    const attract = (code: string | null) =>
      citizen.kiosk.waitFor(({ visit }) => visit.screen === 'attract' && visit.outOfService === code, {
        timeoutMs: patienceMs(30_000),
        what: `a kiosk with ${code}`,
      });
    await attract(null);
    line.cut();
    await attract('kiosk.server-unreachable');
    expect((await citizen.kiosk.send({ type: 'begin' })).ok).toBe(false);
    line.mend();
    await attract(null);
    citizen.close();
  }, 120_000);

  it('cut three times in the middle of an upload, the upload goes on where it was', async () => {
    const citizen = await visitUntilScan(instance.kiosk());
    const paper = new Uint8Array(readFileSync(path.join(papersDir, 'birth-1.jpg')));
    await citizen.layOnGlass(await citizen.addPaper('page', paper, 300));
    const upBefore = line.bytesUp;
    const cutsBefore = line.cuts;
    line.cutAfter(chunkBytes + 200_000);
    await citizen.scanPage();
    const requestId =
      citizen.kiosk.status.visit.screen === 'scan' ? citizen.kiosk.status.visit.currentId : '';
    const server = instance.clientOf('kiosk-1');
    let held = 0;
    for (let cut = 1; cut <= 3; cut++) {
      await expect.poll(() => line.cuts, { timeout: patienceMs(30_000) }).toBe(cutsBefore + cut);
      await isOnline(citizen, false);
      await sleep(300);
      const { pages } = await server.call(agentApi.getRequest, { params: { requestId }, query: {} });
      expect(pages.filter(({ state }) => state !== 'receiving')).toEqual([]);
      held = line.bytesUp - upBefore;
      line.mend();
      if (cut < 3) line.cutAfter(400_000);
    }
    await citizen.finishScan();
    const { pages } = await server.call(agentApi.getRequest, { params: { requestId }, query: {} });
    expect(pages).toHaveLength(1);
    const upload = await server.call(agentApi.getUpload, {
      params: { requestId, sha256: pages[0]!.sha256 },
    });
    expect(upload.isComplete).toBe(true);
    // No more was sent than what each cut lost: at most the part under way, never the page again.
    expect(line.bytesUp - upBefore).toBeLessThan(upload.receivedBytes + 3 * chunkBytes + 200_000);
    expect(held).toBeGreaterThan(0);
    const received = (
      await instance.certifier.call(staffApi.getRequest, { params: { requestId } })
    ).actions.filter(({ event }) => event.type === 'page-received');
    expect(received).toHaveLength(1);
    await citizen.leave();
    citizen.close();
  }, 300_000);

  it.each(['line', 'server'] as const)(
    'with the %s down while the person confirms: the screen says so, then it goes on',
    async (what) => {
      const before = filesInTray(instance.dataDir, 'kiosk-1').length;
      const citizen = await visitUntilReview(instance.kiosk(), [await drawMarkedPage()]);
      await citizen.kiosk.act({ type: 'confirm-read' });
      await citizen.kiosk.act({ type: 'set-delivery', ...delivery });
      await citizen.kiosk.act({ type: 'show-fee' });
      const fee = await citizen.kiosk.waitForScreen('fee', patienceMs(20_000));
      expect(fee.fault).toBeNull();
      if (what === 'line') line.cut();
      else await instance.killServer();
      await citizen.kiosk.act({ type: 'confirm-request' });
      const { visit, kiosk, fault } = await isOnline(citizen, false);
      expect(kiosk.isOnline).toBe(false);
      expect(fault).toMatchObject({ device: 'server', code: 'kiosk.server-unreachable' });
      expect(visit).toMatchObject({ screen: 'processing', phase: 'deciding' });
      if (what === 'line') line.mend();
      else await instance.startServer();
      const back = await isOnline(citizen, true);
      const [request] = back.visit.screen === 'processing' ? back.visit.requests : [];
      const requestId = request!.id;
      const server = instance.clientOf('kiosk-1');
      await waitForView(
        { client: server, requestId },
        'the confirmation',
        ({ status }) => status !== 'draft',
      );
      await instance.certifier.approve(requestId);
      expect(await citizen.awaitDone()).toMatchObject([{ id: requestId, state: 'delivered' }]);
      expect(filesInTray(instance.dataDir, 'kiosk-1')).toHaveLength(before + 1);
      const { actions } = await instance.certifier.call(staffApi.getRequest, { params: { requestId } });
      for (const type of ['created', 'page-received', 'confirmed', 'numbered', 'logged', 'issued'])
        expect(actions.filter(({ event }) => event.type === type)).toHaveLength(1);
      await citizen.leave();
      citizen.close();
    },
    300_000,
  );
});
