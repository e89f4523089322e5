// The staff console as each role lives it.
import { kioskApi, simulatorApi } from '@saoy/contracts/kiosk-api';
import { staffApi } from '@saoy/contracts/staff-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RobotCitizen } from '../../cli/demo/robot-citizen.ts';
import { vi } from '../../staff-console/texts/vi.ts';
import { AgentClient } from '../fixtures/agent-client.ts';
import { drawMarkedPage } from '../fixtures/instance-page.ts';
import { confirm, sendDraft } from '../fixtures/instance-request.ts';
import { requireProgram } from '../programs.ts';
import { patienceMs } from './patience.ts';
import { StaffDesk } from './staff-desk.ts';
import { openStage, type Stage } from './stage.ts';

const timeoutMs = 900_000;

describe.runIf(requireProgram('chromium'))('the staff console', () => {
  let stage: Stage;
  let certifier: StaffDesk;
  let requestId: string;
  beforeAll(async () => {
    stage = await openStage({ agentEnv: { HEARTBEAT_MS: '1000' } });
    requestId = await leaveRequest(stage.kioskUrl, 'birth-upside-down');
    certifier = await StaffDesk.enrol(stage, 'certifier');
  }, timeoutMs);
  afterAll(() => stage?.close(), timeoutMs);

  it(
    'shows nothing to somebody who is not signed in',
    async () => {
      const stranger = await StaffDesk.open(stage.browser);
      const { page } = stranger;
      await page.goto(`${stage.instance.publicUrl}/staff/queue/${requestId}`);
      await page.getByRole('heading', { name: vi.signInTitle }).waitFor();
      expect(await page.getByRole('navigation').count()).toBe(0);
      for (const endpoint of [staffApi.listQueue, staffApi.listRegister, staffApi.listKiosks])
        expect((await page.request.get(`${stage.instance.publicUrl}${endpoint.path}`)).status()).toBe(401);
      await stranger.leave();
    },
    timeoutMs,
  );

  it(
    'lets somebody sign out, and in again with the passkey',
    async () => {
      const { page } = certifier;
      await page.getByRole('button', { name: vi.signOut }).click();
      await page.getByRole('button', { name: vi.signIn }).click();
      await page.getByRole('heading', { level: 1, name: vi.queue }).waitFor();
    },
    timeoutMs,
  );

  it(
    'shows where on a turned page a field was read, and which field was read there',
    async () => {
      const { page } = certifier;
      await certifier.openFirstRequest();
      await page.locator('.canvas img').waitFor();
      const field = page.locator('.fields > div').first();
      await field.hover();
      const place = page.locator('.paper rect.current');
      await place.waitFor();
      expect(await field.getAttribute('data-current')).toBe('true');
      const [box, paper] = [await place.boundingBox(), await page.locator('.frame').boundingBox()];
      // The page lay upside down: the first field of the form is shown in its upper half again.
      expect(box!.y + box!.height / 2).toBeLessThan(paper!.y + paper!.height / 2);
      expect(box!.width).toBeGreaterThan(box!.height);

      const other = page.locator('.paper rect.field').last();
      await other.hover({ force: true });
      await expect.poll(() => page.locator('.fields > div[data-current=true]').count()).toBe(1);
      await page.getByRole('button', { name: vi.rotate }).click();
      const turned = await page.locator('.paper img').boundingBox();
      const frame = await page.locator('.frame').boundingBox();
      for (const side of ['x', 'y', 'width', 'height'] as const)
        expect(Math.abs(turned![side] - frame![side]), side).toBeLessThan(2);
    },
    timeoutMs,
  );

  it(
    'lets an auditor read a request but not decide it',
    async () => {
      const auditor = await StaffDesk.enrol(stage, 'auditor');
      const { page } = auditor;
      await auditor.openFirstRequest();
      await page.getByText(vi.notCertifier).waitFor();
      expect(await page.getByRole('button', { name: vi.approve }).count()).toBe(0);
      await page.keyboard.press('a');
      await page.keyboard.press('r');
      expect(await page.getByRole('radio').count()).toBe(0);
      const forced = await page.request.post(
        `${stage.instance.publicUrl}${staffApi.beginApproval.path.replace(':requestId', requestId)}`,
        { data: { isIdentityConfirmed: true } },
      );
      expect(forced.status()).toBe(403);
      expect(await forced.json()).toMatchObject({ error: { code: 'staff.role-missing' } });
      await auditor.goTo('audit');
      await page
        .getByRole('cell', { name: /request\.viewed/ })
        .first()
        .waitFor();
      await auditor.leave();
    },
    timeoutMs,
  );

  it(
    'shows a fault of a device on the wall by itself, and that it is mended',
    async () => {
      const { page } = certifier;
      await certifier.goTo('kiosks');
      const kiosk = page.getByRole('article').filter({ hasText: 'kiosk-1' });
      await kiosk.getByText(vi.connection.online).waitFor();
      const robot = await RobotCitizen.arrive(stage.kioskUrl, 'mai');
      await order(robot, 'paper-out');
      await kiosk.getByText('Hết giấy').waitFor();
      await order(robot, null);
      await kiosk.getByText('Hết giấy').waitFor({ state: 'detached' });
      robot.close();
    },
    timeoutMs,
  );

  it(
    'lets an administrator invite somebody, who enrols through the link once',
    async () => {
      const administrator = await StaffDesk.enrol(stage, 'administrator');
      const { page } = administrator;
      await administrator.goTo('members');
      await page.getByLabel(vi.fullName).fill('Đỗ Thị Mới');
      await page.getByRole('checkbox', { name: vi.roles.supervisor }).check();
      await page.getByRole('button', { name: vi.invite }).click();
      const link = (await page.locator('code').textContent())!;
      await page.getByRole('cell', { name: 'Đỗ Thị Mới' }).waitFor();
      await administrator.leave();
      for (const isFirst of [true, false]) {
        const newcomer = await StaffDesk.open(stage.browser);
        await newcomer.page.goto(link);
        if (isFirst) {
          await newcomer.page.getByRole('button', { name: vi.enrol }).click();
          await newcomer.page.getByRole('navigation').getByText('Đỗ Thị Mới').waitFor();
        } else await newcomer.page.getByText(vi.linkUsed).waitFor();
        await newcomer.leave();
      }
    },
    timeoutMs,
  );

  it(
    'shows page by page how far a request is that is still being read, and then what was read',
    async () => {
      const { page } = certifier;
      await certifier.goTo('queue');
      const { agentUrl, pkiDir } = stage.instance;
      const client = new AgentClient(agentUrl, pkiDir, 'kiosk-1');
      const drawn = await Promise.all([1, 2, 3].map(() => drawMarkedPage()));
      const request = await sendDraft(client, drawn);
      await confirm(request);
      const row = page
        .getByRole('region', { name: vi.queue })
        .getByRole('listitem')
        .filter({
          hasText: /Đang đọc trang [1-3]\/3/,
        });
      expect(await row.getByRole('progressbar').getAttribute('max')).toBe('100');
      await row.click();
      const side = page.locator('.reading');
      await side.getByText(/Đang đọc trang [1-3]\/3/).waitFor();
      await side.getByText(vi.stillReading).waitFor();
      await side.getByRole('heading', { name: vi.flagsTitle }).waitFor();
      expect(await page.getByRole('progressbar').count()).toBe(0);
      client.close();
    },
    timeoutMs,
  );

  it(
    'says that the line is cut instead of showing old numbers as new',
    async () => {
      const { page } = certifier;
      await page.route('**/staff/v1/**', (route) => route.abort());
      await page.goto(`${stage.instance.publicUrl}/staff/queue`);
      await page.getByText(vi.offline).waitFor();
      await page.unroute('**/staff/v1/**');
      await page.getByRole('button', { name: vi.retry }).click();
      await page.getByRole('heading', { level: 1, name: vi.queue }).waitFor();
    },
    timeoutMs,
  );
});

/** A robot scans a paper, asks for staff identity and goes home before the decision; answers the request's id. */
async function leaveRequest(kioskUrl: string, paper: string): Promise<string> {
  const robot = await RobotCitizen.arrive(kioskUrl, 'mai');
  await robot.begin('certified');
  await robot.proveIdentityByStaff();
  await robot.layOnGlass(paper);
  await robot.scanPage();
  await robot.finishScan();
  const [id] = await robot.confirm({
    product: 'certified',
    delivery: { print: true, download: true, email: null },
  });
  await robot.kiosk.act({ type: 'leave' });
  await robot.kiosk.waitForScreen('appointment', patienceMs);
  await robot.kiosk.act({ type: 'end' });
  await robot.kiosk.waitForScreen('attract', patienceMs);
  robot.close();
  return id!;
}

/** Orders a lasting fault of the printer, or mends everything. */
async function order(robot: RobotCitizen, fault: string | null): Promise<void> {
  if (fault === null) await robot.kiosk.call(simulatorApi.clearFaults, {});
  else
    await robot.kiosk.call(simulatorApi.orderFault, { body: { device: 'printer', fault, isSticky: true } });
  await robot.kiosk.call(kioskApi.testDevices, {});
}
