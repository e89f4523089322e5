// `pnpm check`: format, lint, types, import rules, dead code, Markdown links and file sizes, side by side.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const bin = (name: string) => path.join(root, 'node_modules', '.bin', name);
const run = promisify(execFile);
const maxLines = 500;

const codeFolders = [
  'contracts',
  'imaging',
  'devices',
  'kiosk-agent',
  'kiosk-ui',
  'server',
  'staff-console',
  'verify-page',
  'cli',
  'certs',
  'tests',
];

const steps: [name: string, command: string, args: string[]][] = [
  ['format and lint', bin('biome'), ['check', '--error-on-warnings', '.']],
  ['types', bin('tsc'), ['-p', '.']],
  ...['kiosk-ui', 'staff-console', 'verify-page'].map((ui): [string, string, string[]] => [
    `types of ${ui}`,
    bin('tsc'),
    ['-p', ui],
  ]),
  [
    'import rules',
    bin('depcruise'),
    ['--config', '.dependency-cruiser.mjs', '--no-progress', ...codeFolders],
  ],
  ['dead code', bin('knip'), ['--no-progress']],
  ['links', bin('remark'), ['--frail', '--quiet', '--no-stdout', ...listFiles('*.md')]],
];

function listFiles(pattern: string): string[] {
  const listing = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', pattern], {
    cwd: root,
    encoding: 'utf8',
  });
  return [...new Set(listing.split('\n'))].filter((file) => file !== '' && existsSync(path.join(root, file)));
}

async function runStep([name, command, args]: (typeof steps)[number]): Promise<boolean> {
  const startedAt = performance.now();
  const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  try {
    await run(command, args, { cwd: root, maxBuffer: 64 * 1024 * 1024 });
    console.log(`ok    ${name} (${seconds()})`);
    return true;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    console.log(`FAIL  ${name} (${seconds()})\n${stdout}${stderr}`);
    return false;
  }
}

function checkFileSizes(): boolean {
  const tooLong = [...listFiles('*.ts'), ...listFiles('*.tsx')]
    .map((file) => ({ file, lines: readFileSync(path.join(root, file), 'utf8').split('\n').length }))
    .filter(({ lines }) => lines > maxLines);
  for (const { file, lines } of tooLong)
    console.log(`FAIL  ${file} has ${lines} lines, more than ${maxLines}: does it hold more than one idea?`);
  return tooLong.length === 0;
}

const results = [checkFileSizes()];
const queue = [...steps];
async function work(): Promise<void> {
  for (let step = queue.shift(); step !== undefined; step = queue.shift()) results.push(await runStep(step));
}
await Promise.all([work(), work()]);
process.exitCode = results.every(Boolean) ? 0 : 1;
