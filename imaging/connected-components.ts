/** One connected patch of a mask: its bounding box and how many pixels it has. */
export interface Component {
  readonly left: number;
  readonly top: number;
  /** Inclusive. */
  readonly right: number;
  /** Inclusive. */
  readonly bottom: number;
  readonly pixels: number;
}

/**
 * Connected patches of a mask (non-zero = set); pixels up to `reach` apart count as
 * connected. `indexes` are the positions of the pixels of a patch in the mask.
 */
export function findComponents(
  mask: Uint8Array,
  width: number,
  height: number,
  reach = 1,
): (Component & { readonly indexes: Int32Array })[] {
  const seen = new Uint8Array(mask.length);
  const queue = new Int32Array(mask.length);
  const components: (Component & { indexes: Int32Array })[] = [];
  for (let start = 0; start < mask.length; start += 1) {
    if (mask[start] === 0 || seen[start] === 1) continue;
    let size = 0;
    let next = 0;
    let left = width;
    let right = 0;
    let top = height;
    let bottom = 0;
    queue[size++] = start;
    seen[start] = 1;
    while (next < size) {
      const at = queue[next++]!;
      const y = Math.floor(at / width);
      const x = at - y * width;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
      const yLast = Math.min(height - 1, y + reach);
      const xLast = Math.min(width - 1, x + reach);
      for (let yy = Math.max(0, y - reach); yy <= yLast; yy += 1) {
        for (let xx = Math.max(0, x - reach); xx <= xLast; xx += 1) {
          const neighbour = yy * width + xx;
          if (mask[neighbour] !== 0 && seen[neighbour] === 0) {
            seen[neighbour] = 1;
            queue[size++] = neighbour;
          }
        }
      }
    }
    components.push({ left, top, right, bottom, pixels: size, indexes: queue.slice(0, size) });
  }
  return components;
}
