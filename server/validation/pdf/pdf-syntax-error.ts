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
