import type { DocumentLine, DocumentText, Span } from './document-text.ts';

export interface FoundPhrase {
  /** The words as read, with those of the next line where the phrase wraps. */
  readonly text: string;
  readonly page: number;
  readonly spans: readonly Span[];
}

/**
 * Every place where the folded text of a line, or of a line and the one below it, matches. `pattern` sees folded
 * text, and needs the flags of a search for all (`gu`).
 */
export function* findPhrases(text: DocumentText, pattern: RegExp): Generator<FoundPhrase> {
  for (const [index, line] of text.lines.entries()) {
    const next = text.lines[index + 1];
    const follows = next !== undefined && next.page === line.page ? next : undefined;
    const own = line.folded.text;
    const joined = follows === undefined ? own : `${own} ${follows.folded.text}`;
    for (const match of joined.matchAll(pattern)) {
      // What begins on the next line is found there.
      if (match.index >= own.length) break;
      const end = match.index + match[0].length;
      const spans = [spanOf(line, match.index, Math.min(end, own.length))];
      if (follows !== undefined && end > own.length + 1) {
        spans.push(spanOf(follows, 0, end - own.length - 1));
      }
      yield {
        text: spans.map((span) => span.line.text.slice(span.start, span.end)).join(' '),
        page: line.page,
        spans,
      };
    }
  }
}

function spanOf(line: DocumentLine, start: number, end: number): Span {
  const { origin } = line.folded;
  const first = origin[start] ?? 0;
  const last = origin[Math.max(start, end - 1)] ?? line.text.length - 1;
  return { line, start: first, end: last + 1 };
}
