// A whole Sao Y on one machine: development PKI with its services, mailbox, central service, kiosk agents with
// simulated hardware. `start` runs one for people, `demo` and the tests run isolated ones on free ports.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DevelopmentMailbox, openDevelopmentMailbox } from './development-mailbox.ts';
import { digestSources } from './digest-sources.ts';
import { freePort } from './free-port.ts';
import { runOnce } from './run-once.ts';
import { runService, type Service, type ServiceOptions } from './run-service.ts';

export const projectRoot = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

export interface InstanceOptions {
  readonly dataDir: string;
  /** Wished ports; a taken one is replaced by a free one. 0 = any free port. */
  readonly ports?: Partial<Record<'public' | 'agents' | 'kiosk' | 'pki' | 'mail', number>>;
  /** Folders of drawn papers and people; shared between instances, made when absent. */
  readonly papersDir: string;
  readonly peopleDir: string;
  readonly kiosks?: readonly string[];
  readonly camera?: 'agent' | 'browser';
  /** Whether the kiosks have a reader for the chips of cards. */
  readonly hasChipReader?: boolean;
  /** Whether certificates name their responder. Without, a copy can be checked after the instance is gone. */
  readonly areStatusUrlsNamed?: boolean;
  readonly serverEnv?: Record<string, string>;
  readonly agentEnv?: Record<string, string>;
  readonly onLine?: (service: string, line: string) => void;
  readonly onStep?: (text: string) => void;
}

export interface RunningKiosk {
  readonly id: string;
  readonly url: string;
  readonly service: Service;
}

export interface Instance {
  readonly publicUrl: string;
  readonly agentUrl: string;
  readonly pkiUrl: string;
  readonly pkiDir: string;
  readonly mailbox: DevelopmentMailbox;
  readonly server: Service;
  readonly kiosks: readonly RunningKiosk[];
  /** One-time links of the demonstration's staff, by role; empty once everybody is enrolled. */
  readonly enrolmentLinks: readonly EnrolmentLink[];
  /** Resolves with the name of the first service that ends by itself. */
  readonly broken: Promise<string>;
  startServer(): Promise<Service>;
  /** Starts one more kiosk; `env` stands above `agentEnv`. */
  startKiosk(id: string, env?: Record<string, string>): Promise<RunningKiosk>;
  stop(): Promise<void>;
}

export interface EnrolmentLink {
  readonly fullName: string;
  readonly roles: readonly string[];
  readonly url: string;
}

/** Draws the demo people when they are not there yet, and the papers also when what draws them has changed. */
export async function ensureFixtures({
  papersDir,
  peopleDir,
  onStep,
}: Pick<InstanceOptions, 'papersDir' | 'peopleDir' | 'onStep'>): Promise<void> {
  const fixtures = path.join(projectRoot, 'tests', 'fixtures');
  if (!existsSync(path.join(peopleDir, 'people.json'))) {
    onStep?.('Drawing the demo people (first start only) …');
    await runOnce(path.join(fixtures, 'people', 'main.ts'), ['--out', peopleDir]);
  }
  const stamp = path.join(papersDir, '.drawn-by');
  const digest = digestSources(projectRoot, ['tests/fixtures/originals/**/*.ts']);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  onStep?.('Drawing the demo papers (first start, or a new version) …');
  await runOnce(path.join(fixtures, 'originals', 'main.ts'), ['--out', papersDir, '--people', peopleDir]);
  writeFileSync(stamp, digest);
}

export async function startInstance(options: InstanceOptions): Promise<Instance> {
  const { dataDir, ports = {}, camera = 'agent', onLine = () => undefined, onStep } = options;
  mkdirSync(dataDir, { recursive: true });
  const pkiDir = path.join(dataDir, 'pki');
  const port = {
    public: await freePort(ports.public ?? 0),
    agents: await freePort(ports.agents ?? 0),
    pki: await freePort(ports.pki ?? 0),
    mail: await freePort(ports.mail ?? 0),
  };
  const started: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    for (const one of started.toReversed()) await one.stop();
  };
  try {
    const certs = path.join(projectRoot, 'certs', 'main.ts');
    if (!existsSync(path.join(pkiDir, 'pki.json'))) {
      onStep?.('Making development keys and certificates …');
      await runOnce(certs, [
        'generate',
        '--dir',
        pkiDir,
        '--port',
        String(port.pki),
        ...(options.areStatusUrlsNamed === false ? ['--no-status-urls'] : []),
      ]);
    }
    const chipsDir = path.join(dataDir, 'chips');
    if (options.hasChipReader === true && !existsSync(chipsDir)) {
      const drawn = path.join(options.papersDir, 'chips');
      await runOnce(certs, ['sign-chips', '--dir', pkiDir, '--from', drawn, '--to', chipsDir]);
    }
    const pkiUrl = `http://127.0.0.1:${port.pki}`;
    const agentUrl = `https://127.0.0.1:${port.agents}`;
    const smtpUrl = `smtp://127.0.0.1:${port.mail}`;
    const compileCacheDir = path.join(projectRoot, 'var', 'compiled');
    const run = async (
      service: Omit<ServiceOptions, 'cwd' | 'onLine' | 'compileCacheDir'>,
    ): Promise<Service> => {
      const running = await runService({
        ...service,
        cwd: dataDir,
        compileCacheDir,
        onLine: (line) => onLine(service.name, line),
      });
      started.push(running);
      return running;
    };

    const startPki = () =>
      run({ name: 'certs', script: certs, args: ['serve', '--dir', pkiDir, '--port', String(port.pki)] });

    const startMailbox = async (): Promise<DevelopmentMailbox> => {
      const mailbox = await openDevelopmentMailbox({ folder: path.join(dataDir, 'mail'), port: port.mail });
      started.push({ stop: () => mailbox.close() });
      return mailbox;
    };

    const startServer = () =>
      run({
        name: 'server',
        script: path.join(projectRoot, 'server', 'main.ts'),
        env: {
          PORT: String(port.public),
          AGENT_PORT: String(port.agents),
          PUBLIC_URL: `http://localhost:${port.public}`,
          DATA_DIR: path.join(dataDir, 'server'),
          PKI_DIR: pkiDir,
          TSA_URLS: `${pkiUrl}/tsa`,
          CRL_URLS: ['root', 'issuing-ca', 'machine-ca'].map((name) => `${pkiUrl}/crl/${name}.crl`).join(','),
          SMTP_URL: smtpUrl,
          ...(options.hasChipReader === true
            ? { CSCA_FILE: path.join(pkiDir, 'identities', 'country-signer', 'cert.pem') }
            : {}),
          ...options.serverEnv,
        },
      });

    const startKiosk = async (
      id: string,
      env: Record<string, string> = {},
      wished = 0,
    ): Promise<RunningKiosk> => {
      const identity = path.join(pkiDir, 'identities', id);
      const service = await run({
        name: id,
        script: path.join(projectRoot, 'kiosk-agent', 'main.ts'),
        env: {
          KIOSK_ID: id,
          PORT: String(await freePort(wished)),
          SERVER_URL: agentUrl,
          TLS_CERT_FILE: path.join(identity, 'fullchain.pem'),
          TLS_KEY_FILE: path.join(identity, 'key.pem'),
          TLS_CA_FILE: path.join(pkiDir, 'root.pem'),
          DATA_DIR: path.join(dataDir, id),
          UI_DIR: path.join(projectRoot, 'kiosk-ui', 'dist'),
          DEVICES: 'simulated',
          CAMERA: camera,
          PAPERS_DIR: options.papersDir,
          PEOPLE_DIR: options.peopleDir,
          TRAY_DIR: path.join(dataDir, id, 'tray'),
          ...(options.hasChipReader === true ? { CHIPS_DIR: chipsDir } : {}),
          ...options.agentEnv,
          ...env,
        },
      });
      return { id, url: String(service.ready['url']), service };
    };

    onStep?.('Starting the services …');
    // All at once: each waits for the others by itself.
    const [pki, mailbox, server, ...kiosks] = await allOrNone([
      startPki(),
      startMailbox(),
      startServer(),
      ...(options.kiosks ?? ['kiosk-1']).map((id, index) =>
        startKiosk(id, {}, index === 0 ? (ports.kiosk ?? 0) : 0),
      ),
    ]);
    const publicUrl = String(server.ready['url']);

    return {
      publicUrl,
      agentUrl,
      pkiUrl,
      pkiDir,
      mailbox,
      server,
      kiosks,
      enrolmentLinks: (server.ready['enrolment'] ?? []) as EnrolmentLink[],
      broken: Promise.race(
        [pki, server, ...kiosks.map(({ service }) => service)].map((service) =>
          service.exited.then(() => service.name),
        ),
      ),
      startServer,
      startKiosk,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** As Promise.all, but fails only after every part has settled, so that what did start can be stopped. */
async function allOrNone<T extends readonly unknown[]>(
  parts: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  const outcomes = await Promise.allSettled(parts);
  const failed = outcomes.find((outcome): outcome is PromiseRejectedResult => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return outcomes.map((outcome) => (outcome as PromiseFulfilledResult<unknown>).value) as unknown as T;
}

/** PDFs that reached the simulated tray of a kiosk, oldest first. */
export function filesInTray(dataDir: string, kioskId: string): string[] {
  const folder = path.join(dataDir, kioskId, 'tray');
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.pdf'))
        .sort()
        .map((name) => path.join(folder, name))
    : [];
}
