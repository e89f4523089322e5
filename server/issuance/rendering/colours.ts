import type { Colour } from './canvas.ts';

const hex = (value: string): Colour => [
  Number.parseInt(value.slice(1, 3), 16) / 255,
  Number.parseInt(value.slice(3, 5), 16) / 255,
  Number.parseInt(value.slice(5, 7), 16) / 255,
];

export const INK = hex('#1B1F2A');
export const QUIET_INK = hex('#4A5160');
export const HAIRLINE = hex('#B9BDC6');
export const BLACK: Colour = [0, 0, 0];
/** The red of office seals. */
export const SEAL_RED = hex('#C8102E');
/** The blue of ink in signatures (Decree 30/2020, annex I). */
export const SIGNATURE_BLUE = hex('#1F3FA8');
/** Multiplied over the page: pale enough that text below keeps its contrast. */
export const WATERMARK = hex('#E2EAE8');
