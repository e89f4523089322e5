import { fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { describe, expect, it } from 'vitest';
import { followJob } from './job-monitor.ts';
import { isTerminal, type JobStatus, jobStates, type PrinterHealth } from './printer.ts';

const status = (state: JobStatus['state'], sheets = 0, reasons: string[] = []): Result<JobStatus> =>
  ok({ id: 1, name: 'job', state, reasons, sheetsCompleted: sheets });
const unplugged = err(fault('printer.unplugged'));
const lost = err(fault('printer.job-lost'));

/** A printer that gives these answers in turn, the last one for ever. */
function follow(answers: readonly Result<JobStatus>[], healthFault: PrinterHealth['fault'] = null) {
  let at = 0;
  const health: PrinterHealth = {
    state: 'processing',
    reasons: [],
    media: [],
    supplies: [],
    fault: healthFault,
  };
  const printer = {
    job: async () => answers[Math.min(at++, answers.length - 1)] as Result<JobStatus>,
    health: async () => ok(health),
  };
  return followJob(printer, 1, { wait: async () => undefined });
}

const tell = async (
  answers: readonly Result<JobStatus>[],
  healthFault: PrinterHealth['fault'] = null,
): Promise<string[]> => {
  const told: string[] = [];
  for await (const change of follow(answers, healthFault)) {
    told.push(
      change.kind === 'end'
        ? change.outcome.ok
          ? 'printed'
          : change.outcome.error.code
        : `${change.status?.state} ${change.status?.sheetsCompleted}${change.obstacle ? ` ${change.obstacle.code}` : ''}`,
    );
  }
  return told;
};

describe('following a print job', () => {
  it('tells every change once and nothing in between', async () => {
    const answers = [
      status('pending'),
      status('pending'),
      status('processing'),
      status('processing', 1),
      status('completed', 2),
    ];
    expect(await tell(answers)).toEqual(['pending 0', 'processing 0', 'processing 1', 'printed']);
  });

  it.each(jobStates)('takes %s for printed only when it is completed', async (state) => {
    const [last] = (await tell([status(state), status('aborted')])).slice(-1);
    expect(last === 'printed').toBe(state === 'completed');
    expect(isTerminal(state)).toBe(['completed', 'aborted', 'canceled'].includes(state));
  });

  it('does not take a completion with errors for printed', async () => {
    expect(await tell([status('completed', 1, ['job-completed-with-errors'])])).toEqual([
      'printer.job-aborted',
    ]);
  });

  it('goes on through a printer that does not answer for a while', async () => {
    expect(await tell([status('processing'), unplugged, unplugged, status('completed', 1)])).toEqual([
      'processing 0',
      'processing 0 printer.unplugged',
      'printed',
    ]);
  });

  it('believes that a job is lost only when it is denied twice in a row', async () => {
    expect(await tell([status('processing'), lost, status('completed', 1)])).toEqual([
      'processing 0',
      'printed',
    ]);
    expect(await tell([status('processing'), lost, lost])).toEqual(['processing 0', 'printer.job-lost']);
  });

  it('sees paper run out though the job is still called processing', async () => {
    const [first] = await tell([status('processing'), status('aborted')], fault('printer.paper-out'));
    expect(first).toBe('processing 0 printer.paper-out');
  });

  it('stops without an end when the caller leaves off', async () => {
    const seen = [];
    const printer = { job: async () => status('processing'), health: async () => unplugged };
    for await (const change of followJob(printer, 1, { intervalMs: 5, signal: AbortSignal.timeout(40) }))
      seen.push(change.kind);
    expect(seen).toEqual(['progress']);
  });
});
