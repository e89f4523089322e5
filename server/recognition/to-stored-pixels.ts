import type { Recognition } from '@saoy/contracts/recognition';
import { type Box, type ExifOrientation, toStoredBox, toStoredRotation, toStoredSkew } from '@saoy/imaging';

/** How the picture of a page is stored, and its size as a viewer shows it. */
export interface StoredPage {
  readonly orientation: ExifOrientation;
  readonly viewedWidth: number;
  readonly viewedHeight: number;
}

/**
 * A recognition whose boxes, rotations and skews hold for the pictures as stored in their files, before EXIF turns
 * them. Problems stay those of the page as a viewer shows it.
 */
export function toStoredPixels(recognition: Recognition, stored: readonly StoredPage[]): Recognition {
  if (stored.every(({ orientation }) => orientation === 1)) return recognition;
  const mapBox = (page: number, box: Box): Box => {
    const { orientation, viewedWidth, viewedHeight } = stored[page - 1]!;
    return toStoredBox(box, orientation, viewedWidth, viewedHeight);
  };
  const onPage = <T extends { readonly page: number; readonly box: Box }>(part: T): T => ({
    ...part,
    box: mapBox(part.page, part.box),
  });
  return {
    ...recognition,
    fields: Object.fromEntries(
      Object.entries(recognition.fields).map(([name, field]) => [name, onPage(field)]),
    ),
    flags: recognition.flags.map(onPage),
    pages: recognition.pages.map((page, index) => {
      const { orientation } = stored[index]!;
      const traits = Object.fromEntries(
        Object.entries(page.traits).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.map((box) => mapBox(index + 1, box)) : value,
        ]),
      ) as Recognition['pages'][number]['traits'];
      return {
        ...page,
        rotation: toStoredRotation(page.rotation, orientation),
        skewDegrees: toStoredSkew(page.skewDegrees, orientation),
        problems: page.problems.map((problem) => ({ ...problem, box: mapBox(index + 1, problem.box) })),
        traits,
      };
    }),
  };
}
