// The main job in a browser, as every person in it lives it: citizen, certifier, receiver of the copy.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireProgram } from '../programs.ts';
import { CopyReceiver } from './copy-receiver.ts';
import { KioskVisitor } from './kiosk-visitor.ts';
import { type Print, readPrint } from './read-print.ts';
import { StaffDesk } from './staff-desk.ts';
import { openStage, type Stage } from './stage.ts';
import { tracesIn } from './traces.ts';

const holder = /NGUYỄN THỊ MAI/i;
const child = /DƯƠNG THỊ NGÂN/i;
const timeoutMs = 900_000;

describe.runIf(requireProgram('chromium') && requireProgram('pdftotext'))(
  'the way of a certified copy',
  () => {
    let stage: Stage;
    let certifier: StaffDesk;
    let print: Print;
    let downloadUrl: string;
    let copy: Uint8Array;
    beforeAll(async () => {
      stage = await openStage();
      certifier = await StaffDesk.enrol(stage, 'certifier');
    }, timeoutMs);
    afterAll(() => stage?.close(), timeoutMs);

    it(
      'leads a citizen in Vietnamese from the attract screen to the copy in the tray',
      async () => {
        const citizen = await KioskVisitor.arrive(stage.browser, stage.kioskUrl, 'vi');
        const { page, words } = citizen;
        await page.getByRole('button', { name: 'Simulator' }).tap();
        const panel = page.getByRole('complementary', { name: 'Simulator' });
        await panel.getByLabel('Person').selectOption('mai');
        await panel.getByRole('button', { name: 'Birth certificate 1' }).tap();
        await panel.getByText('On the glass: Birth certificate 1').waitFor();
        await panel.getByRole('button', { name: 'Close the simulator' }).tap();

        await citizen.choose('certified');
        await citizen.proveIdentity('mai');
        await citizen.scan('birth-1');
        await citizen.finishScan();
        expect(await page.locator('body').textContent(), 'names are masked until touched').not.toMatch(child);
        await citizen.confirm();
        await citizen.sees(words.processing.decidingTitle);
        await certifier.openFirstRequest();
        await certifier.approve();
        await citizen.sees(words.done.title);

        print = await readPrint(stage.lastPrint());
        downloadUrl = await citizen.scanQrOnScreen();
        expect(downloadUrl).toMatch(/\/d\/[\w-]{22,}$/);
        expect(print.text, 'the secret is never printed').not.toContain(downloadUrl.split('/').at(-1));
        await citizen.seesText(print.copyCode);
        await citizen.touch(words.done.finish);
        await citizen.seesAttractScreen();
        const traces = await tracesIn(page);
        for (const trace of [holder, child, print.copyCode, downloadUrl.split('/').at(-1)!])
          expect(traces).not.toMatch(trace);
        await citizen.leave();
      },
      timeoutMs,
    );

    it(
      'leaves one row in the register, which can be taken along as CSV',
      async () => {
        const { page } = certifier;
        await certifier.goTo('register');
        const row = page.getByRole('row').filter({ hasText: 'Nguyễn Thị Minh Hà' });
        await row.waitFor();
        expect(await row.textContent()).toMatch(/^0101\/\d{4}.*Giấy khai sinh/);
        await page.getByText('Số liên tục').waitFor();
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('link', { name: 'Xuất CSV' }).click(),
        ]);
        const csv = await readFile((await download.path())!, 'utf8');
        expect(csv.charCodeAt(0), 'a byte order mark, so that spreadsheets see UTF-8').toBe(0xfe_ff);
        expect(csv.trim().split('\n')).toHaveLength(2);
        expect(csv).toMatch(/Giấy khai sinh/i);
      },
      timeoutMs,
    );

    it(
      'shows a stranger who scans the QR what was issued, and the pages to whoever holds the paper',
      async () => {
        const receiver = await CopyReceiver.open(stage.browser, print.qrUrl);
        const { page, words } = receiver;
        await receiver.sees(words.genuineCode);
        const facts = await page.locator('main').textContent();
        expect(facts).toContain(print.copyCode);
        expect(facts).toContain('Nguyễn Thị Minh Hà');
        expect(facts, 'the holder stays masked').not.toMatch(holder);
        await receiver.enterCheckCode('0000-0000');
        await page.getByText(words.checkCodeWrong).waitFor();
        expect(await page.locator('.pictures img').count()).toBe(0);
        await receiver.enterCheckCode(print.checkCode);
        const picture = page.getByRole('img', { name: `${words.page} 1` });
        await picture.waitFor();
        await expect
          .poll(
            () => picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
            { timeout: 30_000 },
          )
          .toBeGreaterThan(500);
        await receiver.leave();
      },
      timeoutMs,
    );

    it(
      'gives the file to the phone that scanned the screen, whose owner may hide the pages',
      async () => {
        const owner = await CopyReceiver.open(stage.browser, downloadUrl);
        await owner.sees(owner.words.downloadTitle);
        const [download] = await Promise.all([
          owner.page.waitForEvent('download'),
          owner.page.getByRole('link', { name: owner.words.download }).tap(),
        ]);
        copy = await readFile((await download.path())!);
        expect(Buffer.from(copy.subarray(0, 5)).toString()).toBe('%PDF-');
        await owner.page.getByRole('checkbox', { name: owner.words.hideSwitch }).uncheck();
        await owner.page.getByText(owner.words.saved).waitFor();

        const stranger = await CopyReceiver.open(stage.browser, print.qrUrl);
        await stranger.page.getByText(stranger.words.pagesHidden).waitFor();
        expect(await stranger.page.getByLabel(stranger.words.checkCode).count()).toBe(0);
        await owner.page.getByRole('checkbox', { name: owner.words.hideSwitch }).check();
        await stranger.leave();
        await owner.leave();
      },
      timeoutMs,
    );

    it(
      'tells the issued file from an altered one and from one that is not a PDF',
      async () => {
        const { publicUrl } = stage.instance;
        const receiver = await CopyReceiver.open(stage.browser, publicUrl);
        const { page, words } = receiver;
        await receiver.checkFile(publicUrl, 'copy.pdf', copy);
        await receiver.sees(words.genuineFile);
        const signers = await page.locator('.signatures li').allTextContents();
        expect(signers[0]).toContain('Nguyễn Thị Minh Hà');
        expect(signers.filter((signer) => signer.includes(words.passed))).toHaveLength(3);
        expect(signers.at(-1), 'the archive time-stamp comes last').toContain(words.archiveTimeStamp);

        const altered = Uint8Array.from(copy);
        const middle = Math.floor(altered.length / 2);
        altered[middle] = altered[middle]! ^ 1;
        await receiver.checkFile(publicUrl, 'altered.pdf', altered);
        await receiver.sees(words.altered);

        await receiver.checkFile(publicUrl, 'note.pdf', Buffer.from('Good day'));
        await page.getByText(words.notPdf).waitFor();
        await receiver.leave();
      },
      timeoutMs,
    );

    it(
      'never takes trouble with the network for a verdict',
      async () => {
        const receiver = await CopyReceiver.open(stage.browser, `${stage.instance.publicUrl}/`);
        const { page, words } = receiver;
        await page.locator('#offline .fresh').nth(3).waitFor();
        await page.context().setOffline(true);
        await receiver.goTo(print.qrUrl);
        await receiver.sees(words.sealOfflineTitle);
        await page.getByText(words.registerNotAsked).waitFor();
        expect(await page.locator('.verdict.good, .verdict.bad').count()).toBe(0);
        await page.context().setOffline(false);
        await page.getByRole('button', { name: words.askRegister }).tap();
        await receiver.sees(words.genuineCode);
        await receiver.leave();
      },
      timeoutMs,
    );

    it(
      'tells without JavaScript how else to check, and fits a screen of 320 px',
      async () => {
        const plain = await CopyReceiver.open(stage.browser, print.qrUrl, { hasJavaScript: false });
        await plain.page.getByRole('heading', { name: /JavaScript/ }).waitFor();
        await plain.page.getByText(/You can still check the copy/).waitFor();
        await plain.leave();

        for (const url of [print.qrUrl, `${stage.instance.publicUrl}/`, downloadUrl]) {
          const small = await CopyReceiver.open(stage.browser, url, {
            viewport: { width: 320, height: 568 },
          });
          await small.page.getByRole('heading', { level: 1 }).waitFor();
          expect(await small.page.evaluate('document.documentElement.scrollWidth'), url).toBe(320);
          await small.leave();
        }
      },
      timeoutMs,
    );

    it(
      'shows an annulment at once, with decision and reason',
      async () => {
        const receiver = await CopyReceiver.open(stage.browser, print.qrUrl, { language: 'en' });
        await receiver.sees(receiver.words.genuineCode);
        const { page } = certifier;
        await certifier.goTo('register');
        await page.getByRole('button', { name: 'Hủy giá trị' }).click();
        await page.getByLabel('Số quyết định').fill('15/QĐ-UBND');
        await page.getByLabel('Ngày quyết định').fill('2026-01-05');
        await page.getByLabel('Người ký quyết định').fill('Chủ tịch UBND');
        await page.getByLabel('Lý do').fill('Bản chính bị thu hồi');
        await page.getByRole('button', { name: 'Hủy bản sao này' }).click();
        await page.getByRole('cell', { name: 'đã hủy' }).waitFor();

        await receiver.page.reload();
        await receiver.sees(receiver.words.annulled);
        for (const said of ['15/QĐ-UBND', 'Bản chính bị thu hồi'])
          await receiver.page.getByText(said).waitFor();
        await receiver.checkFile(stage.instance.publicUrl, 'copy.pdf', copy);
        await receiver.sees(receiver.words.annulled);
        await receiver.leave();
      },
      timeoutMs,
    );

    it(
      'leads a citizen in English the same way, with two papers and an identity confirmed by staff',
      async () => {
        const citizen = await KioskVisitor.arrive(stage.browser, stage.kioskUrl, 'en');
        const { words } = citizen;
        await citizen.choose('certified');
        await citizen.chooseStaffIdentity();
        await citizen.scan('diploma-1');
        await citizen.touch(words.scan.addOriginal);
        await citizen.scan('marriage-1');
        await citizen.touch(words.scan.finish);
        await citizen.sees(words.review.title);
        await citizen.touch(words.review.nextPaper);
        await citizen.confirm();
        await citizen.sees(words.processing.decidingTitle);
        for (let i = 0; i < 2; i++) {
          await certifier.openFirstRequest();
          await certifier.approve();
        }
        await citizen.sees(words.done.title);
        await citizen.seesText(words.done.of(1, 2));
        const print = await readPrint(stage.lastPrint());
        const receiver = await CopyReceiver.open(stage.browser, print.qrUrl, { language: 'en' });
        await receiver.sees(receiver.words.genuineCode);
        await receiver.leave();
        await citizen.touch(words.done.finish);
        await citizen.sees(words.ending.title);
        await citizen.leave();
      },
      timeoutMs,
    );
  },
);
