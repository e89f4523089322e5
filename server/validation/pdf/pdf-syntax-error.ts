import { type Fault, fault } from '@saoy/contracts/errors';
import { err, type Result } from '@saoy/contracts/result';

export type PdfProblem = 'not-a-pdf' | 'unreadable' | 'encrypted' | 'too-complex';

/** Thrown while reading a PDF that is none, is damaged, or asks for more work than allowed. */
export class PdfSyntaxError extends Error {
  readonly problem: PdfProblem;

  constructor(problem: PdfProblem, message: string) {
    super(message);
    this.name = 'PdfSyntaxError';
    this.problem = problem;
  }
}

/** Runs a reader of strangers' files: its syntax errors become coded faults. */
export function asFaults<T>(read: () => Result<T, Fault>): Result<T, Fault> {
  try {
    return read();
  } catch (error) {
    if (error instanceof PdfSyntaxError) return err(fault(`validation.${error.problem}`, error.message));
    throw error;
  }
}
