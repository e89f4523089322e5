// Loaded before a service that `runService` starts. A starter that is killed cannot stop what it started, but its end
// of the pipe closes: then the service goes too, so that the next start finds ports and data free.
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  process.stdin.once('end', () => process.exit(1)).resume();
  process.stdin.unref();
}
