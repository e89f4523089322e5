// An agent in a process of its own that dies by SIGKILL right after a chosen journal entry is on disk.
// Arguments: folder, JSON of the service, text of the page on the glass, entry type to die after (or `never`), resume ms.
import { join } from 'node:path';
import { SimulatedScanner } from '@saoy/devices/scanner';
import { startAgent } from '../agent.ts';
import { testParts } from './start-test-agent.ts';

const [dir = '', service = '{}', page = '', dieAfter = 'never', resumeMs = '100'] = process.argv.slice(2);
const scanner = new SimulatedScanner({ pageDurationMs: 5 });
scanner.place([join(dir, `${page}.jpg`)], 'glass');
const parts = await testParts(dir, JSON.parse(service), scanner);
const agent = await startAgent({
  ...parts,
  delays: { ...parts.delays, resumeMs: Number(resumeMs) },
  onAppended: (_requestId, entry) => {
    if (entry.type === dieAfter) process.kill(process.pid, 'SIGKILL');
  },
});
process.stdout.write(`${JSON.stringify({ url: agent.url })}\n`);
