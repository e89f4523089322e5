import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const tools = path.join(here, '..', '..', '..', 'var', 'tools');

/** The Java sources of the judges, and what they are built from. */
export const javaJudges = {
  project: path.join(here, 'pom.xml'),
  /** Where the built program lies; another folder for every change of its sources. */
  folder: (): string => {
    const hash = createHash('sha256').update(readFileSync(path.join(here, 'pom.xml')));
    for (const name of readdirSync(path.join(here, 'java')).toSorted())
      hash.update(name).update(readFileSync(path.join(here, 'java', name)));
    return path.join(tools, `java-judges-${hash.digest('hex').slice(0, 16)}`);
  },
};

/** The virtual environment of pyHanko. */
export const pyHankoFolder = path.join(tools, 'pyhanko');
export const pyHankoRequirements = path.join(here, 'python', 'requirements.txt');

export interface JudgeProgram {
  readonly command: string;
  readonly args: readonly string[];
}

const missing = (what: string): null => {
  if (process.env['CI'] === 'true') throw new Error(`The tests need ${what}: run the test command.`);
  console.warn(`Skipped: tests that need ${what}, which the test command installs.`);
  return null;
};

/** EU DSS and veraPDF; null and a word of explanation where the test command has not built them. */
export function findJavaJudges(): JudgeProgram | null {
  const folder = path.join(javaJudges.folder(), 'lib');
  if (!existsSync(folder)) return missing('EU DSS and veraPDF');
  return {
    command: 'java',
    args: ['-Xshare:auto', '-XX:TieredStopAtLevel=1', '-cp', path.join(folder, '*'), 'Main'],
  };
}

/** pyHanko; null and a word of explanation where the test command has not installed it. */
export function findPyHanko(): JudgeProgram | null {
  const python = path.join(pyHankoFolder, 'bin', 'python');
  if (!existsSync(path.join(pyHankoFolder, 'installed.txt'))) return missing('pyHanko');
  return { command: python, args: ['-B', path.join(here, 'python', 'main.py')] };
}
