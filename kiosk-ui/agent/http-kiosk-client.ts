import { buildRequest } from '@saoy/contracts/endpoint-call';
import { kioskApi, simulatorApi } from '@saoy/contracts/kiosk-api';
import type { VisitCommandType } from '@saoy/contracts/visit/command';
import { callAgent } from './call-agent.ts';
import type { KioskClient, SimulatorClient } from './kiosk-client.ts';

/** These may follow one another at once; any other command waits until the status has moved on. */
const repeatable: ReadonlySet<VisitCommandType> = new Set([
  'set-copies',
  'set-delivery',
  'set-display',
  'question-field',
  'more-time',
  'move-page',
]);
/** After this a second touch counts again even when no status came. */
const doubleTouchGuardMs = 1200;

export interface HttpKioskClient extends KioskClient {
  /** To be called with every status pushed: lifts the guard against double touches. */
  noteStatus(): void;
}

/** Talks to the agent that served this page. `onLost` is told when a command finds nobody. */
export function createHttpKioskClient(onLost: () => void): HttpKioskClient {
  let guardedUntilMs = 0;
  return {
    send(command) {
      if (!repeatable.has(command.type)) {
        if (performance.now() < guardedUntilMs) return;
        guardedUntilMs = performance.now() + doubleTouchGuardMs;
      }
      callAgent(kioskApi.sendCommand, { body: command }).then((result) => {
        // A conflict means that the screen was a step behind: the next status puts it right.
        if (!result.ok && result.error.code === 'general.unavailable') onLost();
      });
    },
    noteStatus() {
      guardedUntilMs = 0;
    },
    pageUrl: (pageId, widthPx) =>
      buildRequest(kioskApi.getPage, { params: { pageId }, query: { widthPx } }).path,
    cameraStreamUrl: kioskApi.watchCamera.path,
    async sendFrame(jpeg, sequence, capturedAtMs) {
      await callAgent(kioskApi.addFrame, { query: { sequence, capturedAtMs }, body: jpeg });
    },
    simulator: createSimulatorClient(),
  };
}

function createSimulatorClient(): SimulatorClient {
  return {
    read: () => must(callAgent(simulatorApi.getSimulator, {})),
    paperPictureUrl: (paperId) => buildRequest(simulatorApi.getPaperPicture, { params: { paperId } }).path,
    placePaper: (onGlass, inFeeder) =>
      must(callAgent(simulatorApi.placePaper, { body: { onGlass, inFeeder } })),
    addPaper: (name, bytes) =>
      must(callAgent(simulatorApi.addPaper, { query: { name }, body: bytes as Uint8Array<ArrayBuffer> })),
    placeCard: (person) => must(callAgent(simulatorApi.placeCard, { body: { person } })),
    holdPaper: (paper, view) => must(callAgent(simulatorApi.holdPaper, { body: { paper, view } })),
    placePerson: (person, behaviour) =>
      must(callAgent(simulatorApi.placePerson, { body: { person, behaviour } })),
    orderFault: (device, fault, isSticky) =>
      must(callAgent(simulatorApi.orderFault, { body: { device, fault, isSticky } })),
    clearFaults: () => must(callAgent(simulatorApi.clearFaults, {})),
  };
}

/** The simulator is a developer's tool: its failures may surface as exceptions. */
async function must<T>(
  pending: Promise<{ ok: true; value: T } | { ok: false; error: { code: string } }>,
): Promise<T> {
  const result = await pending;
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}
