import { setTimeout as sleepFor } from 'node:timers/promises';
import { fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import sharp from 'sharp';
import type { Camera, CameraFrame, CameraHealth } from './camera.ts';
import { drawHeldPaper, type PaperView } from './hold-up-paper.ts';
import type { ActingPerson, ClipName, PeopleFolder } from './people-folder.ts';

/**
 * What stands before the camera: `live` a person who does what the screen asks; `still` a photo; `replayed` a recording
 * of an earlier check, which deaf to the screen shows every movement; `swapped` a person whose movements somebody else
 * does; `nobody`; `unplugged` no camera at all.
 */
export const cameraScenes = ['live', 'still', 'replayed', 'swapped', 'nobody', 'unplugged'] as const;
export type CameraScene = (typeof cameraScenes)[number];

export interface SimulatedCameraOptions {
  readonly folder: PeopleFolder;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  readonly sleep?: (ms: number) => Promise<unknown>;
  readonly framesPerSecond?: number;
}

/** A camera before which people of a folder act; `stand`, `order` and `perform` are for tests and demos. */
export interface SimulatedCamera extends Camera {
  readonly people: readonly ActingPerson[];
  readonly scene: CameraScene;
  readonly personId: string;
  /** Throws for somebody the folder does not know. */
  stand(personId: string): void;
  /** Puts a paper (the bytes of its scan) into the person's hand, who holds it up when asked for the card; null: none. */
  hold(scan: Uint8Array | null, view?: PaperView): void;
  /** Orders a scene; a lost camera comes back with any other scene. */
  order(scene: CameraScene): void;
  /**
   * What the screen asks for now, as often as it says so; null: nothing. The person does it once after what they are
   * doing, and again when it still is asked for some seconds later.
   */
  perform(asked: ClipName | 'show-card' | null): void;
}

const recording: readonly ClipName[] = [
  'neutral',
  'turn-left',
  'neutral',
  'nod',
  'neutral',
  'blink',
  'turn-right',
  'neutral',
  'come-closer',
];
/** How long ago the recording that `replayed` shows was made. */
const recordedAgoMs = 3_600_000;
/** After so long the person does again what still is asked for. */
const patienceMs = 3_000;

export const createSimulatedCamera = ({
  folder,
  now = Date.now,
  sleep = (ms) => sleepFor(ms),
  framesPerSecond = 15,
}: SimulatedCameraOptions): SimulatedCamera => {
  const { people, readFrame } = folder;
  const [firstPerson] = people;
  if (!firstPerson) throw new Error('nobody can stand before the simulated camera');
  let person = firstPerson;
  let scene: CameraScene = 'live';
  let asked: ClipName | null = null;
  let heard: ClipName | null = null;
  let finishedAtMs = 0;
  let opening = 0;
  let isOpen = false;
  let emptyRoom: Promise<Uint8Array> | null = null;
  let held: Promise<readonly Uint8Array[]> | null = null;
  let isHeldUp = false;

  const isPlugged = (): boolean => scene !== 'unplugged';
  const somebodyElse = (): ActingPerson => people[(people.indexOf(person) + 1) % people.length] ?? person;

  /** The pictures of one clip after the other, as the scene and the screen want them. */
  const act = function* (): Generator<string | null> {
    let part = 0;
    for (;;) {
      const clip: ClipName =
        scene === 'replayed' ? (recording[part++ % recording.length] ?? 'neutral') : (asked ?? 'neutral');
      const isMovement = clip !== 'neutral';
      const actor = scene === 'swapped' && isMovement ? somebodyElse() : person;
      const begunScene = scene;
      const begunPerson = person;
      if (scene === 'still' || scene === 'nobody') {
        yield scene === 'still' ? (person.clips.neutral.frames[0] ?? null) : null;
        continue;
      }
      if (isMovement && scene !== 'replayed') asked = null;
      const { frames, fps } = actor.clips[clip];
      const step = fps / framesPerSecond;
      for (let at = 0; at < frames.length; at += step) {
        // Somebody who is asked while doing nothing begins at once.
        if (
          scene !== begunScene ||
          person !== begunPerson ||
          (!isMovement && asked !== null && scene !== 'replayed')
        )
          break;
        yield frames[Math.floor(at)] ?? null;
      }
      if (isMovement) finishedAtMs = now();
    }
  };

  const frames = async function* (): AsyncGenerator<CameraFrame> {
    const mine = opening;
    const isStreaming = (): boolean => isOpen && opening === mine && isPlugged();
    const pictures = act();
    let dueMs = now();
    let lastMs = 0;
    let shown = 0;
    while (isStreaming()) {
      const waitMs = dueMs - now();
      if (waitMs > 0) await sleep(waitMs);
      if (!isStreaming()) return;
      const paper = isHeldUp && scene !== 'nobody' ? await held : null;
      const path = paper === null ? (pictures.next().value ?? null) : null;
      emptyRoom ??= drawEmptyRoom();
      const jpeg =
        paper?.[shown++ % paper.length] ?? (path === null ? await emptyRoom : await readFrame(path));
      const takenMs = Math.max(now(), lastMs + 1);
      lastMs = takenMs;
      yield { jpeg, capturedAtMs: scene === 'replayed' ? takenMs - recordedAgoMs : takenMs };
      // A slow reader misses pictures instead of getting them late.
      dueMs = Math.max(dueMs + 1000 / framesPerSecond, now() - 1000 / framesPerSecond);
    }
  };

  return {
    source: 'agent',
    people,
    get scene() {
      return scene;
    },
    get personId() {
      return person.id;
    },
    open: async (): Promise<Result<void>> => {
      if (!isPlugged()) return err(fault('camera.unavailable', 'unplugged'));
      if (!isOpen) opening += 1;
      isOpen = true;
      return ok(undefined);
    },
    frames,
    health: async (): Promise<CameraHealth> => {
      if (!isPlugged()) return { state: 'faulty', fault: fault('camera.unavailable', 'unplugged') };
      return { state: isOpen ? 'streaming' : 'ready' };
    },
    close: async () => {
      isOpen = false;
      asked = null;
      heard = null;
      isHeldUp = false;
    },
    hold: (scan, view = 'clear') => {
      held = scan === null ? null : drawHeldPaper(scan, view);
      // Whoever looks is told; until then the failure is nobody's.
      held?.catch(() => undefined);
    },
    stand: (personId) => {
      const found = people.find((one) => one.id === personId);
      if (!found) throw new RangeError(`nobody called ${personId} is in the folder`);
      person = found;
    },
    order: (ordered) => {
      scene = ordered;
      asked = null;
      heard = null;
      if (ordered === 'unplugged') isOpen = false;
    },
    perform: (challenge) => {
      isHeldUp = challenge === 'show-card';
      if (challenge === 'show-card') return;
      const isAskedAgain = challenge === heard && (asked !== null || now() - finishedAtMs < patienceMs);
      if (isAskedAgain) return;
      heard = challenge;
      asked = challenge;
      // Until it is done the same request is not a new one.
      finishedAtMs = now() + patienceMs;
    },
  };
};

const drawEmptyRoom = async (): Promise<Uint8Array> =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><defs><linearGradient id="wall" y2="1" x2="0">
      <stop stop-color="#c9d0d6"/><stop offset="1" stop-color="#8d949b"/></linearGradient></defs>
      <rect width="640" height="480" fill="url(#wall)"/><rect y="400" width="640" height="80" fill="#6f675e"/></svg>`,
    ),
  )
    .jpeg({ quality: 85 })
    .toBuffer();
