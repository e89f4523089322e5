import type { Product } from '@saoy/contracts/ids';
import type { IdentityEvidence } from '@saoy/contracts/requests/confirmation';
import type { ReadDocument } from '@saoy/contracts/requests/view';

/** Name under which a decision of this policy is recorded; a changed rule gets a new name. */
export const policyName = 'digital-copy-without-doubt-1';

/**
 * Whether a request may be approved without a person: only a digital copy, only for a live face that matches the card,
 * and only when nothing about the original or its reading is in doubt. Art. 10 of Decree 45/2020 leaves every
 * certified e-copy to a named person.
 */
export function isBeyondDoubt(request: {
  readonly product: Product;
  readonly identity: IdentityEvidence;
  readonly questionedFields: readonly string[];
  readonly document: ReadDocument | null;
}): boolean {
  const { product, identity, questionedFields, document } = request;
  return (
    product === 'digital' &&
    identity.method === 'face' &&
    identity.decision === 'match' &&
    identity.isLivenessPassed === true &&
    identity.flags.length === 0 &&
    questionedFields.length === 0 &&
    document !== null &&
    document.flags.length === 0
  );
}
