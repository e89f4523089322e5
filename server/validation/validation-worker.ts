import { parentPort, workerData } from 'node:worker_threads';
import { type ValidationOptions, validatePdf } from './validate-pdf.ts';

const { bytes, options } = workerData as { readonly bytes: Uint8Array; readonly options: ValidationOptions };
parentPort?.postMessage(await validatePdf(bytes, options));
