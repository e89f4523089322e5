// Started by a test as a process of its own: issues one request and kills itself, as `kill -9` would, at the nth call of
// a port. Arguments: database address or `-`, data folder, master key in hexadecimal, request id, point.
import { ok } from '@saoy/contracts/result';
import { issueCopy } from '../issuance/issue-copy.ts';
import type { Executor } from '../storage/database.ts';
import type { NewLeaf } from '../transparency/index.ts';
import { openTestService } from './service-context.ts';

const [databaseUrl, dataDir, masterKey, requestId, point] = process.argv.slice(2);
if (databaseUrl === undefined || dataDir === undefined || masterKey === undefined || requestId === undefined)
  throw new Error('four arguments are needed');

let calls = 0;
const tick = (): void => {
  if (++calls === Number(point)) process.kill(process.pid, 'SIGKILL');
};

const service = await openTestService({
  dataDir,
  masterKey: new Uint8Array(Buffer.from(masterKey, 'hex')),
  ...(databaseUrl === '-' ? {} : { databaseUrl }),
});
const { objects, transparency } = service.context;
const context = {
  ...service.context,
  objects: {
    put: async (bytes: Uint8Array) => {
      tick();
      const key = await objects.put(bytes);
      tick();
      return key;
    },
    get: (key: string) => objects.get(key),
    delete: (key: string) => objects.delete(key),
    list: () => objects.list(),
  },
  random: (bytes: number) => {
    tick();
    return service.context.random(bytes);
  },
  transparency: {
    append: async (tx: Executor, leaf: NewLeaf) => {
      tick();
      const leafIndex = await transparency.append(tx, leaf);
      tick();
      return leafIndex;
    },
    waitUntilCovered: async (leafIndex: number) => {
      tick();
      const covered = await transparency.waitUntilCovered(leafIndex);
      tick();
      return covered;
    },
    proofOf: (leafIndex: number) => transparency.proofOf(leafIndex),
  },
};
const signer = {
  sign: async ({ pdf }: { pdf: Uint8Array }) => {
    tick();
    const signed = new Uint8Array([...pdf, 0x0a]);
    await new Promise((resolve) => setImmediate(resolve));
    tick();
    return ok({ pdf: signed, warnings: [] });
  },
};
await issueCopy(context, signer, { data: { requestId }, attempt: 0 });
await service.close();
process.stdout.write(`${calls}\n`);
