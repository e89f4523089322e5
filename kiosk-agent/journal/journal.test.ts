import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Confirmation } from '@saoy/contracts/agent-api';
import { beforeEach, describe, expect, it } from 'vitest';
import { KeyRing } from '../captures/key-ring.ts';
import { newRequestId } from '../new-request-id.ts';
import { newTestFolder } from '../testing/start-test-agent.ts';
import { Journal } from './journal.ts';
import { countPrintedCopies, type JournalEntry } from './journal-entry.ts';
import { openDatabase } from './open-database.ts';

const confirmation: Confirmation = {
  pages: ['a'.repeat(64)],
  copies: 2,
  delivery: { print: true, download: false, email: null },
  identity: {
    method: 'staff',
    decision: 'not-compared',
    similarity: null,
    model: null,
    isLivenessPassed: null,
    holderName: 'Nguyễn Văn An',
    holderNumber: '001099012345',
    flags: [],
    checkedAt: '2026-11-21T08:00:00Z',
  },
  identitySessionId: null,
  questionedFields: [],
  shownTotalVnd: 4000,
};

describe('the journal', () => {
  let dir: string;
  const request = newRequestId();
  const machineKey = Buffer.alloc(32, 7);
  const open = () => {
    const database = openDatabase(dir);
    return new Journal({ database, keys: new KeyRing(database, machineKey), now: () => 1000 });
  };
  const opened: JournalEntry = {
    type: 'opened',
    visitId: newRequestId(),
    product: 'certified',
    language: 'vi',
  };

  beforeEach(() => {
    dir = newTestFolder();
  });

  it('folds to the same record in the next process', () => {
    const journal = open();
    journal.append(request, opened);
    journal.append(request, { type: 'confirmed', confirmation });
    journal.append(request, { type: 'print-intended', jobName: 'j1', copy: 1 });
    journal.append(request, { type: 'print-submitted', jobName: 'j1', jobId: 4 });
    journal.append(request, { type: 'copy-printed', jobName: 'j1', copy: 1 });
    const [record] = open().openRecords();
    expect(record).toEqual(journal.record(request));
    expect(record).toMatchObject({
      confirmation,
      isAcknowledged: false,
      jobs: [{ jobId: 4, isPrinted: true }],
    });
    expect(countPrintedCopies(record!)).toBe(1);
  });

  it('counts a copy once however many jobs it took', () => {
    const journal = open();
    journal.append(request, opened);
    for (const jobName of ['j1', 'j2']) {
      journal.append(request, { type: 'print-intended', jobName, copy: 1 });
      journal.append(request, { type: 'copy-printed', jobName, copy: 1 });
    }
    expect(countPrintedCopies(journal.record(request)!)).toBe(1);
  });

  it('holds nothing personal in the clear', () => {
    const journal = open();
    journal.append(request, opened);
    journal.append(request, { type: 'confirmed', confirmation });
    for (const name of readdirSync(dir)) {
      const bytes = readFileSync(join(dir, name));
      expect(bytes.includes('001099012345')).toBe(false);
      expect(bytes.includes(Buffer.from('Nguyễn', 'utf8'))).toBe(false);
    }
  });

  it('forgets closed requests, ignores what comes after, and writes all or nothing', () => {
    const journal = open();
    journal.append(request, opened);
    journal.append(request, { type: 'closed', outcome: 'done' });
    journal.append(request, { type: 'acknowledged' });
    expect(open().openRecords()).toEqual([]);
    const other = newRequestId();
    journal.append(other, opened);
    expect(() =>
      journal.appendAll([
        { requestId: other, entry: { type: 'acknowledged' } },
        { requestId: other, entry: { type: 'copy-printed', jobName: 'x', copy: 1n as unknown as number } },
      ]),
    ).toThrow();
    expect(open().record(other)?.isAcknowledged).toBe(false);
  });

  it('refuses a database of a newer program', () => {
    openDatabase(dir).exec('PRAGMA user_version = 99');
    expect(() => openDatabase(dir)).toThrow(/schema 99/);
  });
});
