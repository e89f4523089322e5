import { parentPort, workerData } from 'node:worker_threads';
import { traceFile } from './file-traces.ts';

parentPort?.postMessage(traceFile((workerData as { readonly bytes: Uint8Array }).bytes));
