import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { type ImageResult, imageFault, imageOk } from './image-result.ts';

/** Far more than any page; an uncompressed A3 at 600 dpi has 210 MB. */
const MOST_BYTES = 256 * 1024 * 1024;

const reasons: Record<string, string> = {
  ENOENT: 'no such file',
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  ENOTDIR: 'no such file',
  ELOOP: 'a link that leads back to itself',
  ENAMETOOLONG: 'the name is too long',
};

/**
 * The bytes of a file that somebody named. Errors: `image.unreadable` (missing, a folder, a pipe or device, which
 * might never end), `image.too-large` (over 256 MB).
 */
export async function readImageFile(path: string): Promise<ImageResult<Uint8Array>> {
  try {
    // Opening a pipe that nobody writes to would otherwise wait for ever.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stat = await file.stat();
      if (stat.isDirectory()) return imageFault('image.unreadable', 'a folder, not a file');
      if (!stat.isFile()) return imageFault('image.unreadable', 'a pipe or device, not a file');
      if (stat.size > MOST_BYTES)
        return imageFault('image.too-large', `${stat.size} bytes; at most ${MOST_BYTES}`);
      return imageOk(await file.readFile());
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return imageFault('image.unreadable', reasons[code] ?? `the file cannot be read (${code})`);
  }
}
