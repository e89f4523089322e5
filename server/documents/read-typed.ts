import { assembleDocument } from '../recognition/assemble-document.ts';
import { type TypedLine, typePage } from './typed-page.ts';

/** Type and values that the rules find on typed lines: for the tests of a type. */
export function readTyped(lines: readonly TypedLine[]): { type: string; values: Record<string, string> } {
  const { type, fields } = assembleDocument([typePage(lines)]);
  return {
    type,
    values: Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value])),
  };
}

/** The two lines that head every paper of a Vietnamese authority. */
export const nationalHeading: readonly string[] = [
  'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
  'Độc lập - Tự do - Hạnh phúc',
];
