export { reportText } from './report-text.ts';
export { sentenceFor } from './sentences.ts';
export { validateInWorker, type WorkerLimits } from './validate-in-worker.ts';
export { validateOnline } from './validate-online.ts';
export { type ValidationOptions, validatePdf } from './validate-pdf.ts';
export type { RevocationEvidence } from './x509/revocation-evidence.ts';
