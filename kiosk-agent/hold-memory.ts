// Imported first by `main.ts`. glibc keeps what native code frees in an arena for each thread: after a few pages of 26 MB
// the agent would hold twice the memory it needs. Its settings are read when a process begins, so this one begins again
// in place (same process id, same streams) with better ones.
import process from 'node:process';

const settings = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072' };

if (process.platform === 'linux' && process.env['MALLOC_ARENA_MAX'] === undefined) {
  try {
    process.execve?.(process.execPath, [process.execPath, ...process.execArgv, ...process.argv.slice(1)], {
      ...process.env,
      ...settings,
    });
  } catch {
    // It runs as well without, only larger.
  }
}
