import path from 'node:path';

/** Paths are meant from where the caller stands; pnpm changes the directory, and says in INIT_CWD where that was. */
export const callerPath = (file: string): string =>
  path.resolve(process.env['INIT_CWD'] ?? process.cwd(), file);
