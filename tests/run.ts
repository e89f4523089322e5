// `pnpm test`: installs what the tests need of the system where it may, builds the pages, runs every test.
// Arguments go to Vitest: `pnpm test contracts` runs one folder.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPages } from '../cli/start/build-pages.ts';
import { ensureFixtures } from '../cli/start/instance.ts';
import { buildJavaJudges, installPyHanko, installSystemPrograms } from './system-programs.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const tools = path.join(root, 'var', 'tools');
mkdirSync(tools, { recursive: true });

installSystemPrograms();
const pyHanko = installPyHanko();
buildJavaJudges();
await buildPages({ root, log: console.log });
// Drawn once beforehand: test files run side by side and share them.
await ensureFixtures({
  papersDir: path.join(root, 'var', 'papers'),
  peopleDir: path.join(root, 'var', 'people'),
  onStep: console.log,
});

const report = path.join(tools, 'vitest.json');
rmSync(report, { force: true });
const { status } = spawnSync(
  process.execPath,
  [
    path.join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: [pyHanko, path.dirname(process.execPath), process.env['PATH'], '/usr/sbin', '/sbin']
        .filter(Boolean)
        .join(':'),
    },
  },
);

const counts = JSON.parse(readFileSync(report, 'utf8')) as {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
};
console.log(
  `${counts.numPassedTests} passed, ${counts.numFailedTests} failed, ${counts.numPendingTests} skipped`,
);
if (process.env['CI'] === 'true' && counts.numPendingTests > 0) {
  console.error('With CI=true a skipped test is a failure.');
  process.exit(1);
}
process.exit(status ?? 1);
