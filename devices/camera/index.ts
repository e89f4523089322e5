export type { Camera, CameraFrame, CameraHealth } from './camera.ts';
export { drawHeldPaper, type PaperView, paperViews } from './hold-up-paper.ts';
export { type ActingPerson, type ClipName, openPeopleFolder, type PeopleFolder } from './people-folder.ts';
export {
  type CameraScene,
  cameraScenes,
  createSimulatedCamera,
  type SimulatedCamera,
  type SimulatedCameraOptions,
} from './simulated-camera.ts';
