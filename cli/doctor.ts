import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { createConnection } from 'node:net';
import path from 'node:path';
import { keyFindings, noticeFindings } from './doctor-keys.ts';
import { projectRoot } from './start/instance.ts';

interface DoctorOptions {
  readonly data?: string;
  readonly json?: boolean;
}

export interface Finding {
  readonly check: string;
  readonly state: 'good' | 'optional' | 'missing';
  readonly detail: string;
}

const wantedNode = 24;
const minFreeBytes = 2e9;

const tools: { program: string; purpose: string; debian: string }[] = [
  { program: 'scanimage', purpose: 'real scanners (SANE)', debian: 'sane-utils' },
  { program: 'ippeveprinter', purpose: 'tests of the IPP printer driver', debian: 'cups-ipp-utils' },
  { program: 'chromium', purpose: 'the kiosk browser and its tests', debian: 'chromium' },
  { program: 'pdfsig', purpose: 'tests: signatures judged by poppler', debian: 'poppler-utils' },
  { program: 'softhsm2-util', purpose: 'tests: keys on a PKCS#11 token', debian: 'softhsm2' },
  { program: 'qpdf', purpose: 'tests: PDF structure judged by qpdf', debian: 'qpdf' },
];

const isPresent = (file: string): Promise<boolean> =>
  access(file, constants.R_OK).then(
    () => true,
    () => false,
  );

async function findProgram(program: string): Promise<string | null> {
  for (const folder of [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/sbin']) {
    const file = path.join(folder, program);
    if (
      await access(file, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return file;
  }
  return null;
}

function isAnswering(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1', timeout: 500 });
    socket
      .once('connect', () => resolve(true))
      .once('error', () => resolve(false))
      .once('timeout', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** Says what this machine has, what is missing, and who can mend it; exit 1 when something needed is missing. */
export async function doctor(options: DoctorOptions): Promise<void> {
  const dataDir = options.data ?? path.join(projectRoot, 'var', 'data');
  const findings: Finding[] = [];
  const add = (check: string, isGood: boolean, good: string, bad: string, isOptional = false) =>
    findings.push({
      check,
      state: isGood ? 'good' : isOptional ? 'optional' : 'missing',
      detail: isGood ? good : bad,
    });

  const node = Number(process.versions.node.split('.')[0]);
  add(
    'Node',
    node >= wantedNode,
    process.versions.node,
    `${process.versions.node}: run through pnpm, which brings Node ${wantedNode}`,
  );
  const { bavail, bsize } = await statfs(projectRoot);
  add(
    'free space',
    bavail * bsize > minFreeBytes,
    `${((bavail * bsize) / 1e9).toFixed(1)} GB`,
    `${((bavail * bsize) / 1e9).toFixed(1)} GB: a visit needs room; free at least ${minFreeBytes / 1e9} GB`,
  );
  for (const app of ['kiosk-ui', 'staff-console', 'verify-page'])
    add(
      `pages of ${app}`,
      await isPresent(path.join(projectRoot, app, 'dist', 'index.html')),
      'built',
      'not built yet: pnpm start builds them',
      true,
    );
  add(
    'demo papers',
    await isPresent(path.join(projectRoot, 'var', 'papers', 'originals.json')),
    'drawn',
    'not drawn yet: the first pnpm start draws them',
    true,
  );
  add(
    'development keys',
    await isPresent(path.join(dataDir, 'pki', 'pki.json')),
    'made',
    'not made yet: the first pnpm start makes them',
    true,
  );
  findings.push(...(await keyFindings(path.join(dataDir, 'pki', 'identities'))));
  findings.push(...(await noticeFindings(process.env['DATA_DIR'] ?? path.join(dataDir, 'server'))));
  for (const { program, purpose, debian } of tools) {
    const file = await findProgram(program);
    add(
      program,
      file !== null,
      file ?? '',
      `not installed (Debian package ${debian}); needed for ${purpose}`,
      true,
    );
  }
  for (const [name, port] of [
    ['central service', 8080],
    ['kiosk screen', 8090],
  ] as const)
    add(name, await isAnswering(port), `answers on port ${port}`, `nothing answers on port ${port}`, true);

  if (options.json) console.log(JSON.stringify(findings, null, 2));
  else {
    const mark = { good: 'ok  ', optional: '–   ', missing: 'FAIL' };
    for (const { check, state, detail } of findings)
      console.log(`${mark[state]} ${check.padEnd(24)} ${detail}`);
  }
  process.exitCode = findings.some(({ state }) => state === 'missing') ? 1 : 0;
}
