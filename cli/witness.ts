import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { readVerifierKeys } from '@saoy/contracts/transparency/leaf-proof';
import { createWitnessServer, loadEd25519Key, WitnessService } from '@saoy/server/witness';

interface WitnessCommandOptions {
  readonly dir: string;
  readonly name: string;
  readonly log: readonly string[];
  readonly host: string;
  readonly port: number;
}

/** Runs a witness for the logs whose verifier keys are named; its own key is made in its folder at the first start. */
export async function witness({ dir, name, log, host, port }: WitnessCommandOptions): Promise<void> {
  const logs = await readVerifierKeys(log).catch(() => null);
  if (logs === null || logs.length === 0 || !/^[^\s+]+$/.test(name)) {
    console.error('saoy: --log takes verifier keys, --name a word without plus signs');
    process.exitCode = 1;
    return;
  }
  const privateKey = loadEd25519Key(path.join(dir, 'key.pem'), { createIfMissing: true });
  const service = new WitnessService({
    name,
    privateKey,
    logs,
    folder: path.join(dir, 'logs'),
    now: () => new Date(),
  });
  const server = createWitnessServer(service, (error) => console.error(`saoy: ${String(error)}`));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  const url = `http://${host}:${taken}`;
  console.log(
    JSON.stringify({ ready: true, url, line: `witness ${name} ${await service.verifierKey()} ${url}` }),
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      server.closeAllConnections();
      server.close(() => process.exit(0));
    });
}
