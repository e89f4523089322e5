/** A name as machine-readable zones have it: letters without marks; long ones are cut off there. */
export const plainName = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/giu, 'd')
    .toUpperCase()
    .replace(/[^A-Z]/gu, '')
    .slice(0, 24);
