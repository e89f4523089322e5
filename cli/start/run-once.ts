import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a script of the project to its end; throws with its own words when it fails. */
export async function runOnce(script: string, args: readonly string[]): Promise<void> {
  try {
    await promisify(execFile)(process.execPath, [script, ...args], { maxBuffer: 16 * 1024 * 1024 });
  } catch (error) {
    throw new Error((error as { stderr?: string }).stderr?.trim() || String(error), { cause: error });
  }
}
