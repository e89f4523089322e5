import type { ErrorCode } from '@saoy/contracts/errors';
import { beforeEach, describe, expect, it } from 'vitest';
import { sampleChipKeys, sampleReading } from '../testing/sample-card.ts';
import { VisitDriver } from '../testing/visit-driver.ts';

const authentic = { state: 'authentic' as const, isPortraitUsed: true, flags: [] };

describe('the chip in a visit', () => {
  let visit: VisitDriver;

  beforeEach(() => {
    visit = new VisitDriver();
    visit.toConsent();
    visit.act({ type: 'give-consent', face: true });
    visit.act({ type: 'choose-card-way', way: 'glass' }, { type: 'read-card' });
    visit.give({ type: 'identity-begun', sessionId: 's1', nonce: 'n', challengesTotal: 2 });
    visit.give({ type: 'card-scanned' });
  });
  const toChip = () => visit.give({ type: 'card-read', reading: sampleReading, canReadChip: true });
  const fail = (code: ErrorCode, device: 'card-reader' | 'server' = 'card-reader') =>
    visit.give({ type: 'chip-failed', device, fault: { code } });

  it('is asked for where a reader stands, after the card was read', () => {
    toChip();
    expect(visit.status.visit).toEqual({ screen: 'chip', step: 'waiting', progress: 0, problem: null });
    expect(visit.take('read-chip')).toEqual([{ type: 'read-chip', sessionId: 's1', keys: sampleChipKeys }]);
  });

  it('is not asked for without a reader, nor without anything to open it with', () => {
    visit.give({ type: 'card-read', reading: sampleReading, canReadChip: false });
    expect(visit.screen).toBe('face');
    const other = new VisitDriver();
    other.toConsent();
    other.act({ type: 'give-consent', face: true });
    other.act({ type: 'choose-card-way', way: 'glass' }, { type: 'read-card' });
    other.give({ type: 'identity-begun', sessionId: 's2', nonce: 'n', challengesTotal: 2 });
    other.give({ type: 'card-scanned' });
    other.give({ type: 'card-read', reading: { ...sampleReading, chipKeys: [] }, canReadChip: true });
    expect(other.screen).toBe('face');
  });

  it('shows how far the reading is, then goes on to the face', () => {
    toChip();
    visit.give({ type: 'chip-progress', share: 0.4 });
    expect(visit.status.visit).toMatchObject({ step: 'reading', progress: 0.4 });
    visit.give({ type: 'chip-progress', share: 1 });
    expect(visit.status.visit).toMatchObject({ step: 'checking' });
    visit.give({ type: 'chip-read', reading: authentic });
    expect(visit.screen).toBe('face');
    expect(visit.take('show-camera')).toHaveLength(1);
  });

  it('that is not genuine accuses nobody at the screen', () => {
    toChip();
    visit.give({
      type: 'chip-read',
      reading: { state: 'not-authentic', isPortraitUsed: false, flags: ['chip-file-changed'] },
    });
    expect(visit.screen).toBe('face');
  });

  it.each<ErrorCode>(['card-reader.card-removed', 'card-reader.access-denied', 'card-reader.timeout'])(
    'that fails with %s can be read again or skipped',
    (code) => {
      toChip();
      fail(code);
      expect(visit.status.visit).toMatchObject({ screen: 'chip', step: 'failed', problem: code });
      visit.act({ type: 'retry' });
      expect(visit.take('read-chip')).toHaveLength(2);
      expect(visit.status.visit).toMatchObject({ step: 'waiting', problem: null });
      fail(code);
      visit.act({ type: 'skip-chip' });
      expect(visit.screen).toBe('face');
    },
  );

  it('can be skipped while it is waited for, which ends the waiting', () => {
    toChip();
    visit.act({ type: 'skip-chip' });
    expect(visit.screen).toBe('face');
    expect(visit.take('stop-camera')).toHaveLength(1);
  });

  it('goes on without a reader that was unplugged meanwhile', () => {
    toChip();
    fail('card-reader.unplugged');
    expect(visit.screen).toBe('face');
  });

  it('begins again with the card when the server forgot the check', () => {
    toChip();
    fail('identity.session-unknown', 'server');
    expect(visit.status.visit).toMatchObject({
      screen: 'card-choice',
      problem: 'identity.session-unknown',
    });
  });

  it('leaves the way to staff open', () => {
    toChip();
    visit.act({ type: 'identify-by-staff' });
    expect(visit.status.visit).toMatchObject({ screen: 'identity-result', outcome: 'staff' });
  });
});
