import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FileObjectStore } from './file-object-store.ts';

let folder: string;
let store: FileObjectStore;
const secret = new TextEncoder().encode('Họ và tên: Nguyễn Văn An');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'saoy-objects-'));
  store = new FileObjectStore(folder, new Uint8Array(randomBytes(32)));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const pathOf = (key: string): string => join(folder, key.slice(0, 2), key);

test('what was stored comes back, and the file holds nothing readable', async () => {
  const key = await store.put(secret);
  expect(await store.get(key)).toEqual(secret);
  expect(readFileSync(pathOf(key)).includes(Buffer.from(secret))).toBe(false);
});

test('an empty object is an object', async () => {
  expect(await store.get(await store.put(new Uint8Array()))).toEqual(new Uint8Array());
});

test('the same bytes stored twice are two objects: deleting one leaves the other', async () => {
  const [first, second] = [await store.put(secret), await store.put(secret)];
  expect(first).not.toBe(second);
  await store.delete(first);
  await store.delete(first);
  expect(await store.get(first)).toBeNull();
  expect(await store.get(second)).toEqual(secret);
});

test.each([0, 5, 40, 70, 90])('a change of byte %i is found', async (position) => {
  const key = await store.put(secret);
  const bytes = readFileSync(pathOf(key));
  bytes[position] = (bytes[position] ?? 0) ^ 1;
  writeFileSync(pathOf(key), bytes);
  await expect(store.get(key)).rejects.toThrow();
});

test('without the master key nothing opens', async () => {
  const key = await store.put(secret);
  const other = new FileObjectStore(folder, new Uint8Array(randomBytes(32)));
  await expect(other.get(key)).rejects.toThrow();
});

test('an address that is none never becomes a path', async () => {
  await expect(store.get('../../etc/passwd')).rejects.toThrow(TypeError);
});

test('the list names every object with its time', async () => {
  const keys = [await store.put(secret), await store.put(new Uint8Array(3))];
  const listed: string[] = [];
  for await (const { key, storedAt } of store.list()) {
    listed.push(key);
    expect(Math.abs(Date.now() - storedAt.getTime())).toBeLessThan(60_000);
  }
  expect(listed.sort()).toEqual(keys.sort());
});
