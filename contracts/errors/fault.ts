import { type ErrorCode, errors } from './catalogue.ts';

/** An expected failure: a code of the catalogue plus what happened this time (never personal data). */
export interface Fault {
  readonly code: ErrorCode;
  readonly detail?: string;
}

export const fault = (code: ErrorCode, detail?: string): Fault =>
  detail === undefined ? { code } : { code, detail };

/** A fault that travels as an exception, for call stacks where every frame would only pass it on. */
export class FaultError extends Error {
  readonly fault: Fault;

  constructor(code: ErrorCode, detail?: string, options?: ErrorOptions) {
    super(detail === undefined ? `${code}: ${errors[code].cause}` : `${code}: ${detail}`, options);
    this.name = 'FaultError';
    this.fault = fault(code, detail);
  }

  get code(): ErrorCode {
    return this.fault.code;
  }
}
