import { existsSync, readdirSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { kioskApi } from '@saoy/contracts/kiosk-api';
import { staffApi } from '@saoy/contracts/staff-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKioskClient } from '../../kiosk-agent/client.ts';
import { patienceMs, TestInstance } from '../fixtures/instance.ts';

describe('a kiosk whose disk is full', () => {
  let instance: TestInstance;

  beforeAll(async () => {
    const { bavail, bsize } = await statfs(tmpdir());
    instance = await TestInstance.start({
      kiosks: ['kiosk-1'],
      agentEnv: { LEAST_FREE_BYTES: String(bavail * bsize * 4), HEARTBEAT_MS: '500' },
    });
  }, 300_000);
  afterAll(() => instance?.stop(), 60_000);

  it('refuses before anything is scanned, saying why, and leaves nothing half done', async () => {
    const kiosk = await openKioskClient(instance.kiosk().url);
    await kiosk.call(kioskApi.testDevices, {});
    await kiosk.waitFor(
      ({ visit }) => visit.screen === 'attract' && visit.outOfService === 'kiosk.disk-full',
      { timeoutMs: patienceMs(30_000), what: 'the refusal' },
    );
    expect(await kiosk.send({ type: 'begin' })).toMatchObject({
      ok: false,
      error: { code: 'general.conflict' },
    });
    expect(kiosk.status.visit.screen).toBe('attract');
    const captures = path.join(instance.dataDir, 'kiosk-1', 'captures');
    expect(existsSync(captures) ? readdirSync(captures) : []).toEqual([]);
    expect(await instance.certifier.listQueue()).toEqual([]);
    kiosk.close();
  }, 120_000);

  it('tells the staff at the console', async () => {
    const diskOf = async () => {
      const kiosks = await instance.certifier.call(staffApi.listKiosks, {});
      return kiosks.find(({ id }) => id === 'kiosk-1')?.devices.find(({ device }) => device === 'disk');
    };
    await expect
      .poll(diskOf, { timeout: patienceMs(30_000) })
      .toMatchObject({ state: 'failed', code: 'kiosk.disk-full' });
  }, 120_000);
});
