// Visits that end otherwise than with a certified copy in hand.
import { refusalReasons } from '@saoy/contracts/refusal-reasons';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunningKiosk } from '../../cli/start/instance.ts';
import { requireProgram } from '../programs.ts';
import { KioskVisitor } from './kiosk-visitor.ts';
import { StaffDesk } from './staff-desk.ts';
import { openStage, type Stage } from './stage.ts';
import { tracesIn } from './traces.ts';

const timeoutMs = 900_000;

describe.runIf(requireProgram('chromium'))('visits at the kiosk', () => {
  let stage: Stage;
  let visitor: KioskVisitor;
  beforeAll(async () => {
    stage = await openStage({ personBeforeBrowser: 'mai' });
  }, timeoutMs);
  afterAll(() => stage?.close(), timeoutMs);
  afterEach(() => visitor?.leave());

  describe('of patient people', () => {
    beforeEach(async () => {
      visitor = await KioskVisitor.arrive(stage.browser, stage.kioskUrl, 'en');
    }, timeoutMs);

    it(
      'end with the reason of the decree, word for word, when an officer refuses',
      async () => {
        const { words } = visitor;
        const certifier = await StaffDesk.enrol(stage, 'certifier');
        await visitor.choose('certified');
        await visitor.chooseStaffIdentity();
        await visitor.scan('copy-stamped-1');
        await visitor.finishScan();
        await visitor.confirm();
        await visitor.sees(words.processing.decidingTitle);
        await certifier.openFirstRequest();
        await certifier.refuse('22.6', 'Mang bản chính đến quầy');
        await certifier.leave();
        await visitor.sees(words.done.refusedTitle);
        await visitor.seesText(refusalReasons['22.6']);
        await visitor.seesText('Mang bản chính đến quầy');
        await visitor.touch(words.done.finish);
        await visitor.seesAttractScreen();
        expect(await tracesIn(visitor.page)).not.toContain('Mang bản chính');
      },
      timeoutMs,
    );

    it(
      'end with a digital copy without any officer when nothing is in doubt',
      async () => {
        const { words } = visitor;
        await visitor.choose('digital');
        await visitor.proveIdentity('lan');
        await visitor.scan('birth-4');
        await visitor.finishScan();
        await visitor.confirm();
        await visitor.sees(words.done.title);
        expect(stage.printsIn('kiosk-1')).toBe(1);
        await visitor.touchBar('end');
        await visitor.sees(words.ending.title);
      },
      timeoutMs,
    );

    it(
      'go back a step at a time, and are wiped when ended midway',
      async () => {
        const { page, words } = visitor;
        await visitor.choose('certified');
        await visitor.touchBar('back');
        await visitor.sees(words.advice.title);
        await visitor.touchBar('back');
        await visitor.sees(words.service.title);
        await visitor.touch(words.service.certified);
        await visitor.touch(words.advice.continue);
        await visitor.chooseStaffIdentity();
        await visitor.scan('birth-1');
        await page.getByRole('button', { name: words.scan.finish, disabled: false }).waitFor();
        const picture = await page.locator('img[src*="/api/pages/"]').first().getAttribute('src');
        const statusOf = (path: string): Promise<number> =>
          page.evaluate(async (url) => (await fetch(url)).status, path);
        expect(await statusOf(picture!)).toBe(200);
        await visitor.touchBar('end');
        await visitor.sees(words.ending.title);
        await visitor.seesAttractScreen();
        expect(await statusOf(picture!), 'the page is gone from the kiosk').toBe(404);
        expect(await tracesIn(page)).not.toContain('/api/pages/');
      },
      timeoutMs,
    );

    it(
      'go on with an officer when the face is not that of the card',
      async () => {
        const { words } = visitor;
        await visitor.standBeforeCamera('lan');
        await visitor.choose('certified');
        await visitor.showCard('mai');
        await visitor.touch(words.face.start);
        await visitor.sees(words.identity.noMatchTitle);
        await visitor.touch(words.identity.staff);
        await visitor.sees(words.identity.staffTitle);
        await visitor.touch(words.identity.continue);
        await visitor.sees(words.scan.titleFirst);
        await visitor.touchBar('end');
        await visitor.sees(words.ending.title);
      },
      timeoutMs,
    );
  });

  describe('at a kiosk with the camera of its screen, where time is short', () => {
    let kiosk: RunningKiosk;
    beforeAll(async () => {
      kiosk = await stage.instance.startKiosk('kiosk-2', {
        CAMERA: 'browser',
        DELAYS: JSON.stringify({ idleWarningMs: 12_000, idleGraceMs: 8_000 }),
      });
    }, timeoutMs);
    beforeEach(async () => {
      visitor = await KioskVisitor.arrive(stage.browser, kiosk.url, 'en');
    }, timeoutMs);

    it(
      'send what the camera sees to the identity check',
      async () => {
        const { page, words } = visitor;
        let frames = 0;
        page.on('response', (answer) => {
          if (answer.url().includes('/api/camera/frames') && answer.ok()) frames++;
        });
        await visitor.choose('certified');
        await visitor.showCard('mai');
        await visitor.touch(words.face.start);
        await page.getByText(words.face.movement(1, 3).replace(/1.*$/, '')).first().waitFor();
        await expect.poll(() => frames, { timeout: 60_000 }).toBeGreaterThan(5);
        await visitor.touchBar('end');
        await visitor.sees(words.ending.title);
      },
      timeoutMs,
    );

    it(
      'are warned when nobody touches the screen, go on at a touch, and end by themselves',
      async () => {
        const { page, words } = visitor;
        await visitor.choose('certified');
        const warning = page.getByRole('alertdialog', { name: words.idle.title });
        await warning.waitFor();
        await visitor.touch(words.idle.more);
        await warning.waitFor({ state: 'detached' });
        await visitor.sees(words.consent.title);
        await warning.waitFor();
        await visitor.seesAttractScreen();
      },
      timeoutMs,
    );
  });
});
