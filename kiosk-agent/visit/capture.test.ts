import { beforeEach, describe, expect, it } from 'vitest';
import { VisitDriver } from '../testing/visit-driver.ts';

describe('the capture part of a visit', () => {
  let visit: VisitDriver;
  const pages = () =>
    visit.state.visit!.capture.originals.map((original) => original.pages.map(({ id }) => id));

  beforeEach(() => {
    visit = new VisitDriver();
    visit.toScan();
  });

  it('sends a page as soon as it is good, and a doubtful one only when it is kept', () => {
    visit.scan('one');
    expect(visit.take('send-page')).toHaveLength(1);
    const doubtful = visit.scan('two', false);
    expect(visit.take('send-page')).toHaveLength(1);
    expect(visit.isRefused({ type: 'finish-scan' })).toBe(true);
    visit.act({ type: 'keep-page', pageId: doubtful });
    expect(visit.take('send-page')).toHaveLength(2);
  });

  it('puts a rescanned page in the place of the old one, and the old one back when the scan fails', () => {
    const first = visit.scan('one');
    const second = visit.scan('two');
    visit.act({ type: 'rescan-page', pageId: first });
    const { scanId, pageId } = visit.take('scan').at(-1)!;
    expect(pages()).toEqual([[pageId, second]]);
    visit.give({
      type: 'scan-finished',
      scanId,
      failure: { device: 'scanner', fault: { code: 'scanner.cover-open' } },
    });
    expect(pages()).toEqual([[first, second]]);
    expect(visit.status.fault).toMatchObject({ code: 'scanner.cover-open', keptPages: 2, canRetry: true });
  });

  it('keeps the sheets before a jam', () => {
    visit.act({ type: 'scan-page', source: 'feeder' });
    const { scanId, pageId } = visit.take('scan').at(-1)!;
    const second = visit.moment().id;
    for (const id of [pageId, second]) {
      visit.give({ type: 'sheet-started', scanId, pageId: id });
      visit.give({ type: 'sheet-scanned', pageId: id });
    }
    visit.give({
      type: 'scan-finished',
      scanId,
      failure: { device: 'scanner', fault: { code: 'scanner.jam' } },
    });
    expect(pages()).toEqual([[pageId, second]]);
    expect(visit.status.fault).toMatchObject({ device: 'scanner', code: 'scanner.jam' });
    visit.give({
      type: 'page-failed',
      pageId: second,
      device: 'scanner',
      fault: { code: 'image.unreadable' },
    });
    expect(pages()).toEqual([[pageId]]);
  });

  it('moves, deletes and takes back', () => {
    const [a, b] = [visit.scan('a'), visit.scan('b')];
    visit.act({ type: 'move-page', pageId: b, to: 0 });
    expect(pages()).toEqual([[b, a]]);
    visit.act({ type: 'delete-page', pageId: b });
    expect(visit.status.visit).toMatchObject({ undo: 'page' });
    visit.act({ type: 'undo' });
    expect(pages()).toEqual([[b, a]]);
    expect(visit.isRefused({ type: 'undo' })).toBe(true);
    expect(visit.isRefused({ type: 'move-page', pageId: b, to: 2 })).toBe(true);
  });

  it('gives every original its own request, dropping those without a page left', () => {
    visit.scan('a');
    expect(visit.isRefused({ type: 'add-original' })).toBe(false);
    expect(visit.isRefused({ type: 'add-original' })).toBe(true);
    visit.scan('b');
    const [first, second] = visit.state.visit!.capture.originals.map(({ id }) => id);
    visit.act({ type: 'delete-original', originalId: first! });
    visit.act({ type: 'finish-scan' });
    expect(visit.take('abandon')).toEqual([{ type: 'abandon', requestIds: [first], cause: 'ended' }]);
    expect(visit.take('arrange').map(({ requestId }) => requestId)).toEqual([second]);
  });

  it('arranges or scans nothing while the scanner works', () => {
    const page = visit.scan('a');
    visit.act({ type: 'scan-page', source: 'glass' });
    for (const command of [
      { type: 'scan-page', source: 'glass' },
      { type: 'rescan-page', pageId: page },
      { type: 'delete-page', pageId: page },
      { type: 'finish-scan' },
      { type: 'add-original' },
      { type: 'open-help' },
    ] as const)
      expect(visit.isRefused(command), command.type).toBe(true);
  });

  it('refuses more pages than the authority allows', () => {
    for (let page = 0; page < 20; page++) visit.scan(`${page}`);
    expect(visit.isRefused({ type: 'scan-page', source: 'glass' })).toBe(true);
  });
});
