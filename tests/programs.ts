import { execFileSync } from 'node:child_process';

const seen = new Map<string, boolean>();

/**
 * Whether a system program is installed, for `describe.runIf(...)`.
 * Absent: says in one line which tests are skipped; with CI=true a skip is a failure, so it throws.
 */
export function requireProgram(name: string): boolean {
  const known = seen.get(name);
  if (known !== undefined) return known;
  let isPresent = true;
  try {
    execFileSync('sh', ['-c', `command -v ${name}`], {
      stdio: 'ignore',
      env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin:/usr/lib/cups/backend` },
    });
  } catch {
    isPresent = false;
  }
  seen.set(name, isPresent);
  if (!isPresent) {
    if (process.env['CI'] === 'true') throw new Error(`The tests need ${name}, which is not installed.`);
    console.warn(`Skipped: tests that need ${name}, which is not installed.`);
  }
  return isPresent;
}
