import { agentApi, type DeviceHealth } from '@saoy/contracts/agent-api';
import type { ErrorCode, Fault } from '@saoy/contracts/errors';
import { fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import type { Logger } from 'pino';
import type { Hardware } from '../hardware/hardware.ts';
import type { CentralService } from '../uplink/central-service.ts';

export interface HealthMonitorOptions {
  readonly hardware: Hardware;
  readonly service: CentralService;
  readonly freeBytes: () => Promise<number>;
  readonly leastFreeBytes: number;
  readonly softwareVersion: string;
  readonly now: () => number;
  readonly logger: Logger;
  /** A device that works for a visit is not asked how it is. */
  readonly isDeviceBusy: () => boolean;
  readonly visitState: () => {
    readonly isVisitUnderWay: boolean;
    readonly isStaffCalled: boolean;
    readonly lastVisitEndedAtMs: number | null;
  };
  readonly onDevices: (trouble: ErrorCode | null, canPrint: boolean) => void;
}

type Device = DeviceHealth['device'];

/** Twice the limit is where people with tools should come, before visits must be turned away. */
const warningFactor = 2;

/** Tests every device and tells the kiosk's screen and the central service. */
export class HealthMonitor {
  readonly #options: HealthMonitorOptions;
  readonly #startedAt: string;
  #devices: readonly DeviceHealth[] = [];
  #testing: Promise<void> | null = null;

  constructor(options: HealthMonitorOptions) {
    this.#options = options;
    this.#startedAt = new Date(options.now()).toISOString();
  }

  get devices(): readonly DeviceHealth[] {
    return this.#devices;
  }

  /** One test at a time; asking again meanwhile waits for the same one. */
  test(): Promise<void> {
    this.#testing ??= this.#test().finally(() => {
      this.#testing = null;
    });
    return this.#testing;
  }

  /** False when the server did not take it. */
  async report(): Promise<boolean> {
    const { service, softwareVersion, visitState } = this.#options;
    const { isVisitUnderWay, isStaffCalled, lastVisitEndedAtMs } = visitState();
    const answer = await service.call(
      agentApi.reportHealth,
      {
        body: {
          softwareVersion,
          startedAt: this.#startedAt,
          isVisitUnderWay,
          isStaffCalled,
          lastVisitEndedAt: lastVisitEndedAtMs === null ? null : new Date(lastVisitEndedAtMs).toISOString(),
          devices: [...this.#devices],
        },
      },
      { timeoutMs: 10_000 },
    );
    return answer.ok;
  }

  async #test(): Promise<void> {
    const { hardware, isDeviceBusy, onDevices, logger } = this.#options;
    const busy = isDeviceBusy();
    const before = new Map(this.#devices.map((health) => [health.device, health]));
    const reuse = (device: Device) => (busy ? before.get(device) : undefined);
    this.#devices = await Promise.all([
      reuse('scanner') ?? this.#check('scanner', () => testScanner(hardware)),
      reuse('printer') ?? this.#check('printer', () => testPrinter(hardware)),
      ...(hardware.camera === null
        ? []
        : [reuse('camera') ?? this.#check('camera', () => hardware.camera?.test() ?? noCamera())]),
      ...(hardware.cardReader === null
        ? []
        : [reuse('card-reader') ?? this.#check('card-reader', () => testCardReader(hardware.cardReader))]),
      this.#checkDisk(),
    ]);
    for (const { device, code, state } of this.#devices) {
      if (code !== before.get(device)?.code && state !== 'ok') logger.warn({ device, code }, 'device');
    }
    const failed = (device: Device) =>
      this.#devices.find((health) => health.device === device && health.state === 'failed')?.code ?? null;
    // Without a printer or a camera there are equal ways on; without scanner or disk there is no visit.
    onDevices(failed('disk') ?? failed('scanner'), failed('printer') === null);
  }

  async #check(device: Device, test: () => Promise<Result<null, Fault>>): Promise<DeviceHealth> {
    const result = await test().catch((error: unknown) =>
      err(fault('general.internal', (error as Error).name)),
    );
    return this.#health(device, result.ok ? 'ok' : 'failed', result.ok ? null : result.error);
  }

  async #checkDisk(): Promise<DeviceHealth> {
    const { freeBytes, leastFreeBytes } = this.#options;
    const free = await freeBytes();
    if (free < leastFreeBytes) return this.#health('disk', 'failed', fault('kiosk.disk-full'));
    const isLow = free < leastFreeBytes * warningFactor;
    return this.#health('disk', isLow ? 'warning' : 'ok', isLow ? fault('kiosk.disk-full', 'soon') : null);
  }

  #health(device: Device, state: DeviceHealth['state'], failure: Fault | null): DeviceHealth {
    return {
      device,
      state,
      code: failure?.code ?? null,
      detail: failure?.detail?.slice(0, 200) ?? null,
      isSimulated: device !== 'disk' && this.#options.hardware.isSimulated,
      checkedAt: new Date(this.#options.now()).toISOString(),
    };
  }
}

async function testScanner({ scanner }: Hardware): Promise<Result<null, Fault>> {
  const health = await scanner.health();
  return health.state === 'faulty' ? err(health.fault) : ok(null);
}

async function testPrinter({ printer }: Hardware): Promise<Result<null, Fault>> {
  const health = await printer.health();
  if (!health.ok) return health;
  return health.value.fault === null ? ok(null) : err(health.value.fault);
}

const noCamera = async (): Promise<Result<null, Fault>> => err(fault('camera.unavailable'));

const testCardReader = async (reader: Hardware['cardReader']): Promise<Result<null, Fault>> =>
  reader !== null && (await reader.state()) !== 'no-reader' ? ok(null) : err(fault('card-reader.unplugged'));
