// Paths of C2SP tlog-tiles, relative to the log's prefix.

export const tileWidth = 256;
const maxLevel = 63;

/** Which hashes a tile holds: `width` of them from `index * 256` at height `level * 8`. */
export interface TileName {
  readonly level: number | 'entries';
  readonly index: number;
  /** 1 to 256; 256 is a full tile. */
  readonly width: number;
}

/** `tile/0/x001/234.p/5`. */
export function tilePath({ level, index, width }: TileName): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g) ?? [];
  const folders = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${folders}${width === tileWidth ? '' : `.p/${width}`}`;
}

/** The tile that a path names; null when it is not spelt exactly as tilePath would. */
export function parseTilePath(path: string): TileName | null {
  const match = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (match === null) return null;
  const [, place, folders, partial] = match;
  const level = place === 'entries' ? place : Number(place);
  const index = Number(folders?.replaceAll(/[x/]/g, ''));
  const width = partial === undefined ? tileWidth : Number(partial);
  const isValid = (level === 'entries' || level <= maxLevel) && Number.isSafeInteger(index) && width >= 1;
  const name: TileName = { level, index, width };
  return isValid && tilePath(name) === path ? name : null;
}

/** Every tile of a tree at one level: full ones, then the partial one. */
export function tilesOfTree(treeSize: number, level: number | 'entries'): TileName[] {
  const hashes = Math.floor(treeSize / tileWidth ** (level === 'entries' ? 0 : level));
  const tiles: TileName[] = [];
  for (let index = 0; index * tileWidth < hashes; index++)
    tiles.push({ level, index, width: Math.min(tileWidth, hashes - index * tileWidth) });
  return tiles;
}
