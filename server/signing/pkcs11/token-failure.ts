import { CryptokiError, returnValue } from './cryptoki-error.ts';
import type { TokenProblem } from './token-messages.ts';

/** A token that cannot do what was asked, and whether that may pass. */
export class TokenFailure extends Error {
  readonly problem: TokenProblem;

  constructor(problem: TokenProblem, detail: string) {
    super(detail);
    this.name = 'TokenFailure';
    this.problem = problem;
  }
}

const problems: readonly (readonly [TokenProblem, readonly bigint[]])[] = [
  [
    'pin-wrong',
    [returnValue.PIN_INCORRECT, returnValue.PIN_INVALID, returnValue.PIN_LEN_RANGE, returnValue.PIN_EXPIRED],
  ],
  ['pin-locked', [returnValue.PIN_LOCKED]],
  ['absent', [returnValue.TOKEN_NOT_PRESENT, returnValue.TOKEN_NOT_RECOGNIZED, returnValue.SLOT_ID_INVALID]],
  [
    'lost',
    [
      returnValue.DEVICE_ERROR,
      returnValue.DEVICE_REMOVED,
      returnValue.SESSION_CLOSED,
      returnValue.SESSION_HANDLE_INVALID,
      returnValue.USER_NOT_LOGGED_IN,
      returnValue.KEY_HANDLE_INVALID,
      returnValue.OBJECT_HANDLE_INVALID,
      returnValue.CRYPTOKI_NOT_INITIALIZED,
    ],
  ],
];

/** What a return value of the module means for whoever wants a signature. */
export function tokenFailureOf(error: unknown): TokenFailure {
  if (error instanceof TokenFailure) return error;
  if (!(error instanceof CryptokiError)) return new TokenFailure('refused', String(error));
  const problem = problems.find(([, values]) => values.includes(error.rv))?.[0] ?? 'refused';
  return new TokenFailure(problem, error.message);
}
