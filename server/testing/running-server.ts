import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatePki, type PkiServices, startPkiServices } from '../../certs/index.ts';
import { AgentClient } from '../../tests/fixtures/agent-client.ts';
import { readConfig } from '../config.ts';
import { type RunningServer, startServer } from '../start-server.ts';
import { silentLog } from './service-context.ts';

export interface ServerUnderTest {
  readonly server: RunningServer;
  readonly pkiDir: string;
  readonly services: PkiServices;
  /** A client with the certificate of an identity of the PKI; null shows none. */
  clientOf(identity: string | null): AgentClient;
  close(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The whole server in this process, with a development PKI and its services, in a folder of its own. */
export async function startServerUnderTest(
  environment: Record<string, string> = {},
  /** Settings that need the PKI to be there. */
  prepare: (where: {
    readonly folder: string;
    readonly pkiDir: string;
  }) => Promise<Record<string, string>> = async () => ({}),
): Promise<ServerUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), 'saoy-server-'));
  const pkiDir = join(folder, 'pki');
  const { port } = await generatePki(pkiDir, { port: await freePort() });
  const services = await startPkiServices({ dir: pkiDir, port, log: () => undefined });
  const config = readConfig({
    NODE_ENV: 'test',
    PKI_DIR: pkiDir,
    DATA_DIR: join(folder, 'data'),
    PORT: '0',
    AGENT_PORT: '0',
    LOG_LEVEL: 'silent',
    ...environment,
    ...(await prepare({ folder, pkiDir })),
  });
  const server = await startServer(config, silentLog);
  const clients: AgentClient[] = [];
  return {
    server,
    pkiDir,
    services,
    clientOf(identity) {
      const client = new AgentClient(server.agentUrl ?? '', pkiDir, identity);
      clients.push(client);
      return client;
    },
    async close() {
      for (const client of clients) client.close();
      await server.close();
      await services.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
