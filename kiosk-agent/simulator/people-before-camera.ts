import { readFile } from 'node:fs/promises';
import { fault } from '@saoy/contracts/errors';
import { err, ok } from '@saoy/contracts/result';
import {
  type CameraScene,
  cameraScenes,
  type PaperView,
  paperViews,
  type SimulatedCamera,
} from '@saoy/devices/camera';
import type { SimulatedPerson } from './simulated-person.ts';

/** The knobs of the simulated camera; nobody there is a scene, a lost camera a fault. */
export function peopleBeforeCamera(camera: SimulatedCamera): SimulatedPerson {
  const behaviours = cameraScenes.filter((scene) => scene !== 'unplugged' && scene !== 'nobody');
  let behaviour: CameraScene = 'live';
  let person: string | null = camera.personId;
  let isLost = false;
  let held: { readonly paper: string | null; readonly view: PaperView } = { paper: null, view: 'clear' };
  const apply = () => camera.order(isLost ? 'unplugged' : person === null ? 'nobody' : behaviour);
  return {
    people: camera.people.map(({ id, name }) => ({ id, label: { vi: name, en: name } })),
    behaviours,
    faults: ['unplugged'],
    views: paperViews,
    held: () => held,
    hold: async (paper, wantedView) => {
      const view = paperViews.find((name) => name === wantedView);
      if (view === undefined) return err(fault('general.not-found'));
      camera.hold(paper === null ? null : await readFile(paper.file), view);
      held = { paper: paper?.id ?? null, view };
      return ok(null);
    },
    present: () => ({ person, behaviour, faults: isLost ? ['unplugged'] : [] }),
    place: async (wanted, wantedBehaviour) => {
      const scene = behaviours.find((name) => name === wantedBehaviour);
      const isKnown = wanted === null || camera.people.some(({ id }) => id === wanted);
      if (scene === undefined || !isKnown) return err(fault('general.not-found'));
      if (wanted !== null) camera.stand(wanted);
      person = wanted;
      behaviour = scene;
      apply();
      return ok(null);
    },
    orderFault: () => {
      isLost = true;
      apply();
    },
    clearFaults: () => {
      isLost = false;
      apply();
    },
  };
}
