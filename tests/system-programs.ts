// What the tests use of the system: real scanners' and printers' software, browsers, databases and independent judges.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { javaJudges, pyHankoFolder, pyHankoRequirements } from './conformance/judges/judge-tools.ts';

interface SystemProgram {
  readonly program: string;
  /** Debian package. */
  readonly debian: string;
  readonly uses: string;
  /** Shell command that succeeds when it is there; default: the program is on the path. */
  readonly probe?: string;
}

const systemPrograms: readonly SystemProgram[] = [
  { program: 'chromium', debian: 'chromium', uses: 'screens in a real browser' },
  { program: 'scanimage', debian: 'sane-utils', uses: 'the SANE scanner driver' },
  { program: 'ippeveprinter', debian: 'cups-ipp-utils', uses: 'the IPP printer driver' },
  { program: 'avahi-daemon', debian: 'avahi-daemon', uses: 'the IPP printer driver' },
  { program: 'dbus-daemon', debian: 'dbus', uses: 'the IPP printer driver' },
  { program: 'pdfsig', debian: 'poppler-utils', uses: 'signatures judged by poppler' },
  { program: 'qpdf', debian: 'qpdf', uses: 'PDF structure judged by qpdf' },
  { program: 'openssl', debian: 'openssl', uses: 'certificates judged by OpenSSL' },
  { program: 'softhsm2-util', debian: 'softhsm2', uses: 'keys on a PKCS#11 token' },
  { program: 'javac', debian: 'default-jdk-headless', uses: 'signatures judged by EU DSS, PDF/A by veraPDF' },
  { program: 'mvn', debian: 'maven', uses: 'signatures judged by EU DSS, PDF/A by veraPDF' },
  { program: 'pcscd', debian: 'pcscd', uses: 'the PC/SC card reader driver' },
  {
    program: 'virtual card reader',
    debian: 'vsmartcard-vpcd',
    uses: 'the PC/SC card reader driver',
    probe: 'ls /usr/lib/pcsc/drivers/serial/libifdvpcd.so*',
  },
  {
    program: 'python3 with venv',
    debian: 'python3-venv',
    uses: 'signatures judged by pyHanko',
    probe: 'python3 -c "import venv, ensurepip"',
  },
  {
    program: 'initdb',
    debian: 'postgresql',
    uses: 'everything that stores, on PostgreSQL',
    probe: 'ls /usr/lib/postgresql/*/bin/initdb || command -v initdb',
  },
];

const extraPath = ['/usr/sbin', '/sbin'];

const isInstalled = ({ program, probe = `command -v ${program}` }: SystemProgram): boolean =>
  spawnSync('sh', ['-c', probe], { env: withPath(extraPath) }).status === 0;

const withPath = (folders: readonly string[]) => ({
  ...process.env,
  PATH: [...folders, process.env['PATH']].join(':'),
});

/** Installs what is missing where it may (Debian or Ubuntu, as root or with passwordless sudo). */
export function installSystemPrograms(): void {
  const missing = systemPrograms.filter((program) => !isInstalled(program));
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map(({ debian }) => debian))];
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const isAllowed =
    existsSync('/usr/bin/apt-get') && (sudo.length === 0 || spawnSync('sudo', ['-n', 'true']).status === 0);
  if (isAllowed) {
    console.log(`Installing for the tests: ${packages.join(' ')}`);
    const apt = (...args: string[]): void => {
      const [command = '', ...rest] = [
        ...sudo,
        'env',
        'DEBIAN_FRONTEND=noninteractive',
        'apt-get',
        '-qq',
        ...args,
      ];
      spawnSync(command, rest, { stdio: ['ignore', 'ignore', 'inherit'] });
    };
    apt('update');
    apt('install', '-y', '--no-install-recommends', ...packages);
  }
  for (const { program, debian, uses } of missing.filter((program) => !isInstalled(program)))
    console.warn(`Missing: ${program} (Debian package ${debian}); skipped: ${uses}.`);
}

/**
 * pyHanko, the independent judge of PDF signatures, in a virtual environment of its own; answers its bin folder.
 * A change of the pinned versions installs them anew.
 */
export function installPyHanko(folder = pyHankoFolder): string | null {
  const wanted = readFileSync(pyHankoRequirements, 'utf8');
  const installed = path.join(folder, 'installed.txt');
  const bin = path.join(folder, 'bin');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted) return bin;
  try {
    console.log('Installing for the tests: pyHanko');
    rmSync(folder, { recursive: true, force: true });
    execFileSync('python3', ['-m', 'venv', folder], { stdio: 'ignore' });
    execFileSync(
      path.join(bin, 'pip'),
      ['install', '-q', '--disable-pip-version-check', '-r', pyHankoRequirements],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    writeFileSync(installed, wanted);
    return bin;
  } catch {
    console.warn('Missing: pyhanko (PyPI; needs python3 with venv); skipped: signatures judged by pyHanko.');
    return null;
  }
}

/** EU DSS and veraPDF, built with Maven once for every change of their sources. */
export function buildJavaJudges(): void {
  const folder = javaJudges.folder();
  if (existsSync(path.join(folder, 'lib'))) return;
  console.log('Building for the tests: EU DSS and veraPDF');
  const building = `${folder}.building`;
  rmSync(building, { recursive: true, force: true });
  const { status } = spawnSync(
    'mvn',
    ['-B', '-q', '-ntp', '-f', javaJudges.project, `-DbuildFolder=${building}`, 'package'],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (status === 0) renameSync(building, folder);
  else
    console.warn(
      'Missing: EU DSS and veraPDF (Maven Central; needs mvn and a JDK); skipped: what they judge.',
    );
}
