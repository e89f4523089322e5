// Whole visits at a kiosk whose service compares faces with the second engine.
import { staffApi } from '@saoy/contracts/staff-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RobotCitizen } from '../../cli/demo/robot-citizen.ts';
import { faceApiModelCard } from '../../server/faces/index.ts';
import { TestInstance } from '../fixtures/instance.ts';

const timeoutMs = 900_000;

describe('with FACE_ENGINE=face-api', () => {
  let system: TestInstance;
  beforeAll(async () => {
    system = await TestInstance.start({ kiosks: ['kiosk-1'], serverEnv: { FACE_ENGINE: 'face-api' } });
  }, timeoutMs);
  afterAll(() => system?.stop(), timeoutMs);

  it(
    'a person proves who they are by card and face, and leaves with a copy',
    async () => {
      const citizen = await RobotCitizen.arrive(system.kiosk().url, 'mai');
      await citizen.begin('digital');
      expect(await citizen.proveIdentity()).toBe('match');
      await citizen.layOnGlass('birth-4');
      await citizen.scanPage();
      await citizen.finishScan();
      const delivery = { print: true, download: true, email: null };
      const [requestId = ''] = await citizen.confirm({ product: 'digital', delivery });
      expect(await citizen.awaitDone()).toMatchObject([{ id: requestId, state: 'delivered' }]);
      const { actions } = await system.certifier.call(staffApi.getRequest, { params: { requestId } });
      expect(JSON.stringify(actions)).toContain(faceApiModelCard.id);
      await citizen.leave();
      citizen.close();
    },
    timeoutMs,
  );
});
