import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Router } from 'express';
import type { Logger } from 'pino';
import { CaptureStore } from './captures/capture-store.ts';
import { KeyRing } from './captures/key-ring.ts';
import { loadMachineKey } from './captures/machine-key.ts';
import { Conductor } from './conductor/conductor.ts';
import { EffectPerformer } from './conductor/perform-effect.ts';
import { Recovery } from './conductor/recovery.ts';
import { ChipDesk } from './face/chip-desk.ts';
import { IdentityDesk } from './face/identity-desk.ts';
import type { Hardware } from './hardware/hardware.ts';
import { HealthMonitor } from './health/health-monitor.ts';
import { Heartbeat } from './health/heartbeat.ts';
import { composeApp } from './http/app.ts';
import { kioskRoutes } from './http/kiosk-routes.ts';
import { Journal } from './journal/journal.ts';
import type { JournalEntry } from './journal/journal-entry.ts';
import { openDatabase } from './journal/open-database.ts';
import { VisitSnapshot } from './journal/visit-snapshot.ts';
import { PagePictures } from './pages/page-pictures.ts';
import { PageProcessor } from './pages/page-processor.ts';
import { PrintDesk } from './printing/print-desk.ts';
import { SlipPrinter } from './printing/slip-printer.ts';
import type { Patience } from './uplink/call-until-answered.ts';
import { type CentralServiceOptions, openCentralService } from './uplink/central-service.ts';
import { RequestCourier } from './uplink/request-courier.ts';
import type { Delays } from './visit/delays.ts';

export interface AgentParts {
  readonly kioskId: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly dataDir: string;
  readonly machineKeyFile: string;
  readonly uiDir: string;
  readonly uplink: Omit<CentralServiceOptions, 'onContact'>;
  readonly hardware: Hardware;
  readonly delays: Delays;
  readonly patience: Patience;
  readonly leastFreeBytes: number;
  readonly freeBytes: () => Promise<number>;
  readonly softwareVersion: string;
  readonly heartbeatMs: number;
  /** Time between two questions about a print job. */
  readonly printIntervalMs: number;
  readonly now: () => number;
  readonly newId: () => string;
  readonly newSecret: () => string;
  /** Cryptographically strong. */
  readonly randomBytes: (bytes: number) => Uint8Array;
  readonly logger: Logger;
  /** Routes of the simulator panel; null with real devices. */
  readonly simulatorRoutes: Router | null;
  /** Told after each durable journal entry. */
  readonly onAppended?: (requestId: string, entry: JournalEntry) => void;
  /** Makes the thread that judges pages ready at once, which takes it a second or two. */
  readonly warmsUp?: boolean;
}

export interface Agent {
  readonly url: string;
  readonly conductor: Conductor;
  readonly journal: Journal;
  readonly health: HealthMonitor;
  stop(): Promise<void>;
}

/** Closed requests leave the journal after so long. */
const journalAgeMs = 30 * 24 * 3600 * 1000;

/** Puts the agent together and starts it; `main` and tests differ only in the parts. */
export async function startAgent(parts: AgentParts): Promise<Agent> {
  const { hardware, logger, now, newId, newSecret, patience, printIntervalMs: intervalMs } = parts;
  // A disk that cannot even be asked is as good as full.
  const freeBytes = () => parts.freeBytes().catch(() => 0);
  const database = openDatabase(parts.dataDir);
  const keys = new KeyRing(database, loadMachineKey(parts.machineKeyFile));
  const journal = new Journal({
    database,
    keys,
    now,
    ...(parts.onAppended === undefined ? {} : { onAppended: parts.onAppended }),
  });
  journal.prune(journalAgeMs);
  const snapshot = new VisitSnapshot(database, keys);
  const captures = new CaptureStore(join(parts.dataDir, 'captures'), keys);
  const pictures = new PagePictures(captures);
  const processor = new PageProcessor();
  if (parts.warmsUp === true) processor.warmUp();
  const service = openCentralService({ ...parts.uplink, onContact: (isReached) => onContact(isReached) });
  const { scanner, printer, camera, cardReader } = hardware;
  const chip = new ChipDesk({ service, cardReader, patience, random: parts.randomBytes });
  const identity = new IdentityDesk({ service, scanner, camera, chip, processor, patience, now });
  const printing = new PrintDesk({ printer, intervalMs, service, journal, patience, logger });
  const slips = new SlipPrinter({ printer, intervalMs, service, patience });

  const courier = new RequestCourier({
    service,
    journal,
    captures,
    patience,
    logger,
    events: {
      onView: (view) => conductor.dispatch({ type: 'request-view', view }),
      onPageSent: (requestId, sha256) => {
        const original = conductor.state.visit?.capture.originals.find(({ id }) => id === requestId);
        for (const page of original?.pages ?? [])
          if (page.sha256 === sha256) conductor.dispatch({ type: 'page-sent', pageId: page.id });
      },
      onRefused: (requestId, fault) => conductor.dispatch({ type: 'request-failed', requestId, fault }),
    },
  });

  const performer = new EffectPerformer({
    service,
    patience,
    identity,
    scanning: {
      scanner,
      processor,
      captures,
      freeBytes,
      leastFreeBytes: parts.leastFreeBytes,
      newId,
    },
    courier,
    journal,
    snapshot,
    captures,
    pictures,
    printing,
    slips,
    logger,
    reportHealth: () => heartbeat.beatSoon(),
    tell: (input, visitId) => {
      if (input.type === 'print-completed') reportPrinted(input.requestId);
      conductor.dispatch(input, visitId);
    },
  });

  const reportPrinted = (requestId: string) => {
    const record = journal.record(requestId);
    if (record?.confirmation == null || record.isPrintReported) return;
    const names = record.jobs.filter((job) => job.isPrinted).map((job) => job.jobName);
    courier.reportPrinted(requestId, record.confirmation.copies, names);
  };

  const conductor: Conductor = new Conductor({
    facts: {
      id: parts.kioskId,
      cameraSource: camera === null ? 'browser' : 'agent',
      isSimulated: hardware.isSimulated,
    },
    delays: parts.delays,
    now,
    newId,
    newSecret,
    snapshot,
    logger,
    perform: (effect, visitId) => performer.perform(effect, visitId),
  });

  const health = new HealthMonitor({
    hardware,
    service,
    freeBytes,
    leastFreeBytes: parts.leastFreeBytes,
    softwareVersion: parts.softwareVersion,
    now,
    logger,
    isDeviceBusy: () => conductor.isDeviceBusy(),
    visitState: () => heartbeat.visitState(),
    onDevices: (trouble, canPrint) => conductor.dispatch({ type: 'devices', trouble, canPrint }),
  });
  const heartbeat: Heartbeat = new Heartbeat({
    health,
    service,
    conductor,
    now,
    intervalMs: parts.heartbeatMs,
    logger,
  });
  const onContact = (isReached: boolean) => {
    if (conductor.state.isOnline !== isReached) {
      logger.info({ isOnline: isReached }, 'central service');
      conductor.dispatch({ type: 'connection', isOnline: isReached });
    }
  };

  const recovery = new Recovery({
    journal,
    snapshot,
    captures,
    courier,
    conductor,
    printer,
    patience,
    logger,
    resumeMs: parts.delays.resumeMs,
    reportPrinted,
  });
  await recovery.begin();

  const token = newSecret();
  const server = createServer();
  await listen(server, parts.port);
  const { port } = server.address() as AddressInfo;
  const api = kioskRoutes({
    conductor,
    identity,
    pictures,
    testDevices: async () => {
      await health.test();
      heartbeat.beatSoon();
      return health.devices;
    },
    resume: (visitToken) => recovery.resume(visitToken),
  });
  if (parts.simulatorRoutes !== null) api.use(parts.simulatorRoutes);
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const app = composeApp({ guard: { hosts: () => hosts, token }, uiDir: parts.uiDir, api, logger });
  server.on('request', app as unknown as (request: IncomingMessage, response: ServerResponse) => void);
  heartbeat.start();

  return {
    url: `http://127.0.0.1:${port}`,
    conductor,
    journal,
    health,
    stop: async () => {
      recovery.stop();
      heartbeat.stop();
      conductor.stop();
      server.close();
      server.closeAllConnections();
      await performer.stop();
      await printing.cancel();
      await courier.stop();
      service.close();
      await processor.close();
      await scanner.close();
      await printer.close();
      database.close();
    },
  };
}

/** Loopback only: nobody on the network speaks with the agent. */
const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
