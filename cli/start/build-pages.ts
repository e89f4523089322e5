// The three browser apps are built by Vite when their sources changed since the last build.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { digestSources } from './digest-sources.ts';

const run = promisify(execFile);
const apps = ['kiosk-ui', 'staff-console', 'verify-page'];

/** What a bundle is made of: the app, contracts, what runs in browsers too, versions of dependencies. */
const digestApp = (root: string, app: string): string =>
  digestSources(root, [`${app}/**/*`, 'contracts/**/*.{ts,css}', 'imaging/face/**/*.ts', 'pnpm-lock.yaml']);

/** Builds `dist/` of every app whose sources changed; throws with Vite's own words when one does not build. */
export async function buildPages({
  root,
  log,
}: {
  root: string;
  log: (line: string) => void;
}): Promise<void> {
  await Promise.all(
    apps.map(async (app) => {
      const folder = path.join(root, app);
      if (!existsSync(path.join(folder, 'index.html'))) return;
      const stamp = path.join(folder, 'dist', '.built-from');
      const digest = digestApp(root, app);
      if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
      log(`Building ${app} …`);
      try {
        await run(
          process.execPath,
          [path.join(folder, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'],
          { cwd: folder, env: { ...process.env, NODE_ENV: 'production' } },
        );
      } catch (error) {
        const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
        throw new Error(`${app} does not build:\n${stdout}${stderr}`, { cause: error });
      }
      mkdirSync(path.dirname(stamp), { recursive: true });
      writeFileSync(stamp, digest);
    }),
  );
}
