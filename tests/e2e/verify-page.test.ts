// The verify page as a stranger has it on a phone: opened once, then used without a network.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildPages } from '../../cli/start/build-pages.ts';
import { projectRoot } from '../../cli/start/instance.ts';
import { annulCopy } from '../../server/register/annul-copy.ts';
import { addSealKey, compromiseSealKey, listSealKeys } from '../../server/seal/manage-seal-keys.ts';
import { annulmentLists } from '../../server/storage/schema.ts';
import { type ServerUnderTest, startServerUnderTest } from '../../server/testing/running-server.ts';
import { texts } from '../../verify-page/texts.ts';
import { requireProgram } from '../programs.ts';
import { emptyTable, filmOf, type IssuedCopy, issueCopy } from './issued-copies.ts';
import { launchChromium } from './launch-chromium.ts';
import { patienceMs } from './patience.ts';

const timeoutMs = 400_000;
const words = texts.vi;
const phone = { width: 390, height: 844 };
const hasPrograms = [requireProgram('chromium'), requireProgram('pdftoppm')].every(Boolean);

describe.runIf(hasPrograms)('the verify page on a phone', () => {
  let tested: ServerUnderTest;
  let browser: Browser;
  let folder: string;
  let [copy, annulled]: IssuedCopy[] = [];
  let url: string;

  beforeAll(async () => {
    await buildPages({ root: projectRoot, log: console.info });
    tested = await startServerUnderTest();
    const { context } = tested.server;
    url = tested.server.url!;
    [copy, annulled] = await Promise.all([issueCopy(context, 31), issueCopy(context, 32)]);
    await vi.waitUntil(async () => (await context.database.db.$count(annulmentLists)) > 0, {
      timeout: 60_000,
    });
    folder = await mkdtemp(path.join(tmpdir(), 'saoy-verify-'));
    const film = path.join(folder, 'qr.mjpeg');
    await writeFile(film, await filmOf(copy!.closeUp));
    browser = await launchChromium(film);
  }, timeoutMs);
  afterAll(async () => {
    await browser?.close();
    await tested?.close();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }, timeoutMs);

  /** A phone that never saw the page. */
  async function newPhone(): Promise<{ device: BrowserContext; page: Page }> {
    const device = await browser.newContext({
      viewport: phone,
      hasTouch: true,
      isMobile: true,
      locale: 'vi-VN',
      permissions: ['camera'],
    });
    const page = await device.newPage();
    page.setDefaultTimeout(patienceMs);
    return { device, page };
  }

  /** A phone that opened the page once and has everything for use without a network. */
  async function preparedPhone() {
    const { device, page } = await newPhone();
    await page.goto(url);
    await page.locator('#offline .fresh').nth(3).waitFor();
    await device.setOffline(true);
    return { device, page };
  }

  const sees = (page: Page, title: string) =>
    page.getByRole('heading', { name: title, exact: true }).first().waitFor();
  async function paste(page: Page, text: string): Promise<void> {
    await page.goto(url);
    await page.getByLabel(words.codeLabel).fill(text);
    await page.getByRole('button', { name: words.check, exact: true }).tap();
  }

  it(
    'takes the seal out of the address, asks the register by the code alone, and shows the proof of the log',
    async () => {
      const { device, page } = await newPhone();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(copy!.sealUrl);
      await sees(page, words.genuineCode);
      expect(page.url()).toBe(`${url}/s`);
      await page.getByText(words.logProven).waitFor();
      const said = await page.locator('main').textContent();
      for (const fact of [copy!.row.code, copy!.row.documentTitle.vi]) expect(said).toContain(fact);
      const seal = new URL(copy!.sealUrl).pathname.split('.')[1]!;
      const withSeal = asked.filter((address) => address.toUpperCase().includes(seal));
      expect(withSeal, 'only the address that the camera opened').toHaveLength(1);
      expect(
        asked.filter((address) => !address.startsWith(url) && !address.startsWith(copy!.sealUrl.slice(0, 4))),
      ).toEqual([]);

      await page.reload();
      await sees(page, words.genuineCode);
      await page.getByRole('link', { name: words.otherLanguage }).tap();
      await sees(page, texts.en.genuineCode);
      await device.close();
    },
    timeoutMs,
  );

  it(
    'can be installed, and says what it has for use without a network',
    async () => {
      const { device, page } = await newPhone();
      await page.goto(url);
      await page.locator('#offline .fresh').nth(3).waitFor();
      expect(await page.locator('#offline .old').count()).toBe(0);
      const session = await device.newCDPSession(page);
      const { errors, url: manifest } = await session.send('Page.getAppManifest');
      expect([errors, manifest]).toEqual([[], `${url}/manifest.webmanifest`]);
      const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
      // A private window cannot install anything; nothing else may stand in the way.
      expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
      await device.close();
    },
    timeoutMs,
  );

  it(
    'checks a seal by its own camera without a network, and says how old its lists are',
    async () => {
      const { device, page } = await preparedPhone();
      await page.goto(url);
      await page.getByRole('button', { name: words.scan }).tap();
      await sees(page, words.sealOfflineTitle);
      await page.getByText(`${words.keysUpdated} ${words.justNow}`).waitFor();
      await page.getByText(`${words.annulmentsUpdated} ${words.justNow}`).waitFor();
      await page.getByText(words.registerNotAsked).waitFor();
      expect(await page.locator('#seal').textContent()).toContain(copy!.row.code);
      await device.close();
    },
    timeoutMs,
  );

  it(
    'reads a photo of the paper without a network, and says so when there is no code in it',
    async () => {
      const { device, page } = await preparedPhone();
      const choose = async (name: string, mimeType: string, buffer: Buffer) => {
        await page.goto(url);
        await page.locator('input[type=file]').setInputFiles({ name, mimeType, buffer });
      };
      await choose('paper.png', 'image/png', copy!.paper);
      await sees(page, words.sealOfflineTitle);
      await choose('blank.jpg', 'image/jpeg', await emptyTable());
      await page.getByText(words.photoWithoutQr).waitFor();
      await choose('broken.png', 'image/png', Buffer.from('no picture'));
      await page.getByText(words.notPicture).waitFor();
      await device.close();
    },
    timeoutMs,
  );

  it(
    'tells a changed seal, a damaged one, and other addresses apart without a network',
    async () => {
      const { device, page } = await preparedPhone();
      const seal = copy!.sealUrl;
      const at = seal.length - 40;
      await paste(page, seal.slice(0, at) + (seal[at] === 'A' ? 'B' : 'A') + seal.slice(at + 1));
      await sees(page, words.sealForgedTitle);
      await paste(page, seal.replace(/\.[A-Z2-7]{9}/, '.'));
      await sees(page, words.sealUnreadableTitle);
      const { hostname } = new URL(url);
      for (const other of [
        'https://locaIhost.example',
        `http://${hostname}.evil.example`,
        'http://1ocalhost:9',
      ]) {
        await paste(page, seal.replace(/^HTTP:\/\/[^/]+/i, other));
        await sees(page, words.lookAlikeTitle);
        await page.getByText(new URL(other).host, { exact: true }).waitFor();
      }
      await page.getByRole('button', { name: words.lookAlikeCheck }).tap();
      await sees(page, words.sealOfflineTitle);
      await paste(page, '001099000001|123456789|Nguyễn Văn An|01011999|Nam|Hà Nội|01012021');
      await page.getByText(words.identityCardLine).waitFor();
      expect(await page.locator('body').textContent()).not.toContain('Nguyễn Văn An');
      await paste(page, 'https://shop.example/menu');
      await page.getByText(words.websiteLine).waitFor();
      await device.close();
    },
    timeoutMs,
  );

  it(
    'has nothing to say of a seal when it was never opened with a network',
    async () => {
      const { device, page } = await newPhone();
      await page.route('**/public/v1/**', (route) => route.abort());
      await page.goto(copy!.sealUrl);
      await sees(page, words.offlineTitle);
      expect(await page.locator('.verdict.good, .verdict.bad, .verdict.compare').count()).toBe(0);
      await device.close();
    },
    timeoutMs,
  );

  it(
    'knows annulled copies by its list without a network, and warns of lists that grew old',
    async () => {
      const { context } = tested.server;
      const { code } = annulled!.row;
      const decision = {
        decisionNumber: '15/QĐ-UBND',
        decisionDate: '2026-01-05',
        signer: 'Chủ tịch UBND',
        reason: 'Bản chính bị thu hồi',
      };
      const before = await context.database.db.$count(annulmentLists);
      const done = await annulCopy(context, { code, staffId: crypto.randomUUID(), ...decision });
      expect(done.ok).toBe(true);
      await expect
        .poll(() => context.database.db.$count(annulmentLists), { timeout: 30_000 })
        .toBeGreaterThan(before);
      const { device, page } = await preparedPhone();
      await paste(page, annulled!.sealUrl);
      await sees(page, words.annulled);
      for (const said of [...Object.values(decision).slice(0, 1), decision.reason, words.annulledListed])
        await page.getByText(said).first().waitFor();

      await page.clock.setFixedTime(new Date(Date.now() + 3 * 86_400_000));
      await paste(page, copy!.sealUrl);
      await sees(page, words.sealOldTitle);
      await page.getByText(`${words.annulmentsUpdated} 3 ${words.daysAgo}`).waitFor();
      await paste(page, annulled!.sealUrl);
      await sees(page, words.annulled);
      await device.close();
    },
    timeoutMs,
  );

  it(
    'warns loudly when the log shows another history than this phone remembers',
    async () => {
      const { device, page } = await newPhone();
      await page.goto(copy!.sealUrl);
      await page.getByText(words.logProven).waitFor();
      // What a phone would remember that had been shown another tree of the same size.
      await page.evaluate(`(async () => {
        const cache = await caches.open('held-1');
        const memory = await (await cache.match('/held/log')).json();
        for (const checkpoint of memory.checkpoints) checkpoint.root = btoa('x'.repeat(32));
        await cache.put('/held/log', new Response(JSON.stringify(memory), { headers: { 'x-fetched-at': '1' } }));
      })()`);
      await page.reload();
      await sees(page, words.logAlarmTitle);
      await page.getByText(words.fork).waitFor();
      await device.close();
    },
    timeoutMs,
  );

  it(
    'cannot decide on a seal of a stolen key, unless this phone saw its entry in the log before the theft',
    async () => {
      const { context } = tested.server;
      const witness = await newPhone();
      await witness.page.goto(copy!.sealUrl);
      await witness.page.getByText(words.logProven).waitFor();
      // Lists count whole seconds: the theft comes in a later one.
      const seenAt = Date.now();
      await vi.waitUntil(() => context.now().getTime() > seenAt + 1000, { timeout: 10_000 });
      const [row] = await listSealKeys(context.database.db);
      const by = { kind: 'system' } as const;
      const made = await context.sealer.makeKey();
      if (made.ok) await addSealKey(context, made.value, { by });
      await compromiseSealKey(context, row!.keyId, { compromisedAt: context.now(), by });
      expect((await context.sealer.publishKeyList()).ok).toBe(true);

      const stranger = await newPhone();
      await stranger.page.goto(copy!.sealUrl);
      await sees(stranger.page, words.sealUndecidedTitle);
      await stranger.page.getByText(words.sealUndecidedRegister).waitFor();
      // The page itself must have been kept before it is asked for without a network.
      await stranger.page.evaluate('navigator.serviceWorker.ready.then(() => true)');
      await stranger.device.setOffline(true);
      await paste(stranger.page, copy!.sealUrl);
      await sees(stranger.page, words.sealUndecidedTitle);

      await witness.page.goto(url);
      await paste(witness.page, copy!.sealUrl);
      await sees(witness.page, words.genuineCode);
      await witness.device.close();
      await stranger.device.close();
    },
    timeoutMs,
  );
});
