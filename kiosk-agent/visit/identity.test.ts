import type { FaceGuidance, IdentityOutcome } from '@saoy/contracts/identity';
import { beforeEach, describe, expect, it } from 'vitest';
import { VisitDriver } from '../testing/visit-driver.ts';

const holder = {
  number: '001099012345',
  formerNumber: null,
  fullName: 'Nguyễn Văn An',
  dateOfBirth: null,
  gender: 'Nam',
  residence: '',
  issueDate: null,
  extra: [],
};
const reading = { holder, chipKeys: [], isPortraitFound: true, portraitEyeDistancePx: 90, flags: [] };
const guidance: FaceGuidance = {
  guidance: 'ok',
  challenge: 'blink',
  challengesDone: 1,
  challengesTotal: 2,
  progress: 0.5,
  state: 'collecting',
  attemptsLeft: 3,
};
const outcome = (decision: IdentityOutcome['decision'], attemptsLeft = 2): IdentityOutcome => ({
  method: 'face',
  decision,
  similarity: 0.6,
  thresholds: { match: 0.5, refer: 0.4 },
  model: 'm',
  isLivenessPassed: true,
  chip: 'not-read',
  attemptsLeft,
  holder,
  flags: [],
  decidedAt: '2026-11-21T08:00:00Z',
});

describe('the identity part of a visit', () => {
  let visit: VisitDriver;

  beforeEach(() => {
    visit = new VisitDriver();
    visit.toConsent();
  });

  const readCard = () => {
    if (visit.screen === 'card-choice') visit.act({ type: 'choose-card-way', way: 'glass' });
    visit.act({ type: 'read-card' });
    if (visit.state.visit?.identity.sessionId === null) {
      visit.give({ type: 'identity-begun', sessionId: 's1', nonce: 'n', challengesTotal: 2 });
    }
    visit.give({ type: 'card-scanned' });
  };
  const toFace = () => {
    visit.act({ type: 'give-consent', face: true });
    readCard();
    visit.give({ type: 'card-read', reading });
  };
  const passFace = (decision: IdentityOutcome['decision'], attemptsLeft = 2) => {
    visit.act({ type: 'start-face' });
    visit.give({ type: 'face-guided', guidance });
    visit.give({ type: 'face-guided', guidance: { ...guidance, state: 'passed' } });
    visit.give({ type: 'identity-decided', outcome: outcome(decision, attemptsLeft) });
  };

  it('goes from card over face to the result, naming the holder', () => {
    toFace();
    expect(visit.status.visit).toMatchObject({
      screen: 'face',
      step: 'starting',
      holderName: 'Nguyễn Văn An',
    });
    visit.act({ type: 'start-face' });
    expect(visit.take('start-camera')).toEqual([{ type: 'start-camera', sessionId: 's1', nonce: 'n' }]);
    visit.give({ type: 'face-guided', guidance });
    expect(visit.status.visit).toMatchObject({ step: 'guiding', challenge: 'blink', challengesDone: 1 });
    visit.give({ type: 'face-guided', guidance: { ...guidance, state: 'passed' } });
    expect(visit.status.visit).toMatchObject({ step: 'judging' });
    visit.give({ type: 'identity-decided', outcome: outcome('match') });
    expect(visit.status.visit).toMatchObject({ screen: 'identity-result', outcome: 'match' });
    visit.act({ type: 'continue' });
    expect(visit.screen).toBe('scan');
  });

  it('asks for the back of a card whose front shows no number', () => {
    visit.act({ type: 'give-consent', face: true });
    readCard();
    visit.give({ type: 'card-read', reading: { ...reading, holder: null } });
    expect(visit.status.visit).toMatchObject({ screen: 'card', side: 'back', attempt: 1, problem: null });
    readCard();
    visit.give({ type: 'card-read', reading: { ...reading, isPortraitFound: false } });
    expect(visit.screen).toBe('face');
  });

  it('hands over to staff after three cards that cannot be read', () => {
    visit.act({ type: 'give-consent', face: true });
    const failed = {
      type: 'card-failed',
      device: 'server',
      fault: { code: 'identity.card-unreadable' },
    } as const;
    visit.act({ type: 'choose-card-way', way: 'glass' });
    for (let attempt = 1; attempt <= 3; attempt++) {
      expect(visit.status.visit).toMatchObject({ screen: 'card', attempt });
      readCard();
      visit.give(failed);
    }
    expect(visit.status.visit).toMatchObject({ screen: 'identity-result', outcome: 'staff' });
    expect(visit.take('drop-identity')).toHaveLength(1);
  });

  it('counts no try at the card while the server is busy, and says that it tries again by itself', () => {
    visit.act({ type: 'give-consent', face: true });
    readCard();
    for (let i = 0; i < 5; i++) visit.give({ type: 'identity-busy' });
    expect(visit.status.visit).toMatchObject({ step: 'reading', attempt: 1, problem: 'identity.busy' });
    expect(visit.status.fault).toBeNull();
    visit.give({ type: 'card-read', reading: { ...reading, isPortraitFound: false } });
    expect(visit.status.visit).toMatchObject({ screen: 'card', side: 'back', attempt: 1, problem: null });
  });

  it.each(['identity.busy', 'identity.matcher-unavailable'] as const)(
    'takes %s for a fault of the server and not for one of the card',
    (code) => {
      visit.act({ type: 'give-consent', face: true });
      for (let i = 0; i < 4; i++) {
        readCard();
        visit.give({ type: 'card-failed', device: 'server', fault: { code } });
        expect(visit.status).toMatchObject({
          visit: { screen: 'card', step: 'waiting', attempt: 1, problem: null },
          fault: { device: 'server', code, canRetry: true },
        });
      }
    },
  );

  it('says before the camera that the server is busy, until it has room again', () => {
    toFace();
    visit.act({ type: 'start-face' });
    visit.give({ type: 'identity-busy' });
    expect(visit.status.visit).toMatchObject({ step: 'guiding', isBusy: true, attemptsLeft: 3 });
    visit.give({ type: 'face-guided', guidance });
    expect(visit.status.visit).toMatchObject({ step: 'guiding', isBusy: false, attemptsLeft: 3 });
  });

  it.each(['consent', 'card', 'face', 'result'] as const)(
    'lets staff confirm the identity from %s',
    (where) => {
      if (where === 'consent') visit.act({ type: 'give-consent', face: false });
      else {
        if (where === 'card') visit.act({ type: 'give-consent', face: true });
        else toFace();
        if (where === 'result') passFace('no-match');
        visit.act({ type: 'identify-by-staff' });
      }
      expect(visit.status.visit).toMatchObject({ screen: 'identity-result', outcome: 'staff' });
      visit.act({ type: 'continue' });
      expect(visit.screen).toBe('scan');
    },
  );

  it('offers another try after a face that does not match, and goes on with staff after the last', () => {
    toFace();
    passFace('no-match', 1);
    visit.act({ type: 'retry' });
    expect(visit.status.visit).toMatchObject({ screen: 'face', isRetry: true, step: 'starting' });
    passFace('no-match', 0);
    expect(visit.isRefused({ type: 'retry' })).toBe(true);
    visit.act({ type: 'continue' });
    visit.scan();
    visit.toFee();
    visit.confirm();
    expect(visit.take('confirm')[0]?.requests[0]?.confirmation).toMatchObject({
      identity: { method: 'staff', decision: 'no-match', holderNumber: '001099012345' },
      identitySessionId: null,
    });
  });

  it('says what is in doubt, and lets the person try again', () => {
    toFace();
    visit.act({ type: 'start-face' });
    visit.give({ type: 'face-guided', guidance: { ...guidance, state: 'failed' } });
    const unseen = { ...outcome('refer'), isLivenessPassed: false, similarity: null };
    visit.give({ type: 'identity-decided', outcome: unseen });
    expect(visit.status.visit).toMatchObject({ outcome: 'refer', doubt: 'movements', attemptsLeft: 2 });
    visit.act({ type: 'retry' });
    passFace('refer', 1);
    expect(visit.status.visit).toMatchObject({ outcome: 'refer', doubt: 'likeness', attemptsLeft: 1 });
    visit.act({ type: 'retry' });
    visit.act({ type: 'start-face' });
    visit.give({ type: 'face-guided', guidance: { ...guidance, state: 'passed' } });
    visit.give({ type: 'identity-decided', outcome: { ...outcome('refer', 0), similarity: null } });
    expect(visit.status.visit).toMatchObject({ outcome: 'refer', doubt: 'portrait', attemptsLeft: 0 });
    expect(visit.isRefused({ type: 'retry' })).toBe(true);
    visit.act({ type: 'continue' });
    expect(visit.screen).toBe('scan');
  });

  it('begins again with the card when the server has forgotten the check', () => {
    toFace();
    visit.act({ type: 'start-face' });
    visit.give({ type: 'face-failed', device: 'server', fault: { code: 'identity.session-unknown' } });
    expect(visit.status.visit).toMatchObject({
      screen: 'card-choice',
      problem: 'identity.session-unknown',
    });
    readCard();
    expect(visit.take('read-card').at(-1)?.sessionId).toBeNull();
  });

  it('tells of a lost camera and lets the person try again or ask staff', () => {
    toFace();
    visit.act({ type: 'start-face' });
    visit.give({ type: 'face-failed', device: 'camera', fault: { code: 'camera.unavailable' } });
    expect(visit.status).toMatchObject({
      fault: { device: 'camera', code: 'camera.unavailable', canRetry: true },
    });
    visit.act({ type: 'retry' });
    expect(visit.status.visit).toMatchObject({ step: 'guiding' });
    expect(visit.status.fault).toBeNull();
  });
});
