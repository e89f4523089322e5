import type { ErrorCode } from '@saoy/contracts/errors';

const codes: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['identity.busy', 'identity.matcher-unavailable']);

/** Whether the face matcher is at fault, and neither the card nor the person before the camera. */
export const isMatcherFault = (code: ErrorCode): boolean => codes.has(code);
