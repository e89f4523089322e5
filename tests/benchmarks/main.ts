// `pnpm bench NAME …`: every benchmark prints what it ran on, its sample and its numbers.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { readCommand } from './read-command.ts';

const command = readCommand(process.argv.slice(2));
if (command.kind === 'run') {
  const script = path.join(import.meta.dirname, `${command.name}.ts`);
  const { status } = spawnSync(process.execPath, [script, ...command.rest], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else if (command.kind === 'say') console.log(command.text);
else {
  console.error(command.text);
  process.exitCode = 2;
}
