export type { Camera, CameraFrame, CameraHealth } from './camera.ts';
export { type ActingPerson, type ClipName, openPeopleFolder, type PeopleFolder } from './people-folder.ts';
export {
  type CameraScene,
  cameraScenes,
  createSimulatedCamera,
  type SimulatedCamera,
  type SimulatedCameraOptions,
} from './simulated-camera.ts';
