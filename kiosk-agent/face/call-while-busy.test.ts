import { agentApi } from '@saoy/contracts/agent-api';
import { fault } from '@saoy/contracts/errors';
import { err, ok } from '@saoy/contracts/result';
import { describe, expect, it } from 'vitest';
import type { CentralService } from '../uplink/central-service.ts';
import { callWhileBusy } from './call-while-busy.ts';

const patience = { firstDelayMs: 0, longestDelayMs: 0, random: () => 0 };

/** Answers as listed, the last answer for ever. */
async function ask(answers: readonly unknown[], stop = new AbortController()) {
  let calls = 0;
  const busy: string[] = [];
  const service = {
    call: async () => answers[Math.min(calls++, answers.length - 1)],
  } as unknown as CentralService;
  const call = { params: { sessionId: '019a3c00-0000-7000-8000-000000000001' } };
  const until = { signal: stop.signal, patience, onBusy: () => void busy.push('told') };
  const answer = await callWhileBusy(service, agentApi.decideIdentity, call, until);
  return { answer, calls, busy: busy.length };
}

const noRoom = err(fault('identity.busy'));

describe('a call that meets a busy server', () => {
  it('is made again until there is room, and tells each time', async () => {
    const { answer, calls, busy } = await ask([noRoom, noRoom, ok('done')]);
    expect([answer, calls, busy]).toEqual([ok('done'), 3, 2]);
  });

  it('takes every other failure for an answer', async () => {
    const unreadable = err(fault('identity.card-unreadable'));
    const { answer, calls } = await ask([noRoom, unreadable]);
    expect([answer, calls]).toEqual([unreadable, 2]);
  });

  it('ends in a fault that sends the person to staff when there is no room for long', async () => {
    const { answer } = await ask([noRoom]);
    expect(answer).toMatchObject({ ok: false, error: { code: 'identity.matcher-unavailable' } });
  });

  it('ends at once when the person left', async () => {
    const stop = new AbortController();
    stop.abort();
    const { answer, busy } = await ask([noRoom], stop);
    expect([answer.ok, busy]).toEqual([false, 0]);
  });
});
