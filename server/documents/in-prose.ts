import type { DocumentLine, Span } from './document-text.ts';
import type { FieldRule } from './field-rule.ts';

/**
 * A value inside running text, also across a line break. The pattern's first group is the value; it is tried
 * on every three lines in a row.
 */
export const inProse =
  (pattern: RegExp): FieldRule =>
  (text) => {
    for (let first = 0; first < text.lines.length; first += 1) {
      const lines = text.lines
        .slice(first, first + 3)
        .filter((line) => line.page === text.lines[first]!.page);
      const joined = lines.map((line) => line.text).join(' ');
      const match = pattern.exec(joined);
      const value = match?.[1];
      if (match === null || value === undefined) continue;
      const start = match.index + match[0].lastIndexOf(value);
      return {
        value: value.replace(/\s+/gu, ' '),
        normalised: value.replace(/\s+/gu, ' '),
        spans: spansOf(lines, start, start + value.length),
        isWellFormed: true,
      };
    }
    return undefined;
  };

function spansOf(lines: readonly DocumentLine[], start: number, end: number): Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const line of lines) {
    const from = Math.max(0, start - at);
    const to = Math.min(line.text.length, end - at);
    if (from < line.text.length && to > 0) spans.push({ line, start: from, end: to });
    at += line.text.length + 1;
  }
  return spans;
}
