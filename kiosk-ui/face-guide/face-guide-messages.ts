import type { TrackedFrame } from '@saoy/imaging/face';

/** To the worker: one picture of the camera, moved. */
export interface GuideQuestion {
  readonly picture: ImageBitmap;
}

/** From the worker: `ready` once, then one answer a picture; sizes are shares of the picture. */
export type GuideAnswer =
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly reason: string }
  | {
      readonly type: 'seen';
      readonly guidance: TrackedFrame['guidance'];
      /** Centre and width of the face as shares of the picture's width and height, and its turn in degrees. */
      readonly face: {
        readonly x: number;
        readonly y: number;
        readonly width: number;
        readonly yaw: number;
      } | null;
    };
