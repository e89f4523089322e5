// Visits with cards and faces that are not what they should be: a helpful answer on the screen, a flag for staff, no dead end.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { faultText } from '../../kiosk-ui/texts/fault-text.ts';
import { identityFlags } from '../../staff-console/texts/identity-flags.ts';
import type { CardOddity } from '../fixtures/originals/id-card/card-holder.ts';
import { drawOriginal } from '../fixtures/originals/index.ts';
import { requireProgram } from '../programs.ts';
import { KioskVisitor } from './kiosk-visitor.ts';
import { StaffDesk } from './staff-desk.ts';
import { openStage, type Stage } from './stage.ts';

const timeoutMs = 900_000;

describe.runIf(requireProgram('chromium'))('visits with odd cards', () => {
  let stage: Stage;
  let certifier: StaffDesk;
  let visitor: KioskVisitor;
  const pictures = new Map<CardOddity, Uint8Array>();
  beforeAll(async () => {
    for (const [oddity, kind] of [
      ['other-code', 'cccd-front'],
      ['another-state', 'cccd-back'],
      ['wrong-zone', 'cccd-back'],
    ] as const)
      pictures.set(oddity, (await drawOriginal({ kind, seed: oddity, holder: { oddity } })).jpeg);
    stage = await openStage({ cardBeforeBrowser: 'cccd-back-lan' });
    certifier = await StaffDesk.enrol(stage, 'certifier');
  }, timeoutMs);
  afterAll(() => stage?.close(), timeoutMs);
  beforeEach(async () => {
    visitor = await KioskVisitor.arrive(stage.browser, stage.kioskUrl, 'en');
    await visitor.holdUp(null);
  }, timeoutMs);
  afterEach(() => visitor?.leave());

  const add = (oddity: CardOddity): Promise<string> => visitor.addPaper(oddity, pictures.get(oddity)!);
  const says = (code: Parameters<typeof faultText>[0]): Promise<void> =>
    visitor.seesText(faultText(code, 'en').title);
  const end = async (): Promise<void> => {
    await visitor.touchBar('end');
    await visitor.seesAttractScreen();
  };
  /** From the face to the confirmed request; what the certifier reads of the identity, in Vietnamese. */
  const flagsSeenByStaff = async (): Promise<string[]> => {
    const { identity, scan } = visitor.words;
    await visitor.touch(identity.continue);
    await visitor.sees(scan.titleFirst);
    await visitor.scan('birth-1');
    await visitor.finishScan();
    await visitor.confirm();
    await visitor.sees(visitor.words.processing.decidingTitle);
    await certifier.openFirstRequest();
    const items = certifier.page.getByRole('list', { name: 'Điểm cần xem kỹ' }).getByRole('listitem');
    const seen = await items.allTextContents();
    await certifier.refuse('22.6', 'Mang thẻ đến quầy');
    await visitor.touch(visitor.words.done.finish);
    await visitor.seesAttractScreen();
    return seen.map((text) => text.trim());
  };

  it(
    'read the code before the camera, so that one side on the glass is enough',
    async () => {
      const { card, cardCamera, face } = visitor.words;
      await visitor.standBeforeCamera('lan');
      await visitor.choose('digital');
      await visitor.holdUp('cccd-back-lan', 'blurred');
      await visitor.chooseCardWay('camera');
      await visitor.sees(cardCamera.title);
      await visitor.seesText(cardCamera.hints.blurred);
      await visitor.holdUp('cccd-back-lan');
      // Found: ticks, and goes on by itself.
      await visitor.sees(card.titleFront);
      await visitor.seesText(card.leadCodeRead);
      await visitor.layOnGlass('cccd-front-lan');
      await visitor.touch(card.read);
      await visitor.sees(face.title);
      await visitor.passFaceCheck();
      await end();
    },
    timeoutMs,
  );

  it(
    'read the code with the camera of the screen',
    async () => {
      await visitor.leave();
      const kiosk = await stage.instance.startKiosk('kiosk-2', { CAMERA: 'browser' });
      visitor = await KioskVisitor.arrive(stage.browser, kiosk.url, 'en');
      await visitor.choose('digital');
      await visitor.chooseCardWay('camera');
      await visitor.sees(visitor.words.card.titleFront);
      await visitor.seesText(visitor.words.card.leadCodeRead);
      await end();
      await kiosk.service.stop();
    },
    timeoutMs,
  );

  it(
    'are told that a web address is no card, before the camera and on the glass, and end with staff',
    async () => {
      const { card, cardCamera, identity } = visitor.words;
      const paper = await add('other-code');
      await visitor.choose('digital');
      await visitor.holdUp(paper);
      await visitor.chooseCardWay('camera');
      await says('identity.code-not-a-card');
      await visitor.touch(cardCamera.glass);
      await visitor.sees(card.titleFront);
      await visitor.layOnGlass(paper);
      await visitor.touch(card.read);
      await says('identity.code-not-a-card');
      await visitor.touch(card.again);
      await visitor.seesText(card.attempt(3));
      await visitor.touch(card.again);
      await visitor.sees(identity.staffTitle);
      await end();
    },
    timeoutMs,
  );

  it(
    'are told that a card of another country is for staff',
    async () => {
      const { card, identity } = visitor.words;
      const paper = await add('another-state');
      await visitor.choose('digital');
      await visitor.chooseCardWay('glass');
      await visitor.sees(card.titleFront);
      await visitor.layOnGlass(paper);
      await visitor.touch(card.read);
      await says('identity.card-of-another-state');
      await visitor.touch(card.staff);
      await visitor.sees(identity.staffTitle);
      await end();
    },
    timeoutMs,
  );

  it(
    "are told of a wrong zone, and go on with the code of somebody else's card, which staff see",
    async () => {
      const { card, face } = visitor.words;
      const wrongZone = await add('wrong-zone');
      await visitor.standBeforeCamera('mai');
      await visitor.choose('digital');
      await visitor.holdUp('cccd-back-lan');
      await visitor.chooseCardWay('camera');
      await visitor.sees(card.titleFront);
      await visitor.layOnGlass(wrongZone);
      await visitor.touch(card.read);
      await says('identity.card-unreadable');
      await visitor.layOnGlass('cccd-front-mai');
      await visitor.touch(card.again);
      await visitor.sees(face.title);
      await visitor.passFaceCheck();
      expect(await flagsSeenByStaff()).toContain(identityFlags['sides-disagree']!.vi);
    },
    timeoutMs,
  );

  it(
    'with a photo before the camera are left to staff, who see why',
    async () => {
      const { face, identity } = visitor.words;
      await visitor.standBeforeCamera('mai', 'still');
      await visitor.choose('digital');
      await visitor.showCard('mai');
      await visitor.touch(face.start);
      await visitor.sees(identity.referTitle);
      expect(await flagsSeenByStaff()).toContain(identityFlags['liveness-timeout']!.vi);
    },
    timeoutMs,
  );
});
