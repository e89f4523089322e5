import path from 'node:path';
import { buildPages } from './build-pages.ts';
import { ensureFixtures, projectRoot, startInstance } from './instance.ts';

interface StartOptions {
  readonly data?: string;
  readonly port: number;
  readonly kioskPort: number;
  readonly agentPort: number;
  readonly camera: 'agent' | 'browser';
  readonly verbose?: boolean;
  readonly pkcs11Module?: string;
  readonly pkcs11Token?: string;
  readonly pkcs11PinFile?: string;
}

/** Keys on a token instead of in files; the service says what is missing. */
function tokenSettings(options: StartOptions): Record<string, string> {
  const { pkcs11Module, pkcs11Token, pkcs11PinFile } = options;
  return {
    ...(pkcs11Module === undefined ? {} : { PKCS11_MODULE: pkcs11Module }),
    ...(pkcs11Token === undefined ? {} : { PKCS11_TOKEN: pkcs11Token }),
    ...(pkcs11PinFile === undefined ? {} : { PKCS11_PIN_FILE: pkcs11PinFile }),
  };
}

const pkiPort = 8318;
const mailPort = 8025;

/** Brings up the whole system and stays until it is told to stop. */
export async function start(options: StartOptions): Promise<void> {
  const startedAt = performance.now();
  const say = (text: string) => console.log(text);
  const dataDir = options.data ?? path.join(projectRoot, 'var', 'data');
  const fixtures = {
    papersDir: path.join(projectRoot, 'var', 'papers'),
    peopleDir: path.join(projectRoot, 'var', 'people'),
    onStep: say,
  };

  let instance: Awaited<ReturnType<typeof startInstance>>;
  try {
    await Promise.all([buildPages({ root: projectRoot, log: say }), ensureFixtures(fixtures)]);
    instance = await startInstance({
      ...fixtures,
      dataDir,
      ports: {
        public: options.port,
        agents: options.agentPort,
        kiosk: options.kioskPort,
        pki: pkiPort,
        mail: mailPort,
      },
      kiosks: ['kiosk-1', 'kiosk-2'],
      hasChipReader: true,
      camera: options.camera,
      serverEnv: tokenSettings(options),
      onLine: (service, line) => {
        if (options.verbose) console.error(`${service}: ${line}`);
      },
    });
  } catch (error) {
    console.error(`Sao Y did not start. ${(error as Error).message}`);
    process.exitCode = 1;
    return;
  }

  const [first, ...others] = instance.kiosks;
  say('');
  say(`Sao Y is ready (${((performance.now() - startedAt) / 1000).toFixed(1)} s).`);
  say(`  Kiosk screen      ${first?.url}   (papers, people and faults: the simulator panel at its edge)`);
  for (const { id, url } of others) say(`  Another kiosk     ${url}   (${id})`);
  say(`  Staff console     ${instance.publicUrl}/staff/`);
  say(`  Verify a copy     ${instance.publicUrl}/`);
  say(`  API description   ${instance.publicUrl}/openapi.json`);
  say(`  Mail sent so far  ${instance.mailbox.folder}`);
  say(`  Data              ${dataDir}`);
  if (instance.enrolmentLinks.length > 0) {
    say('');
    say('  One-time links for the staff of this demonstration (each enrols one passkey):');
    for (const { fullName, roles, url } of instance.enrolmentLinks)
      say(`    ${roles.join(', ').padEnd(14)} ${fullName.padEnd(22)} ${url}`);
  }
  say('');
  say('Ctrl+C stops it; everything confirmed goes on at the next start.');

  const told = new Promise<string>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(''));
  });
  const broken = await Promise.race([told, instance.broken]);
  if (broken !== '') {
    console.error(`${broken} ended unexpectedly; stopping. Run again with --verbose to see its log.`);
    process.exitCode = 1;
  }
  await instance.stop();
}
