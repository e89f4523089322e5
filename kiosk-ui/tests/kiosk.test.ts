import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KioskStatus } from '@saoy/contracts/visit/status';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium } from '../../tests/e2e/launch-chromium.ts';
import { requireProgram } from '../../tests/programs.ts';
import { findSample } from '../preview/samples.ts';
import { type FakeAgent, startFakeAgent } from './fake-agent.ts';

const attract = findSample('attract', '').status;
const inVisit = (screen: string, state = ''): KioskStatus => ({
  ...findSample(screen, state).status,
  visitToken: 'token-of-this-visit',
});

describe.runIf(requireProgram('chromium'))('the built kiosk screen', () => {
  let folder: string;
  let browser: Browser;
  let agent: FakeAgent;
  let page: Page;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kiosk-ui-'));
    await build({
      configFile: join(import.meta.dirname, '../vite.config.ts'),
      root: join(import.meta.dirname, '..'),
      logLevel: 'error',
      build: { outDir: folder, emptyOutDir: true },
    });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    agent = await startFakeAgent(folder, attract);
    page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
  });
  afterEach(async () => {
    await page.close();
    await agent.stop();
  });
  const title = (text: string): Promise<unknown> =>
    page.getByRole('heading', { level: 1, name: text }).waitFor();

  it('shows its first screen and asks nobody but its agent', async () => {
    const hosts = new Set<string>();
    page.on('request', (request) => hosts.add(new URL(request.url()).host));
    await page.goto(agent.url);
    await title('Sao y giấy tờ tại đây');
    expect([...hosts]).toEqual([new URL(agent.url).host]);
  });

  it('follows every push and sends commands that the contract knows', async () => {
    await page.goto(agent.url);
    await page.getByRole('button', { name: /Chạm để bắt đầu/ }).click();
    await expect.poll(() => agent.commands).toEqual([{ type: 'begin' }]);
    agent.push(inVisit('service'));
    await title('Ông/bà cần loại bản sao nào?');
  });

  it('counts a double touch once', async () => {
    agent.push(inVisit('advice'));
    await page.goto(agent.url);
    await page.getByRole('button', { name: 'Tôi vẫn cần bản sao' }).dblclick();
    await expect.poll(() => agent.commands.length).toBe(1);
  });

  it('says that papers are safe when the agent is gone, and takes the visit up again', async () => {
    agent.push(inVisit('scan', 'pages'));
    await page.goto(agent.url);
    await title('Còn trang nào nữa không?');
    await agent.stop();
    await title('Máy đang khởi động lại');
    const again = await startFakeAgent(folder, attract, agent.port);
    again.onResume = inVisit('scan', 'pages');
    agent = again;
    await title('Còn trang nào nữa không?');
    expect(again.resumedWith).toEqual(['token-of-this-visit']);
  });

  it('starts afresh and forgets the token when the visit is gone', async () => {
    agent.push(inVisit('scan', 'pages'));
    await page.goto(agent.url);
    await title('Còn trang nào nữa không?');
    await agent.stop();
    agent = await startFakeAgent(folder, attract, agent.port);
    await title('Sao y giấy tờ tại đây');
    expect(await page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0);
  });

  it('reloads itself when another boot of the agent refuses its cookie', async () => {
    await page.goto(agent.url);
    await title('Sao y giấy tờ tại đây');
    agent.refuseWith = 403;
    const reloaded = page.waitForEvent('load');
    await page.getByRole('button', { name: /Chạm để bắt đầu/ }).click();
    await reloaded;
    agent.refuseWith = null;
    await title('Sao y giấy tờ tại đây');
  });

  it('leaves nothing of a visit behind', async () => {
    agent.push(inVisit('review'));
    await page.goto(agent.url);
    await title('Máy đọc có đúng không?');
    agent.push(attract);
    await title('Sao y giấy tờ tại đây');
    expect(await page.evaluate(() => document.body.innerHTML)).not.toMatch(/NGUYỄN|001219012345/);
    expect(
      await page.evaluate(() => sessionStorage.length + localStorage.length + document.cookie.length),
    ).toBe(0);
  });

  it('can be gone through with the keyboard alone', async () => {
    await page.goto(agent.url);
    const path: [screen: string, state: string, button: RegExp, command: string][] = [
      ['attract', '', /Chạm để bắt đầu/, 'begin'],
      ['language', '', /^Tiếng Việt/, 'choose-language'],
      ['service', '', /Bản sao số/, 'choose-product'],
      ['advice', '', /Tôi vẫn cần/, 'continue'],
      ['consent', '', /So khuôn mặt/, 'give-consent'],
      ['card-choice', '', /Đưa mã trước máy quay/, 'choose-card-way'],
      ['card-camera', '', /Đặt thẻ lên mặt kính/, 'choose-card-way'],
      ['card', '', /Quét thẻ/, 'read-card'],
      ['face', '', /Bắt đầu/, 'start-face'],
      ['identity-result', 'match', /Làm tiếp/, 'continue'],
      ['scan', '', /Quét trang này/, 'scan-page'],
      ['scan', 'problem', /Quét lại trang/, 'rescan-page'],
      ['scan', 'pages', /Đã đủ/, 'finish-scan'],
      ['review', '', /Làm tiếp/, 'confirm-read'],
      ['options', '', /Xem lệ phí/, 'show-fee'],
      ['fee', '', /Xác nhận yêu cầu/, 'confirm-request'],
      ['processing', 'deciding', /Tôi về/, 'leave'],
      ['appointment', 'printed', /Kết thúc/, 'continue'],
      ['done', '', /Tôi đã lấy đủ/, 'continue'],
      ['service', 'idle', /Thêm thời gian/, 'more-time'],
    ];
    for (const [screen, state, button, command] of path) {
      agent.push(screen === 'attract' ? attract : inVisit(screen, state));
      await page.getByRole('button', { name: button }).first().waitFor();
      await tabTo(page, button);
      const sentBefore = agent.commands.length;
      await page.keyboard.press('Enter');
      await expect.poll(() => agent.commands.length, { message: `${screen} ${state}` }).toBe(sentBefore + 1);
      expect(agent.commands.at(-1)?.type, `${screen} ${state}`).toBe(command);
    }
  });

  it('moves a page with Shift and an arrow key', async () => {
    agent.push(inVisit('scan', 'pages'));
    await page.goto(agent.url);
    await page.getByRole('button', { name: /^Trang 2:/ }).focus();
    await page.keyboard.press('Shift+ArrowLeft');
    await expect.poll(() => agent.commands.map(({ type }) => type)).toEqual(['move-page']);
  });

  it('takes an e-mail address from the keyboard on the screen', async () => {
    agent.push(inVisit('options'));
    await page.goto(agent.url);
    await page.getByRole('button', { name: /Thư điện tử/ }).click();
    for (const key of ['a', 'n']) await page.getByRole('button', { name: key, exact: true }).click();
    await page.getByRole('button', { name: 'Chữ số và dấu' }).click();
    await page.getByRole('button', { name: '@gmail.com' }).click();
    await page.getByRole('button', { name: 'Dùng địa chỉ này' }).click();
    await expect
      .poll(() => agent.commands)
      .toEqual([{ type: 'set-delivery', print: true, download: true, email: 'an@gmail.com' }]);
  });

  it('holds nothing of the preview', async () => {
    const files = await readdir(join(folder, 'assets'));
    for (const file of files.filter((name) => name.endsWith('.js')))
      expect(await readFile(join(folder, 'assets', file), 'utf8')).not.toContain('NGUYỄN MINH AN');
  });
});

/** Presses Tab until a button of that name has the focus, as a person without a hand for the screen would. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 25; presses++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return !(element instanceof HTMLButtonElement)
        ? ''
        : (element.getAttribute('aria-label') ?? element.textContent ?? '');
    });
    if (name.test(focused)) return;
  }
  throw new Error(`Tab never reaches ${name}`);
}
