// The kiosk's local service. Only here is decided whether devices are real or simulated.
import './hold-memory.ts';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FaultError } from '@saoy/contracts/errors';
import { createSimulatedCamera, openPeopleFolder } from '@saoy/devices/camera';
import { PcscCardReader } from '@saoy/devices/card-reader';
import { IppPrinter, SimulatedPrinter } from '@saoy/devices/printer';
import { SaneScanner, SimulatedScanner } from '@saoy/devices/scanner';
import type { Router } from 'express';
import { pino } from 'pino';
import sharp from 'sharp';
import { startAgent } from './agent.ts';
import { freeBytesOf } from './captures/free-space.ts';
import { type AgentConfig, readConfig } from './config.ts';
import type { Hardware } from './hardware/hardware.ts';
import { openLiveCamera } from './hardware/open-live-camera.ts';
import { newRequestId } from './new-request-id.ts';
import { CardsOnReader } from './simulator/cards-on-reader.ts';
import { PaperShelf } from './simulator/paper-shelf.ts';
import { peopleBeforeCamera } from './simulator/people-before-camera.ts';
import { nobody } from './simulator/simulated-person.ts';
import { simulatorRoutes } from './simulator/simulator-routes.ts';
import { defaultPatience } from './uplink/call-until-answered.ts';

interface Machinery {
  readonly hardware: Hardware;
  readonly routes: Router | null;
}

async function chooseDevices(config: AgentConfig): Promise<Machinery> {
  const { devices } = config;
  if (devices.kind === 'real') {
    const scanner = new SaneScanner({ device: devices.scannerDevice });
    const printer = new IppPrinter({ url: devices.printerUri });
    const cardReader =
      devices.cardReader === null
        ? null
        : new PcscCardReader(devices.cardReader === '' ? {} : { readerName: devices.cardReader });
    return { hardware: { scanner, printer, camera: null, cardReader, isSimulated: false }, routes: null };
  }
  const scanner = new SimulatedScanner({ pageDurationMs: devices.scanDurationMs });
  const printer = new SimulatedPrinter({
    trayDirectory: devices.trayDir,
    sheetDurationMs: devices.sheetDurationMs,
  });
  const papers = await PaperShelf.open(devices.papersDir, join(config.dataDir, 'own-papers'));
  const camera =
    config.camera === 'agent' && devices.peopleDir !== null
      ? createSimulatedCamera({ folder: await openPeopleFolder(devices.peopleDir) })
      : null;
  const cards = CardsOnReader.open(devices.chipsDir);
  const person = camera === null ? nobody : peopleBeforeCamera(camera);
  return {
    hardware: {
      scanner,
      printer,
      camera: camera === null ? null : openLiveCamera(camera),
      cardReader: cards?.reader ?? null,
      isSimulated: true,
    },
    routes: simulatorRoutes({ scanner, printer, person, papers, cards }),
  };
}

const readText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new FaultError('configuration.invalid', `${path}: ${(error as NodeJS.ErrnoException).code}`);
  }
};

async function main(): Promise<void> {
  const config = readConfig(process.env);
  // Standard output holds one line for the starter; the log goes to standard error.
  const logger = pino({ level: config.logLevel, base: { kiosk: config.kioskId } }, pino.destination(2));
  sharp.cache(false);
  sharp.concurrency(1);
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const { hardware, routes } = await chooseDevices(config);
  const agent = await startAgent({
    kioskId: config.kioskId,
    port: config.port,
    dataDir: config.dataDir,
    machineKeyFile: config.machineKeyFile,
    uiDir: config.uiDir,
    uplink: {
      serverUrl: config.serverUrl,
      certificate: readText(config.tls.certFile),
      key: readText(config.tls.keyFile),
      ca: readText(config.tls.caFile),
    },
    hardware,
    delays: config.delays,
    patience: defaultPatience,
    leastFreeBytes: config.leastFreeBytes,
    freeBytes: () => freeBytesOf(config.dataDir),
    softwareVersion: readVersion(),
    heartbeatMs: config.heartbeatMs,
    printIntervalMs: 300,
    now: Date.now,
    newId: newRequestId,
    randomBytes: (size) => Uint8Array.from(randomBytes(size)),
    newSecret: () => randomBytes(32).toString('base64url'),
    logger,
    simulatorRoutes: routes,
    warmsUp: true,
  });
  process.stdout.write(`${JSON.stringify({ ready: true, url: agent.url })}\n`);
  const stop = () => {
    agent.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

const readVersion = (): string =>
  (JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as { version: string })
    .version;

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof FaultError ? error.message : String(error)}\n`);
  process.exit(1);
});
