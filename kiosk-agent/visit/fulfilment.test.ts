import { beforeEach, describe, expect, it } from 'vitest';
import { VisitDriver } from '../testing/visit-driver.ts';

describe('a visit after its confirmation', () => {
  let visit: VisitDriver;

  beforeEach(() => {
    visit = new VisitDriver();
    visit.toScan();
    visit.scan('a');
  });

  it('waits, issues, prints and closes by itself', () => {
    visit.toFee();
    const [id] = visit.confirm();
    expect(visit.status.visit).toMatchObject({ screen: 'processing', phase: 'deciding', canLeave: true });
    visit.decide(id!, 'approved');
    expect(visit.take('print')).toEqual([{ type: 'print', requestId: id, copies: 1 }]);
    expect(visit.status.visit).toMatchObject({ screen: 'processing', phase: 'printing', canLeave: false });
    visit.print(id!);
    expect(visit.status.visit).toMatchObject({ screen: 'done', requests: [{ id, state: 'delivered' }] });
    visit.wait(visit.delays.doneMs);
    expect(visit.screen).toBe('ending');
    visit.give({ type: 'wiped' });
    visit.wait(visit.delays.endingMs);
    expect(visit.screen).toBe('attract');
  });

  it('prints one original after the other and shows mixed outcomes', () => {
    visit.act({ type: 'add-original' });
    visit.scan('b');
    visit.act({ type: 'add-original' });
    visit.scan('c');
    visit.toFee();
    const [a, b, c] = visit.confirm();
    visit.decide(a!, 'approved');
    visit.decide(b!, 'refused');
    visit.decide(c!, 'approved');
    expect(visit.take('print').map(({ requestId }) => requestId)).toEqual([a]);
    visit.print(a!);
    expect(visit.take('print').map(({ requestId }) => requestId)).toEqual([a, c]);
    visit.print(c!);
    expect(visit.status.visit).toMatchObject({
      screen: 'done',
      requests: [
        { id: a, state: 'delivered' },
        { id: b, state: 'refused', refusal: { reason: '22.1' } },
        { id: c, state: 'delivered' },
      ],
    });
  });

  it('prints a slip with hour and date for whoever leaves before the decision', () => {
    visit.toFee();
    const [id] = visit.confirm();
    visit.act({ type: 'leave' });
    expect(visit.take('leave')).toEqual([{ type: 'leave', requestIds: [id] }]);
    visit.requests.leave(id!);
    visit.view(id!);
    expect(visit.status.visit).toMatchObject({
      screen: 'appointment',
      at: '2026-11-23T09:00:00+07:00',
      slip: 'printing',
      requests: [{ state: 'later' }],
    });
    visit.give({ type: 'slip-ended', isPrinted: true });
    expect(visit.status.visit).toMatchObject({ slip: 'printed' });
    // Decided a moment later: nothing prints for somebody on the way out.
    visit.decide(id!, 'approved');
    expect(visit.take('print')).toEqual([]);
    visit.act({ type: 'continue' });
    expect(visit.screen).toBe('done');
  });

  it('stops at a printer fault, follows it when paper is back, and lets the person retry', () => {
    visit.toFee();
    const [id] = visit.confirm();
    visit.decide(id!, 'approved');
    visit.give({ type: 'print-fault', requestId: id!, fault: { code: 'printer.paper-out' } });
    expect(visit.status).toMatchObject({
      fault: { device: 'printer', code: 'printer.paper-out', canRetry: true },
    });
    const moving = { jobState: 'processing', copiesDone: 0, sheetsDone: 0, sheetsTotal: 1 } as const;
    visit.give({ type: 'print-progress', requestId: id!, progress: moving });
    expect(visit.status.fault).toBeNull();
    visit.give({ type: 'print-fault', requestId: id!, fault: { code: 'printer.job-aborted' } });
    visit.act({ type: 'retry' });
    expect(visit.take('retry-print')).toHaveLength(1);
    expect(visit.take('print')).toHaveLength(1);
  });

  it('gives the paper up when somebody leaves a printer that stands', () => {
    visit.toFee();
    const [id] = visit.confirm();
    visit.decide(id!, 'approved');
    visit.give({ type: 'print-fault', requestId: id!, fault: { code: 'printer.jam' } });
    visit.act({ type: 'leave' });
    expect(visit.take('cancel-print')).toHaveLength(1);
    expect(visit.take('leave')).toMatchObject([{ requestIds: [id] }]);
    expect(visit.status.visit).toMatchObject({ screen: 'done', requests: [{ state: 'ready' }] });
  });

  it('never starts a print while the idle warning is up', () => {
    visit.toFee();
    const [id] = visit.confirm();
    visit.wait(visit.delays.decidingIdleMs);
    expect(visit.status.idle).not.toBeNull();
    visit.decide(id!, 'approved');
    expect(visit.take('print')).toEqual([]);
    visit.act({ type: 'more-time' });
    expect(visit.take('print')).toHaveLength(1);
  });

  it('ends an abandoned wait without printing and leaves the request to the server', () => {
    visit.toFee();
    const [id] = visit.confirm();
    visit.wait(visit.delays.decidingIdleMs + visit.delays.idleGraceMs);
    expect(visit.screen).toBe('ending');
    expect(visit.take('wipe')).toMatchObject([{ confirmedIds: [id], abandonedIds: [], cause: 'idle' }]);
    visit.decide(id!, 'approved');
    expect(visit.take('print')).toEqual([]);
  });

  it('shows a request the server will not carry out as failed, and the others go on', () => {
    visit.toFee();
    const [id] = visit.confirm();
    visit.give({ type: 'request-failed', requestId: id!, fault: { code: 'request.mismatch' } });
    expect(visit.status.visit).toMatchObject({
      screen: 'done',
      requests: [{ state: 'failed', delayCode: 'request.mismatch' }],
    });
  });
});
