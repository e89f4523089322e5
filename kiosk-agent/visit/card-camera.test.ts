import type { CardReading } from '@saoy/contracts/identity';
import { beforeEach, describe, expect, it } from 'vitest';
import { sampleChipKeys, sampleHolder, sampleReading } from '../testing/sample-card.ts';
import { VisitDriver } from '../testing/visit-driver.ts';

const code: CardReading = { ...sampleReading, isPortraitFound: false, portraitEyeDistancePx: null };
const onGlass: CardReading = { ...code, holder: null, chipKeys: [], isPortraitFound: true };
const chip = { state: 'authentic' as const, isPortraitUsed: true, flags: [] };

describe('the card before the camera', () => {
  let visit: VisitDriver;

  beforeEach(() => {
    visit = new VisitDriver();
    visit.toConsent();
    visit.act({ type: 'give-consent', face: true });
  });
  const openCamera = () => {
    visit.act({ type: 'choose-card-way', way: 'camera' });
    visit.give({ type: 'identity-begun', sessionId: 's1', nonce: 'n', challengesTotal: 2 });
  };
  const readCode = (canReadChip = false) => {
    visit.give({ type: 'card-code-seen' });
    visit.give({ type: 'card-code-read', reading: code, canReadChip });
  };
  const seeTick = () => visit.wait(visit.delays.codeFoundMs);

  it('is one of three ways, and the camera opens for whoever chooses it only', () => {
    expect(visit.status.visit).toEqual({ screen: 'card-choice', problem: null });
    expect(visit.take('watch-card')).toEqual([]);
    openCamera();
    expect(visit.status.visit).toMatchObject({ screen: 'card-camera', step: 'searching', hint: null });
    expect(visit.take('watch-card')).toEqual([{ type: 'watch-card', sessionId: null }]);
  });

  it('hears what to change while nothing is read', () => {
    openCamera();
    visit.give({ type: 'card-looked', hint: 'glare' });
    expect(visit.status.visit).toMatchObject({ hint: 'glare' });
    visit.give({ type: 'card-looked', hint: null });
    expect(visit.status.visit).toMatchObject({ hint: null });
  });

  it('is told of a code that is no card, and goes on looking', () => {
    openCamera();
    visit.give({ type: 'card-code-refused', fault: { code: 'identity.code-not-a-card' } });
    expect(visit.status.visit).toMatchObject({ step: 'searching', problem: 'identity.code-not-a-card' });
    readCode();
    expect(visit.status.visit).toMatchObject({ step: 'found', problem: null });
  });

  it('ticks, then asks for the card on the glass by itself, since its portrait is wanted', () => {
    openCamera();
    visit.give({ type: 'card-code-seen' });
    expect(visit.status.visit).toMatchObject({ step: 'checking' });
    visit.give({ type: 'card-code-read', reading: code, canReadChip: false });
    expect(visit.take('stop-camera')).toHaveLength(1);
    visit.wait(visit.delays.codeFoundMs - 1);
    expect(visit.status.visit).toMatchObject({ screen: 'card-camera', step: 'found' });
    visit.wait(1);
    expect(visit.status.visit).toMatchObject({ screen: 'card', side: 'front', isCodeRead: true });
    visit.act({ type: 'read-card' });
    visit.give({ type: 'card-scanned' });
    // A front without a code, or with one that is worn off: the back need not be scanned.
    visit.give({ type: 'card-read', reading: onGlass, canReadChip: false });
    expect(visit.status.visit).toMatchObject({ screen: 'face', holderName: 'Nguyễn Thị Mẫu' });
  });

  it('needs no glass where the chip gives the portrait', () => {
    openCamera();
    readCode(true);
    seeTick();
    expect(visit.screen).toBe('chip');
    expect(visit.take('read-chip')).toEqual([{ type: 'read-chip', sessionId: 's1', keys: sampleChipKeys }]);
    visit.give({ type: 'chip-read', reading: chip });
    expect(visit.screen).toBe('face');
  });

  it.each([
    ['was skipped', () => visit.act({ type: 'skip-chip' })],
    [
      'gave no portrait',
      () => visit.give({ type: 'chip-read', reading: { ...chip, isPortraitUsed: false } }),
    ],
  ])('goes on the glass when the chip %s, and the chip is not asked for again', (_, leave) => {
    openCamera();
    readCode(true);
    seeTick();
    leave();
    expect(visit.status.visit).toMatchObject({ screen: 'card', isCodeRead: true });
    visit.act({ type: 'read-card' });
    visit.give({ type: 'card-scanned' });
    visit.give({
      type: 'card-read',
      reading: { ...onGlass, holder: sampleHolder, chipKeys: sampleChipKeys },
      canReadChip: true,
    });
    expect(visit.screen).toBe('face');
  });

  it('reads the code that the glass did not give', () => {
    visit.act({ type: 'choose-card-way', way: 'glass' }, { type: 'read-card' });
    visit.give({ type: 'identity-begun', sessionId: 's1', nonce: 'n', challengesTotal: 2 });
    visit.give({ type: 'card-scanned' });
    visit.give({ type: 'card-read', reading: onGlass, canReadChip: false });
    expect(visit.status.visit).toMatchObject({ screen: 'card', side: 'back' });
    visit.act({ type: 'choose-card-way', way: 'camera' });
    readCode();
    seeTick();
    expect(visit.screen).toBe('face');
  });

  it('can be left for the glass, the choice and staff at any time', () => {
    openCamera();
    visit.act({ type: 'choose-card-way', way: 'glass' });
    expect(visit.status.visit).toMatchObject({ screen: 'card', isCodeRead: false });
    visit.act({ type: 'choose-card-way', way: 'camera' }, { type: 'back' });
    expect(visit.screen).toBe('card-choice');
    visit.act({ type: 'choose-card-way', way: 'camera' }, { type: 'identify-by-staff' });
    expect(visit.status.visit).toMatchObject({ screen: 'identity-result', outcome: 'staff' });
    expect(visit.take('stop-camera')).toHaveLength(3);
  });

  it('offers the other ways when the camera is lost', () => {
    openCamera();
    visit.give({ type: 'card-failed', device: 'camera', fault: { code: 'camera.unavailable' } });
    expect(visit.status).toMatchObject({
      visit: { screen: 'card-choice', problem: 'camera.unavailable' },
      fault: null,
    });
  });

  it('looks again after the server could not be reached', () => {
    openCamera();
    visit.give({ type: 'card-code-seen' });
    visit.give({ type: 'card-failed', device: 'server', fault: { code: 'general.unavailable' } });
    expect(visit.status.fault).toMatchObject({ device: 'server', canRetry: true });
    visit.act({ type: 'retry' });
    expect(visit.status).toMatchObject({ fault: null, visit: { step: 'searching' } });
    expect(visit.take('watch-card')).toHaveLength(2);
  });

  it('is not looked for for ever: an untouched screen warns and ends, and the camera closes', () => {
    openCamera();
    visit.wait(visit.delays.idleWarningMs);
    expect(visit.status.idle).not.toBeNull();
    visit.wait(visit.delays.idleGraceMs);
    expect(visit.screen).toBe('ending');
    expect(visit.take('stop-camera')).toHaveLength(1);
  });
});
