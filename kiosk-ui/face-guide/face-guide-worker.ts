import {
  createFaceTracker,
  createOnnxFinder,
  createOnnxLandmarkReader,
  type FaceTracker,
  type Network,
} from '@saoy/imaging/face';
import detectUrl from 'faceplugin-face-recognition-js/model/fr_detect.onnx?url';
import landmarkUrl from 'faceplugin-face-recognition-js/model/fr_landmark.onnx?url';
import runtimeUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import type { GuideAnswer, GuideQuestion } from './face-guide-messages.ts';

const width = 320;
const height = 240;

// One thread: more would need a page that shuts itself off from others, and the screen needs the second core.
env.wasm.numThreads = 1;
env.wasm.wasmPaths = { wasm: runtimeUrl };
env.logLevel = 'error';

const answer = (message: GuideAnswer): void => self.postMessage(message);

const fetchBytes = async (url: string): Promise<Uint8Array> =>
  new Uint8Array(await (await fetch(url)).arrayBuffer());

const load = async (bytes: Uint8Array): Promise<Network> => {
  const session = await InferenceSession.create(bytes, { executionProviders: ['wasm'] });
  const inputName = session.inputNames[0] ?? 'input';
  return {
    run: async (input, shape) => {
      const outputs = await session.run({ [inputName]: new Tensor('float32', input, shape) });
      return Object.fromEntries(
        Object.entries(outputs).map(([name, tensor]) => [name, tensor.data as Float32Array]),
      );
    },
  };
};

const loadTracker = async (): Promise<FaceTracker> => {
  const [detectBytes, landmarkBytes] = await Promise.all([fetchBytes(detectUrl), fetchBytes(landmarkUrl)]);
  const finder = createOnnxFinder(await load(detectBytes));
  const landmarks = createOnnxLandmarkReader(await load(landmarkBytes));
  const tracker = createFaceTracker(finder, landmarks);
  // The first run is slow: it is better done before a person waits for it.
  const blank = { data: new Uint8Array(width * height * 3), width, height };
  await tracker.track(blank, { widthPx: width, heightPx: height });
  return tracker;
};

const canvas = new OffscreenCanvas(width, height);
const context = canvas.getContext('2d', { willReadFrequently: true });
const rgb = new Uint8Array(width * height * 3);

const look = async (tracker: FaceTracker, picture: ImageBitmap): Promise<void> => {
  if (context === null) return answer({ type: 'failed', reason: 'no canvas' });
  const scale = Math.min(width / picture.width, height / picture.height);
  const content = {
    widthPx: Math.round(picture.width * scale),
    heightPx: Math.round(picture.height * scale),
  };
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, 0, 0, content.widthPx, content.heightPx);
  picture.close();
  const { data } = context.getImageData(0, 0, width, height);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = data[from] ?? 0;
    rgb[to + 1] = data[from + 1] ?? 0;
    rgb[to + 2] = data[from + 2] ?? 0;
  }
  const { guidance, face } = await tracker.track({ data: rgb, width, height }, content);
  answer({
    type: 'seen',
    guidance,
    face: face && {
      x: (face.box.x + face.box.width / 2) / content.widthPx,
      y: (face.box.y + face.box.height / 2) / content.heightPx,
      width: face.box.width / content.widthPx,
      yaw: face.yaw,
    },
  });
};

const failed = (cause: unknown): void => answer({ type: 'failed', reason: String(cause) });

loadTracker().then((tracker) => {
  self.addEventListener('message', ({ data }: MessageEvent<GuideQuestion>) => {
    look(tracker, data.picture).catch(failed);
  });
  answer({ type: 'ready' });
}, failed);
