import { errorCodes } from '@saoy/contracts/errors';
import type { DeviceFault, KioskStatus, VisitStatus } from '@saoy/contracts/visit/status';
import { sampleRequest, sampleRequests } from './sample-requests.ts';
import { doneSamples, earlySamples, scanSamples } from './sample-visits.ts';

export interface Sample {
  readonly screen: string;
  readonly state: string;
  readonly status: KioskStatus;
  readonly isLost: boolean;
  /** Selectors of what to press, one after the other, to get from the status to this state. */
  readonly press: readonly string[];
}

const soon = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

const base: Omit<KioskStatus, 'visit'> = {
  revision: 1,
  kiosk: {
    id: 'kiosk-01',
    name: 'Kiosk 01',
    authority: {
      vi: 'Trung tâm Phục vụ hành chính công thành phố Hà Nội',
      en: 'Hanoi Public Administrative Service Centre',
    },
    cameraSource: 'agent',
    isSimulated: false,
    isOnline: true,
    contact: '1022, 024 3999 1022',
  },
  language: 'vi',
  display: { textSize: 'normal', contrast: 'normal', reach: 'normal', isSpoken: false },
  visitToken: null,
  idle: null,
  fault: null,
  isStaffCalled: false,
  canGoBack: true,
};

const sample = (state: string, visit: VisitStatus, change: Partial<KioskStatus> = {}): Sample => ({
  screen: visit.screen,
  state,
  status: { ...base, canGoBack: visit.screen !== 'attract', ...change, visit },
  isLost: false,
  press: [],
});

const fault = (
  device: DeviceFault['device'],
  code: DeviceFault['code'],
  keptPages = 0,
  canRetry = true,
): Partial<KioskStatus> => ({ fault: { device, code, keptPages, canRetry } });

const service: VisitStatus = { screen: 'service', products: ['certified', 'digital'] };
const options = scanSamples.find(([, visit]) => visit.screen === 'options')![1];
const printing: VisitStatus = {
  screen: 'processing',
  phase: 'printing',
  requests: [sampleRequest('printing'), sampleRequest('refused')],
  since: soon(-70),
  canLeave: false,
};

/** Every screen in every state a person can meet. */
export const samples: readonly Sample[] = [
  ...earlySamples.map(([state, visit]) => sample(state, visit)),
  ...scanSamples.map(([state, visit]) => sample(state, visit)),
  ...(['deciding', 'issuing', 'delayed'] as const).map((state) =>
    sample(state, {
      screen: 'processing',
      phase: state === 'deciding' ? 'deciding' : 'issuing',
      requests: sampleRequests(state),
      since: soon(state === 'issuing' ? -3 : -200),
      canLeave: state !== 'issuing',
    }),
  ),
  sample('printing', printing),
  ...doneSamples(soon(45)).map(([state, visit]) => sample(state, visit)),
  sample('jam', scanSamples[2]![1], fault('scanner', 'scanner.jam', 2)),
  sample('lid', scanSamples[0]![1], fault('scanner', 'scanner.cover-open')),
  sample('disk', scanSamples[0]![1], fault('disk', 'kiosk.disk-full', 0, false)),
  sample(
    'camera',
    earlySamples.find(([, visit]) => visit.screen === 'face')![1],
    fault('camera', 'camera.unavailable'),
  ),
  sample('paper-out', { ...printing, canLeave: true }, fault('printer', 'printer.paper-out', 3)),
  sample('printer-jam', printing, fault('printer', 'printer.jam', 1, false)),
  sample(
    'offline',
    { ...printing, phase: 'deciding', canLeave: true },
    fault('server', 'kiosk.server-unreachable'),
  ),
  sample('idle', service, { idle: { endsAt: soon(22) } }),
  sample('staff-called', service, { isStaffCalled: true }),
  { ...sample('', scanSamples[2]![1]), screen: 'lost', isLost: true },
  {
    ...sample('selected', scanSamples.find(([, visit]) => visit.screen === 'review')![1]),
    press: ['.read-field-button'],
  },
  { ...sample('email', options), press: ['.toggle-choice:last-child'] },
  { ...sample('email-signs', options), press: ['.toggle-choice:last-child', '.key:nth-last-child(2)'] },
  { ...sample('display', service), press: ['.header-tools .choice:last-child'] },
  sample('simulated', service, { kiosk: { ...base.kiosk, isSimulated: true } }),
  ...errorCodes.map((code) => ({
    ...sample(code, printing, { fault: { device: 'printer', code, keptPages: 2, canRetry: true } }),
    screen: 'fault',
  })),
];

export function findSample(screen: string, state: string): Sample {
  const found = samples.find((each) => each.screen === screen && (state === '' || each.state === state));
  if (found === undefined) throw new Error(`no sample of ${screen} in state ${state}`);
  return found;
}
