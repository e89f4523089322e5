import { verifyConsistency, verifyInclusion } from '@saoy/contracts/transparency/merkle-hash';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Executor } from '../storage/database.ts';
import { logTiles } from '../storage/schema.ts';
import { openTestService, type TestService } from '../testing/service-context.ts';
import { StoredTree } from './stored-tree.ts';
import { leafHashOf, rootOfComplete } from './tree-hashes.ts';

const treeSize = 66_051;
const leafAt = (i: number): Uint8Array => leafHashOf(new Uint8Array(new Uint32Array([i]).buffer));
let service: TestService;

/** Counts the rows it asks for. */
class CountingTree extends StoredTree {
  readonly rows = new Set<string>();
  override tile(level: number, index: number): Promise<Uint8Array> {
    this.rows.add(`${level}/${index}`);
    return super.tile(level, index);
  }
}

beforeAll(async () => {
  service = await openTestService();
  const { db } = service.context.database;
  let hashes = Array.from({ length: treeSize }, (_, i) => leafAt(i));
  for (let level = 0; hashes.length > 0; level++) {
    const rows: (typeof logTiles.$inferInsert)[] = [];
    const roots: Uint8Array[] = [];
    for (let at = 0; at < hashes.length; at += 256) {
      const own = hashes.slice(at, at + 256);
      rows.push({ level, tileIndex: at / 256, hashes: new Uint8Array(Buffer.concat(own)) });
      if (own.length === 256) roots.push(rootOfComplete(own));
    }
    for (let at = 0; at < rows.length; at += 100)
      await (db as Executor).insert(logTiles).values(rows.slice(at, at + 100));
    hashes = roots;
  }
}, 120_000);
afterAll(() => service.close());

test('a proof in a tree of sixty-six thousand leaves reads half a dozen rows', async () => {
  const root = (await new StoredTree(service.context.database.db).edge(treeSize)).root();
  for (const leafIndex of [0, 255, 256, 65_535, 65_536, 65_791, treeSize - 1]) {
    const tree = new CountingTree(service.context.database.db);
    const path = await tree.inclusionPath(leafIndex, treeSize);
    expect(await verifyInclusion({ leafHash: leafAt(leafIndex), leafIndex, treeSize, path, root })).toBe(
      true,
    );
    expect(tree.rows.size).toBeLessThanOrEqual(6);
  }
});

test('so does a proof that an older tree is its beginning', async () => {
  const newRoot = (await new StoredTree(service.context.database.db).edge(treeSize)).root();
  for (const oldSize of [1, 256, 65_536, 65_537, 65_999, treeSize - 1]) {
    const oldRoot = (await new StoredTree(service.context.database.db).edge(oldSize)).root();
    const tree = new CountingTree(service.context.database.db);
    const proof = await tree.consistencyProof(oldSize, treeSize);
    expect(await verifyConsistency({ oldSize, oldRoot, newSize: treeSize, newRoot, proof })).toBe(true);
    expect(tree.rows.size).toBeLessThanOrEqual(7);
  }
});
