import type { Box } from '@saoy/imaging';
import type { GreyImage } from './grey-image.ts';

/** A copy of the image with one box painted white. */
export function whiteOut(image: GreyImage, box: Box): GreyImage {
  const data = new Uint8Array(image.data);
  const right = Math.min(image.width, box[0] + box[2]);
  for (let y = Math.max(0, box[1]); y < Math.min(image.height, box[1] + box[3]); y += 1) {
    data.fill(255, y * image.width + Math.max(0, box[0]), y * image.width + right);
  }
  return { ...image, data };
}
