import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const environment = {
  KIOSK_ID: 'kiosk-1',
  SERVER_URL: 'https://localhost:8443',
  TLS_CERT_FILE: 'cert.pem',
  TLS_KEY_FILE: 'key.pem',
  TLS_CA_FILE: 'root.pem',
  DATA_DIR: 'data',
  UI_DIR: 'dist',
  DEVICES: 'simulated',
};

describe('the settings of the agent', () => {
  it('have defaults for everything a demonstration does not need to say', () => {
    expect(readConfig(environment)).toMatchObject({
      port: 7070,
      camera: 'browser',
      machineKeyFile: 'data/machine.key',
      devices: { kind: 'simulated', trayDir: 'data/tray', scanDurationMs: 2500 },
      delays: { idleWarningMs: 60_000 },
    });
  });

  it('take delays by name', () => {
    expect(readConfig({ ...environment, DELAYS: '{"doneMs":5}' }).delays.doneMs).toBe(5);
  });

  it.each([
    [{ KIOSK_ID: undefined }, 'KIOSK_ID'],
    [{ SERVER_URL: 'http://localhost' }, 'SERVER_URL'],
    [{ DEVICES: 'mock' }, 'DEVICES'],
    [{ DEVICES: 'real' }, 'SCANNER_DEVICE'],
    [{ DEVICES: 'real', SCANNER_DEVICE: 'pnm:0' }, 'PRINTER_URI'],
    [{ DEVICES: 'real', SCANNER_DEVICE: 'a', PRINTER_URI: 'ipp://p', CAMERA: 'agent' }, 'CAMERA'],
    [{ CAMERA: 'agent' }, 'PEOPLE_DIR'],
    [{ DELAYS: '{"lunchMs":5}' }, 'DELAYS'],
    [{ DELAYS: 'soon' }, 'DELAYS'],
  ])('name what is wrong with %o', (change, name) => {
    expect(() => readConfig({ ...environment, ...change })).toThrow(
      new RegExp(`configuration.invalid.*${name}`),
    );
  });
});
