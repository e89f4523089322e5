import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimulatedScanner } from '@saoy/devices/scanner';
import { pino } from 'pino';
import { type Agent, type AgentParts, startAgent } from '../agent.ts';
import { type KioskClient, openKioskClient } from '../client.ts';
import type { LiveCamera } from '../hardware/hardware.ts';
import { newRequestId } from '../new-request-id.ts';
import { defaultDelays } from '../visit/delays.ts';
import type { FakeCentralService } from './central-service.ts';
import { drawPage } from './draw-page.ts';
import { openFolderPrinter } from './folder-printer.ts';

export const newTestFolder = (): string => mkdtempSync(join(tmpdir(), 'saoy-agent-'));

/** A camera that shows the same picture for ever. */
export const stillCamera: LiveCamera = {
  test: async () => ({ ok: true, value: null }),
  perform: () => undefined,
  frames: async function* (signal) {
    while (!signal.aborted) {
      yield { jpeg: Buffer.from([0xff, 0xd8, 0xff, 0xd9]), capturedAtMs: Date.now() };
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  },
};

/** The parts of an agent in `dir`, everything fast. */
export async function testParts(
  dir: string,
  service: Pick<FakeCentralService, 'url' | 'identity'>,
  scanner: SimulatedScanner,
): Promise<AgentParts> {
  const uiDir = join(dir, 'ui');
  mkdirSync(uiDir, { recursive: true });
  writeFileSync(join(uiDir, 'index.html'), '<!doctype html><title>Sao Y</title>');
  return {
    kioskId: 'kiosk-1',
    port: 0,
    dataDir: join(dir, 'data'),
    machineKeyFile: join(dir, 'machine.key'),
    uiDir,
    uplink: {
      serverUrl: service.url,
      certificate: service.identity.certificate,
      key: service.identity.key,
      ca: service.identity.certificate,
    },
    hardware: {
      scanner,
      printer: openFolderPrinter(join(dir, 'printer')),
      camera: stillCamera,
      cardReader: null,
      isSimulated: true,
    },
    delays: { ...defaultDelays, endingMs: 20, doneMs: 60_000 },
    patience: { firstDelayMs: 5, longestDelayMs: 50, random: Math.random },
    leastFreeBytes: 1000,
    freeBytes: async () => 1_000_000,
    softwareVersion: 'test',
    heartbeatMs: 200,
    printIntervalMs: 5,
    now: Date.now,
    newId: newRequestId,
    randomBytes: (size) => Uint8Array.from(randomBytes(size)),
    newSecret: () => randomBytes(24).toString('base64url'),
    logger: pino({ level: process.env['SAOY_TEST_LOG'] ?? 'silent' }),
    simulatorRoutes: null,
  };
}

export interface TestKiosk {
  readonly agent: Agent;
  readonly client: KioskClient;
  readonly scanner: SimulatedScanner;
  /** Lays a drawn page with this text on the glass. */
  layPage(text: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startTestKiosk(
  dir: string,
  service: FakeCentralService,
  change: Partial<AgentParts> = {},
): Promise<TestKiosk> {
  const scanner = new SimulatedScanner({ pageDurationMs: 5 });
  const agent = await startAgent({ ...(await testParts(dir, service, scanner)), ...change });
  const client = await openKioskClient(agent.url);
  return {
    agent,
    client,
    scanner,
    layPage: async (text) => scanner.place([await drawPage(join(dir, `${text}.jpg`), text)], 'glass'),
    stop: async () => {
      client.close();
      await agent.stop();
    },
  };
}
