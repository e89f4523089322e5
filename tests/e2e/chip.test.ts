import { simulatorApi } from '@saoy/contracts/kiosk-api';
import { staffApi } from '@saoy/contracts/staff-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RobotCitizen } from '../../cli/demo/robot-citizen.ts';
import { patienceMs, TestInstance } from '../fixtures/instance.ts';
import { drawMarkedPage } from '../fixtures/instance-page.ts';
import { orderDeviceFault } from '../fixtures/instance-visit.ts';

describe('a kiosk with a reader for chips', () => {
  let instance: TestInstance;
  let kioskUrl = '';

  beforeAll(async () => {
    instance = await TestInstance.start({ kiosks: ['kiosk-1'], hasChipReader: true });
    kioskUrl = instance.instance.kiosks[0]!.url;
  }, 300_000);
  afterAll(() => instance?.stop(), 60_000);

  /** From the attract screen to the confirmed request, and what the certifier sees of the identity. */
  const visit = async (
    person: string,
    prepare: (citizen: RobotCitizen) => Promise<void> = async () => {},
  ) => {
    const citizen = await RobotCitizen.arrive(kioskUrl, person);
    try {
      await citizen.begin('certified');
      await prepare(citizen);
      // A busy machine may miss a movement: then staff compare, and the chip counts all the same.
      expect(['match', 'refer']).toContain(await citizen.proveIdentity());
      await citizen.layOnGlass(await citizen.addPaper('page', (await drawMarkedPage()).jpeg, 300));
      await citizen.scanPage();
      await citizen.finishScan();
      const delivery = { print: false, download: true, email: null };
      const [requestId] = await citizen.confirm({ product: 'certified', copies: 1, delivery });
      const seen = await instance.certifier.call(staffApi.getRequest, { params: { requestId: requestId! } });
      return seen.identity;
    } finally {
      await citizen.leave();
      citizen.close();
    }
  };

  it.each([
    ['of 2021 by basic access control', 'mai'],
    ['of 2024 by PACE', 'lan'],
  ])(
    'reads the chip of a card %s, and the certifier sees that it is authentic',
    async (_, person) => {
      const identity = await visit(person);
      expect(identity).toMatchObject({ chip: 'authentic' });
      expect(identity?.flags.filter((flag) => flag.startsWith('chip-'))).toEqual([]);
    },
    300_000,
  );

  it('reads it again when the card was lifted too early', async () => {
    const identity = await visit('mai', (citizen) =>
      orderDeviceFault(citizen, 'card-reader', 'card-removed'),
    );
    expect(identity).toMatchObject({ chip: 'authentic' });
  }, 300_000);

  it('needs no glass when the code is read before the camera and the chip gives the portrait', async () => {
    const citizen = await RobotCitizen.arrive(kioskUrl, 'mai');
    try {
      await citizen.begin('certified');
      await citizen.kiosk.call(simulatorApi.holdPaper, { body: { paper: 'cccd-front-mai', view: 'clear' } });
      await citizen.kiosk.call(simulatorApi.placeCard, { body: { person: 'mai' } });
      await citizen.kiosk.act({ type: 'give-consent', face: true });
      await citizen.kiosk.act({ type: 'choose-card-way', way: 'camera' });
      const { visit: shown } = await citizen.kiosk.waitFor(
        ({ visit: { screen } }) => screen === 'face' || screen === 'card',
        { timeoutMs: patienceMs(120_000), what: 'the end of the chip' },
      );
      expect(shown.screen).toBe('face');
      await citizen.leave();
    } finally {
      citizen.close();
    }
  }, 300_000);

  it('goes on without a chip for whoever skips it, and says so', async () => {
    const citizen = await RobotCitizen.arrive(kioskUrl, 'mai');
    await citizen.begin('certified');
    await citizen.kiosk.call(simulatorApi.placeCard, { body: { person: 'thu' } });
    await citizen.kiosk.act({ type: 'give-consent', face: true });
    await citizen.layOnGlass('cccd-front-mai');
    await citizen.kiosk.act({ type: 'choose-card-way', way: 'glass' });
    await citizen.kiosk.act({ type: 'read-card' });
    // The card of somebody else lies on the reader: it does not open.
    await citizen.kiosk.waitFor(
      ({ visit: shown }) => shown.screen === 'chip' && shown.problem === 'card-reader.access-denied',
      { timeoutMs: patienceMs(60_000), what: 'a chip that does not open' },
    );
    await citizen.kiosk.act({ type: 'skip-chip' });
    await citizen.kiosk.waitForScreen('face');
    await citizen.leave();
    citizen.close();
  }, 300_000);
});
