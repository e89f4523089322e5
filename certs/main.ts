import { parseArgs } from 'node:util';
import { generatePki } from './generate-pki.ts';
import { startPkiServices } from './pki-services.ts';
import { revokeIdentity } from './publish-revocation-lists.ts';
import { signChips } from './sign-chips.ts';

const USAGE = `Development PKI of Sao Y. Never use it in production.

  node certs/main.ts generate --dir DIR [--port N] [--no-status-urls]   create what is missing
  node certs/main.ts serve    --dir DIR [--port N]   TSA, OCSP responder, lists on 127.0.0.1
  node certs/main.ts sign-chips --dir DIR --from DRAWN --to DIR   sign the files of demo chips
  node certs/main.ts revoke   --dir DIR NAME         revoke an identity, also while serving
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      dir: { type: 'string' },
      port: { type: 'string' },
      'no-status-urls': { type: 'boolean' },
      from: { type: 'string' },
      to: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const [command, name] = positionals;
  const { dir } = values;
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const port = values.port === undefined ? undefined : Number(values.port);
  if (dir === undefined || (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65_536))) {
    process.stderr.write(USAGE);
    return 2;
  }
  if (command === 'generate' || command === 'serve') {
    const index = await generatePki(dir, {
      ...(port ? { port } : {}),
      ...(values['no-status-urls'] ? { namesStatusUrls: false } : {}),
    });
    if (command === 'generate') {
      printLine({ ready: true, dir, port: index.port, identities: index.identities.length });
      return 0;
    }
    const log = (message: string) => process.stderr.write(`${message}\n`);
    const services = await startPkiServices({ dir, port: port ?? index.port, log });
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => void services.close().then(() => process.exit(0)));
    printLine({ ready: true, url: services.url, tsa: `${services.url}/tsa`, ocsp: `${services.url}/ocsp` });
    return 0;
  }
  if (command === 'sign-chips' && values.from !== undefined && values.to !== undefined) {
    await generatePki(dir);
    printLine({ chips: await signChips({ dir, from: values.from, to: values.to }) });
    return 0;
  }
  if (command === 'revoke' && name !== undefined) {
    await revokeIdentity(dir, name, new Date());
    printLine({ revoked: name });
    return 0;
  }
  process.stderr.write(USAGE);
  return 2;
}

const printLine = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
