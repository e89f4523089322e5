import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { FakeCentralService } from './central-service.ts';

export interface SpawnedAgent {
  readonly url: string;
  readonly exited: Promise<unknown>;
  kill(): Promise<void>;
}

/** Starts `crash-agent.ts`; resolves when it listens, or with an empty URL when it died before. */
export async function spawnAgent(
  dir: string,
  service: FakeCentralService,
  page: string,
  dieAfter: string,
  resumeMs = 100,
): Promise<SpawnedAgent> {
  const child: ChildProcess = spawn(
    process.execPath,
    [
      new URL('./crash-agent.ts', import.meta.url).pathname,
      dir,
      JSON.stringify({ url: service.url, identity: service.identity }),
      page,
      dieAfter,
      String(resumeMs),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout! });
  const [first] = await Promise.race([once(lines, 'line'), exited.then(() => ['{"url":""}'])]);
  return {
    url: (JSON.parse(String(first)) as { url: string }).url,
    exited,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
