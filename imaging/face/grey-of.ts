/** Grey of interleaved RGB, divided by `divisor`. */
export const greyOf = (rgb: Float32Array, divisor: number): Float32Array => {
  const grey = new Float32Array(rgb.length / 3);
  for (let index = 0; index < grey.length; index += 1)
    grey[index] =
      ((rgb[index * 3] ?? 0) * 0.299 +
        (rgb[index * 3 + 1] ?? 0) * 0.587 +
        (rgb[index * 3 + 2] ?? 0) * 0.114) /
      divisor;
  return grey;
};
