// Between the kiosk's screen and its agent, on loopback: cookie of a per-boot token, exact origin.
import { z } from 'zod';
import { deviceHealthSchema } from './agent-api.ts';
import { defineEndpoint } from './endpoint.ts';
import { bilingualSchema } from './ids.ts';
import { visitCommandSchema } from './visit/command.ts';
import { kioskStatusSchema } from './visit/status.ts';

const jpeg = { bytes: ['image/jpeg'], maxBytes: 20 * 1024 * 1024 } as const;

export const paperSchema = z.object({ id: z.string(), label: bilingualSchema, kind: z.string() });
export const simulatedFaultSchema = z.object({
  device: z.enum(['scanner', 'printer', 'camera', 'card-reader']),
  /** Name of the fault as the simulator knows it, e.g. `jam`, `paper-out`, `unplugged`. */
  fault: z.string().max(40),
  isSticky: z.boolean(),
  /** Scanner only: strikes once so many sheets of the stack are through; default at once. */
  afterPages: z.int().min(0).max(50).optional(),
});

export type SimulatedFault = z.infer<typeof simulatedFaultSchema>;

export const simulatorStateSchema = z.object({
  papers: z.array(paperSchema),
  onGlass: z.string().nullable(),
  inFeeder: z.array(z.string()),
  people: z.array(z.object({ id: z.string(), label: bilingualSchema })),
  person: z.string().nullable(),
  /** People whose card has a chip, and whose card lies on the reader. */
  chips: z.array(z.object({ id: z.string(), label: bilingualSchema })),
  onReader: z.string().nullable(),
  /** Which paper the person holds up when the screen asks for the card, and how it is seen then. */
  held: z.string().nullable(),
  view: z.string(),
  /** Empty where no simulated camera looks. */
  views: z.array(z.string()),
  behaviours: z.array(z.string()),
  behaviour: z.string(),
  faults: z.array(z.object({ device: z.string(), fault: z.string(), label: bilingualSchema })),
  active: z.array(simulatedFaultSchema),
  tray: z.array(z.object({ name: z.string(), pages: z.int(), at: z.string() })),
});
export type SimulatorState = z.infer<typeof simulatorStateSchema>;

export const kioskApi = {
  watchStatus: defineEndpoint({
    method: 'GET',
    path: '/api/status',
    auth: 'none',
    summary: 'The status, pushed at once and at every change',
    answer: { events: kioskStatusSchema },
  }),
  sendCommand: defineEndpoint({
    method: 'POST',
    path: '/api/commands',
    auth: 'none',
    summary: 'One act of the person at the screen',
    body: visitCommandSchema,
    errors: ['general.conflict', 'kiosk.origin-refused'],
  }),
  resumeVisit: defineEndpoint({
    method: 'POST',
    path: '/api/resume',
    auth: 'none',
    summary: 'The same screen is back within 30 s of a crash',
    body: z.object({ visitToken: z.string().max(100) }),
    errors: ['general.not-found'],
  }),
  getPage: defineEndpoint({
    method: 'GET',
    path: '/api/pages/:pageId',
    auth: 'none',
    params: z.object({ pageId: z.uuid() }),
    query: z.object({ widthPx: z.coerce.number().int().min(50).max(2000).default(600) }),
    summary: 'Picture of a scanned page of the present visit',
    answer: jpeg,
    errors: ['general.not-found'],
  }),
  addFrame: defineEndpoint({
    method: 'POST',
    path: '/api/camera/frames',
    auth: 'none',
    query: z.object({ sequence: z.coerce.number().int().nonnegative(), capturedAtMs: z.coerce.number() }),
    summary: 'A frame of the browser camera (cameraSource browser)',
    body: jpeg,
    errors: ['general.conflict'],
  }),
  watchCamera: defineEndpoint({
    method: 'GET',
    path: '/api/camera/stream',
    auth: 'none',
    summary: 'Live picture of the agent camera as multipart/x-mixed-replace (cameraSource agent)',
    answer: { bytes: ['multipart/x-mixed-replace'], maxBytes: Number.MAX_SAFE_INTEGER },
  }),
  testDevices: defineEndpoint({
    method: 'POST',
    path: '/api/self-test',
    auth: 'none',
    summary: 'Tests every device now; answers their state and tells the server',
    answer: z.array(deviceHealthSchema),
  }),
} as const;

/** Only with simulated devices. */
export const simulatorApi = {
  getSimulator: defineEndpoint({
    method: 'GET',
    path: '/api/simulator',
    auth: 'none',
    summary: 'What lies where, who stands there, which faults are ordered',
    answer: simulatorStateSchema,
  }),
  getPaperPicture: defineEndpoint({
    method: 'GET',
    path: '/api/simulator/papers/:paperId',
    auth: 'none',
    params: z.object({ paperId: z.string().max(100) }),
    summary: 'Small picture of a paper',
    answer: jpeg,
  }),
  placePaper: defineEndpoint({
    method: 'POST',
    path: '/api/simulator/paper',
    auth: 'none',
    summary: 'Lays a paper on the glass (null clears it) and papers in the feeder',
    body: z.object({ onGlass: z.string().nullable(), inFeeder: z.array(z.string()).max(50) }),
    answer: simulatorStateSchema,
    errors: ['general.not-found'],
  }),
  addPaper: defineEndpoint({
    method: 'POST',
    path: '/api/simulator/papers',
    auth: 'none',
    query: z.object({
      name: z.string().max(100),
      resolutionDpi: z.coerce.number().min(50).max(1200).default(300),
    }),
    summary: 'Adds a page of your own',
    body: { bytes: ['image/jpeg', 'image/png', 'application/octet-stream'], maxBytes: 100 * 1024 * 1024 },
    answer: simulatorStateSchema,
    errors: ['image.unreadable'],
  }),
  placePerson: defineEndpoint({
    method: 'POST',
    path: '/api/simulator/person',
    auth: 'none',
    summary: 'Who stands before the camera and how they behave',
    body: z.object({ person: z.string().nullable(), behaviour: z.string() }),
    answer: simulatorStateSchema,
    errors: ['general.not-found'],
  }),
  holdPaper: defineEndpoint({
    method: 'POST',
    path: '/api/simulator/held',
    auth: 'none',
    summary: 'What the person holds before the camera when asked for the card (null: nothing)',
    body: z.object({ paper: z.string().nullable(), view: z.string() }),
    answer: simulatorStateSchema,
    errors: ['general.not-found'],
  }),
  placeCard: defineEndpoint({
    method: 'POST',
    path: '/api/simulator/card',
    auth: 'none',
    summary: 'Lays the card of a person on the chip reader (null takes it away)',
    body: z.object({ person: z.string().nullable() }),
    answer: simulatorStateSchema,
    errors: ['general.not-found'],
  }),
  orderFault: defineEndpoint({
    method: 'POST',
    path: '/api/simulator/faults',
    auth: 'none',
    summary: 'Orders a fault for the next use, or for every use until cleared',
    body: simulatedFaultSchema,
    answer: simulatorStateSchema,
    errors: ['general.not-found'],
  }),
  clearFaults: defineEndpoint({
    method: 'DELETE',
    path: '/api/simulator/faults',
    auth: 'none',
    summary: 'Removes every fault: paper refilled, jam cleared, plugged in',
    answer: simulatorStateSchema,
  }),
} as const;
