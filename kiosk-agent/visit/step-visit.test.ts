import type { VisitCommand } from '@saoy/contracts/visit/command';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Of, VisitDriver } from '../testing/visit-driver.ts';

describe('the visit', () => {
  it('reaches every screen from attract to ending', () => {
    const visit = new VisitDriver();
    const seen = [visit.screen];
    const see = () => seen.push(visit.screen);
    visit.act({ type: 'begin' });
    see();
    visit.act({ type: 'choose-language', language: 'vi' });
    see();
    visit.act({ type: 'open-help' });
    see();
    visit.act({ type: 'back' }, { type: 'choose-product', product: 'digital' });
    see();
    visit.act({ type: 'continue' });
    see();
    visit.act({ type: 'give-consent', face: true });
    see();
    visit.act({ type: 'identify-by-staff' });
    see();
    visit.act({ type: 'continue' });
    see();
    visit.scan();
    visit.act({ type: 'finish-scan' });
    see();
    visit.serve();
    see();
    visit.act({ type: 'confirm-read' });
    see();
    visit.quote();
    see();
    const [id] = visit.confirm();
    see();
    visit.decide(id!, 'approved');
    visit.print(id!);
    see();
    visit.act({ type: 'end' });
    see();
    expect(seen).toEqual([
      'attract',
      'language',
      'service',
      'help',
      'advice',
      'consent',
      'card-choice',
      'identity-result',
      'scan',
      'reading',
      'review',
      'options',
      'fee',
      'processing',
      'done',
      'ending',
    ]);
  });

  it('begins nothing while the kiosk is out of service', () => {
    const visit = new VisitDriver();
    visit.give({ type: 'devices', trouble: 'kiosk.disk-full', canPrint: true });
    expect(visit.status.visit).toEqual({ screen: 'attract', outOfService: 'kiosk.disk-full' });
    expect(visit.isRefused({ type: 'begin' })).toBe(true);
    visit.give({ type: 'devices', trouble: null, canPrint: true });
    visit.give({ type: 'connection', isOnline: false });
    expect(visit.status.visit).toMatchObject({ outOfService: 'kiosk.server-unreachable' });
  });

  it('warns after a minute, leaves at least 20 s, and wipes what nobody continues', () => {
    const visit = new VisitDriver();
    visit.toScan();
    visit.scan();
    const [original] = visit.state.visit!.capture.originals;
    visit.wait(visit.delays.idleWarningMs - 1);
    expect(visit.status.idle).toBeNull();
    visit.wait(1);
    const endsAtMs = Date.parse(visit.status.idle!.endsAt);
    expect(endsAtMs - visit.nowMs).toBeGreaterThanOrEqual(20_000);
    visit.act({ type: 'more-time' });
    expect(visit.status.idle).toBeNull();
    visit.wait(visit.delays.idleWarningMs + visit.delays.idleGraceMs);
    expect(visit.screen).toBe('ending');
    expect(visit.take('wipe')).toMatchObject([{ abandonedIds: [original!.id], cause: 'idle' }]);
  });

  it('never ends for want of a touch while the scanner holds a page', () => {
    const visit = new VisitDriver();
    visit.toScan();
    visit.act({ type: 'scan-page', source: 'glass' });
    visit.wait(3_600_000);
    expect(visit.screen).toBe('scan');
    expect(visit.status.idle).toBeNull();
  });

  it('lets the person go on in the review when the server cannot read in time', () => {
    const visit = new VisitDriver();
    visit.requests.isReading = false;
    visit.toScan();
    visit.scan();
    visit.act({ type: 'finish-scan' });
    visit.serve();
    expect(visit.screen).toBe('reading');
    visit.wait(visit.delays.readingMs);
    expect(visit.status.visit).toMatchObject({
      screen: 'review',
      originals: [{ type: 'other', fields: [] }],
    });
  });

  it('returns to the scanner with the reason when the server does not take a page', () => {
    const visit = new VisitDriver();
    visit.toScan();
    visit.scan();
    const [original] = visit.state.visit!.capture.originals;
    visit.act({ type: 'finish-scan' });
    visit.give({
      type: 'request-failed',
      requestId: original!.id,
      fault: { code: 'image.low-resolution' },
    });
    expect(visit.screen).toBe('scan');
    expect(visit.status.fault).toMatchObject({ device: 'server', code: 'image.low-resolution' });
    visit.act({ type: 'delete-page', pageId: original!.pages[0]!.id });
    expect(visit.status.fault).toBeNull();
  });

  it('never offers paper when the printer is away, and asks for at least one way of delivery', () => {
    const visit = new VisitDriver();
    visit.give({ type: 'devices', trouble: null, canPrint: false });
    visit.toScan();
    visit.scan();
    visit.act({ type: 'finish-scan' });
    visit.serve();
    visit.act({ type: 'confirm-read' });
    expect(visit.status.visit).toMatchObject({ canPrint: false, delivery: { print: false, download: true } });
    expect(visit.isRefused({ type: 'set-delivery', print: true, download: true, email: null })).toBe(true);
    visit.act({ type: 'set-delivery', print: false, download: false, email: null });
    expect(visit.isRefused({ type: 'show-fee' })).toBe(true);
  });

  const commandTypes: VisitCommand['type'][] = [
    'begin',
    'choose-language',
    'set-display',
    'open-help',
    'choose-product',
    'continue',
    'give-consent',
    'ask-staff',
    'identify-by-staff',
    'choose-card-way',
    'read-card',
    'start-face',
    'scan-page',
    'rescan-page',
    'keep-page',
    'delete-page',
    'move-page',
    'add-original',
    'select-original',
    'delete-original',
    'undo',
    'finish-scan',
    'question-field',
    'confirm-read',
    'set-copies',
    'set-delivery',
    'show-fee',
    'confirm-request',
    'leave',
    'retry',
    'more-time',
    'back',
    'end',
  ];

  it('survives any sequence of acts and events, prints only for whoever is there, and keeps nothing after the end', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 4 }),
        fc.array(fc.tuple(fc.nat({ max: 63 }), fc.nat({ max: 6 }), fc.boolean()), {
          minLength: 40,
          maxLength: 200,
        }),
        (stage, steps) => {
          const visit = new VisitDriver();
          advance(visit, stage);
          for (const [kind, pick, flag] of steps) {
            const before = visit.effects.length;
            const wasIdle = visit.status.idle !== null;
            playStep(visit, kind, pick, flag);
            const fresh = visit.effects.slice(before);
            if (fresh.some(({ type }) => type === 'print')) {
              expect(visit.state.visit?.phase).toBe('processing');
              expect(wasIdle && kind >= commandTypes.length).toBe(false);
            }
            if (['ending', 'attract'].includes(visit.screen)) {
              const text = JSON.stringify([visit.state, visit.status]);
              for (const secret of ['Nguyễn', '001099012345', sha256Of('page')]) {
                expect(text.includes(secret)).toBe(false);
              }
            }
            if (fresh.some(({ type }) => type === 'wipe')) {
              visit.effects = [];
              visit.requests.byId.clear();
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  /** Random acts alone rarely come far: some runs begin further on. */
  function advance(visit: VisitDriver, stage: number): void {
    if (stage > 0) visit.toScan();
    if (stage > 1) visit.scan();
    if (stage > 2) visit.toFee();
    if (stage > 3) visit.confirm();
  }

  const cardReading = {
    chipKeys: [],
    holder: {
      number: '001099012345',
      formerNumber: null,
      fullName: 'Nguyễn Văn An',
      dateOfBirth: null,
      gender: '',
      residence: '',
      issueDate: null,
      extra: [],
    },
    isPortraitFound: false,
    portraitEyeDistancePx: null,
    flags: [],
  };

  /** One act or event, made of whatever lies at hand; most of them do not fit the present screen. */
  function playStep(visit: VisitDriver, kind: number, pick: number, flag: boolean): void {
    const originals = visit.state.visit?.capture.originals ?? [];
    const original = originals[pick % Math.max(1, originals.length)];
    const pages = originals.flatMap((one) => one.pages);
    const pageId = pages[pick % Math.max(1, pages.length)]?.id ?? visit.moment().id;
    const requestId = original?.id ?? visit.moment().id;
    const type = commandTypes[kind];
    if (type !== undefined) {
      visit.give({
        type: 'command',
        command: {
          type,
          language: flag ? 'vi' : 'en',
          display: { textSize: 'large', contrast: 'high', reach: 'low', isSpoken: true },
          product: flag ? 'certified' : 'digital',
          face: flag,
          way: flag ? 'camera' : 'glass',
          source: flag ? 'glass' : 'feeder',
          pageId,
          to: pick,
          originalId: requestId,
          field: 'full-name',
          isQuestioned: flag,
          copies: pick + 1,
          print: flag,
          download: true,
          email: null,
        } as VisitCommand,
      });
      return;
    }
    const fault = { code: 'general.unavailable' } as const;
    const scanId = visit.state.visit?.capture.scan?.id ?? requestId;
    switch (kind - commandTypes.length) {
      case 0:
      case 1:
        if (visit.state.visit !== null) visit.serve();
        return;
      case 2:
        visit.wait(pick * 20_000);
        return;
      case 3:
        return void visit.give({ type: 'identity-begun', sessionId: 's', nonce: 'n', challengesTotal: 2 });
      case 4:
        return void visit.give({ type: 'card-read', reading: { ...cardReading, isPortraitFound: flag } });
      case 5:
        return void visit.give({ type: 'card-failed', device: 'server', fault });
      case 6:
        return void visit.give({ type: 'face-failed', device: 'camera', fault });
      case 7:
        return void visit.give({ type: 'sheet-started', scanId, pageId: flag ? pageId : visit.moment().id });
      case 8:
        return void visit.give({ type: 'sheet-scanned', pageId });
      case 9:
      case 10:
        return void visit.give({
          type: 'page-checked',
          pageId,
          problems: flag ? [] : [{ code: 'blur', box: null }],
          widthPx: 10,
          heightPx: 10,
          sha256: sha256Of('page'),
        });
      case 11:
        return void visit.give({ type: 'page-failed', pageId, device: 'scanner', fault });
      case 12:
      case 13:
        return void visit.give({
          type: 'scan-finished',
          scanId,
          failure: flag ? null : { device: 'scanner', fault },
        });
      case 14:
        return void visit.give({ type: 'request-failed', requestId, fault });
      case 15:
      case 16: {
        for (const { requestId: id } of visit.take('quote')) {
          const fee = { originalPages: 1, copies: 1, perCopyVnd: 2000, totalVnd: 2000, basis: '' };
          visit.give({ type: 'fee-quoted', requestId: id, fee });
        }
        return;
      }
      case 17:
        return void visit.give({ type: 'quote-failed', fault });
      case 18:
        return void visit.give({ type: 'print-fault', requestId, fault: { code: 'printer.jam' } });
      case 19:
        return void visit.give({ type: 'print-completed', requestId });
      case 20:
        return void visit.give({ type: 'slip-ended', isPrinted: flag });
      case 21:
        return void visit.give({ type: 'wiped' });
      case 22:
        return void visit.give({ type: 'connection', isOnline: flag });
      case 23:
        return void visit.give({ type: 'devices', trouble: null, canPrint: flag });
      case 24:
        return void visit.give({ type: 'card-code-read', reading: cardReading, canReadChip: flag });
      case 25:
        return void visit.give(flag ? { type: 'card-code-seen' } : { type: 'card-code-refused', fault });
      case 26:
        return void visit.give({ type: 'card-failed', device: 'camera', fault });
      default: {
        for (const effect of visit.take('confirm'))
          for (const { requestId: id, confirmation } of effect.requests) {
            if (visit.requests.byId.get(id)?.confirmation !== null) continue;
            visit.requests.confirm(id, confirmation);
            visit.decide(id, flag ? 'approved' : 'refused');
          }
      }
    }
  }
});
