import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../journal/open-database.ts';
import { newRequestId } from '../new-request-id.ts';
import { newTestFolder } from '../testing/start-test-agent.ts';
import { CaptureStore } from './capture-store.ts';
import { KeyRing } from './key-ring.ts';
import { loadMachineKey } from './machine-key.ts';

describe('captures on the disk', () => {
  const page = Buffer.from('JPEG of a birth certificate '.repeat(50));
  const sha256 = 'c'.repeat(64);
  let dir: string;
  let keys: KeyRing;
  let store: CaptureStore;
  const request = newRequestId();
  const file = () => join(dir, 'captures', request, `${sha256}.enc`);

  beforeEach(async () => {
    dir = newTestFolder();
    keys = new KeyRing(openDatabase(join(dir, 'data')), loadMachineKey(join(dir, 'machine.key')));
    store = new CaptureStore(join(dir, 'captures'), keys);
    await store.save(request, sha256, page);
  });

  it('are unreadable without the key and readable with it, also by the next process', async () => {
    expect(readFileSync(file()).includes('birth')).toBe(false);
    expect(statSync(file()).mode & 0o077).toBe(0);
    const again = new KeyRing(openDatabase(join(dir, 'data')), loadMachineKey(join(dir, 'machine.key')));
    expect(await new CaptureStore(join(dir, 'captures'), again).read(request, sha256)).toEqual(page);
  });

  it('stay unreadable after wiping even for whoever kept the file', async () => {
    const kept = readFileSync(file());
    await store.wipe(request);
    expect(existsSync(file())).toBe(false);
    await store.save(request, 'd'.repeat(64), page);
    writeFileSync(file(), kept);
    expect(await store.read(request, sha256)).toBeUndefined();
  });

  it('cannot stand in for one another', async () => {
    const other = newRequestId();
    await store.save(other, sha256, Buffer.from('another'));
    writeFileSync(file(), readFileSync(join(dir, 'captures', other, `${sha256}.enc`)));
    expect(await store.read(request, sha256)).toBeUndefined();
  });

  it('leave the key out of database and log once destroyed', async () => {
    const row = keys.owners();
    expect(row).toEqual([request]);
    await store.wipe(request);
    expect(keys.owners()).toEqual([]);
    for (const name of readdirSync(join(dir, 'data'))) {
      expect(readFileSync(join(dir, 'data', name)).includes(request)).toBe(false);
    }
  });

  it('refuse a machine key that others may read', () => {
    chmodSync(join(dir, 'machine.key'), 0o644);
    expect(() => loadMachineKey(join(dir, 'machine.key'))).toThrow(/open to others/);
  });
});
