import { type NetworkLimits, type OnlineEvidence, OnlineSources } from './online-evidence.ts';
import { listOpenQuestionsInWorker, validateInWorker, type WorkerLimits } from './validate-in-worker.ts';
import type { ValidationOptions } from './validate-pdf.ts';
import type { ValidationResult } from './worker-pool.ts';

/** An issuer that was fetched may name an issuer of its own. */
const MAX_ROUNDS = 5;

/**
 * Validates in a worker after asking the network for what the file lacks: issuers, OCSP responses, revocation lists.
 * For a person at a command line: the addresses come from the file's certificates.
 */
export async function validateOnline(
  bytes: Uint8Array,
  options: ValidationOptions,
  limits: WorkerLimits,
  network: NetworkLimits = {},
): Promise<ValidationResult> {
  const sources = new OnlineSources(network);
  const found: OnlineEvidence = { ocspResponses: [], crls: [], certificates: [] };
  const asked = new Set<string>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const questions = await listOpenQuestionsInWorker(
      bytes,
      { ...options, certificates: [...(options.certificates ?? []), ...found.certificates] },
      limits,
    );
    if (!questions.ok) break;
    const fresh = questions.value.filter(({ certificate, issuer }) => {
      const key = `${Buffer.from(certificate).toString('base64')} ${issuer === undefined ? 'issuer' : 'status'}`;
      return !asked.has(key) && asked.add(key);
    });
    if (fresh.length === 0) break;
    await Promise.all(fresh.map((question) => sources.answer(question, found)));
  }
  const given = options.evidence;
  // Asked for now, so answers may be a moment younger than the time that the caller calls now.
  return validateInWorker(
    bytes,
    {
      ...options,
      certificates: [...(options.certificates ?? []), ...found.certificates],
      evidence: {
        ocspResponses: [...(given?.ocspResponses ?? []), ...found.ocspResponses],
        crls: [...(given?.crls ?? []), ...found.crls],
      },
    },
    limits,
  );
}
