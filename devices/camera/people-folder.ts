import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a simulated person can act out; left and right are the person's own. */
export const clipNames = ['neutral', 'turn-left', 'turn-right', 'nod', 'blink', 'come-closer'] as const;
export type ClipName = (typeof clipNames)[number];

export interface ActedClip {
  readonly fps: number;
  /** JPEG files in the order they are shown, relative to the folder. */
  readonly frames: readonly string[];
}

export interface ActingPerson {
  readonly id: string;
  readonly name: string;
  readonly clips: Readonly<Record<ClipName, ActedClip>>;
}

/** People who can stand before a simulated camera: `people.json` and JPEG sequences in one folder. */
export interface PeopleFolder {
  readonly people: readonly ActingPerson[];
  /** The bytes of a picture; each is read from disk once. */
  readFrame(path: string): Promise<Uint8Array>;
}

/** Throws when the folder does not hold acting people: it is part of a simulated set-up, not of the field. */
export const openPeopleFolder = async (folder: string): Promise<PeopleFolder> => {
  const { people } = JSON.parse(await readFile(join(folder, 'people.json'), 'utf8')) as {
    people: ActingPerson[];
  };
  for (const person of people)
    for (const name of clipNames)
      if (!person.clips[name]?.frames.length)
        throw new Error(`${person.id} has no clip ${name} in ${folder}`);
  const known = new Map<string, Promise<Uint8Array>>();
  return {
    people,
    readFrame: (path) => {
      const found = known.get(path) ?? readFile(join(folder, path));
      known.set(path, found);
      return found;
    },
  };
};
