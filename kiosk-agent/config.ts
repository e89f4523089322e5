import { FaultError } from '@saoy/contracts/errors';
import { kioskIdSchema } from '@saoy/contracts/ids';
import { z } from 'zod';
import { type Delays, defaultDelays } from './visit/delays.ts';

const file = z.string().min(1);
const count = z.coerce.number().int().nonnegative();

const environmentSchema = z.object({
  KIOSK_ID: kioskIdSchema,
  PORT: count.max(65535).default(7070),
  SERVER_URL: z.url({ protocol: /^https$/ }),
  TLS_CERT_FILE: file,
  TLS_KEY_FILE: file,
  TLS_CA_FILE: file,
  DATA_DIR: file,
  /** Default: `machine.key` in DATA_DIR. A medium of its own, or a TPM-sealed file, is better. */
  MACHINE_KEY_FILE: file.optional(),
  UI_DIR: file,
  DEVICES: z.enum(['simulated', 'real']),
  CAMERA: z.enum(['browser', 'agent']).default('browser'),
  /** As `scanimage -L` lists it. */
  SCANNER_DEVICE: file.optional(),
  PRINTER_URI: file.optional(),
  /** `none`, `any`, or the beginning of the name of a PC/SC reader. */
  CARD_READER: z.string().max(100).default('none'),
  /** Chips of the demo people, for DEVICES=simulated. */
  CHIPS_DIR: file.optional(),
  PAPERS_DIR: file.optional(),
  PEOPLE_DIR: file.optional(),
  TRAY_DIR: file.optional(),
  SCAN_DURATION_MS: count.default(2500),
  SHEET_DURATION_MS: count.default(1500),
  LEAST_FREE_BYTES: count.default(500 * 1024 * 1024),
  HEARTBEAT_MS: count.min(100).default(15_000),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  /** JSON object with some of the delays of a visit, in milliseconds. */
  DELAYS: z.string().default('{}'),
});

export interface AgentConfig {
  readonly kioskId: string;
  readonly port: number;
  readonly serverUrl: string;
  readonly tls: { readonly certFile: string; readonly keyFile: string; readonly caFile: string };
  readonly dataDir: string;
  readonly machineKeyFile: string;
  readonly uiDir: string;
  readonly camera: 'browser' | 'agent';
  readonly devices:
    | {
        readonly kind: 'simulated';
        readonly papersDir: string | null;
        readonly peopleDir: string | null;
        readonly chipsDir: string | null;
        readonly trayDir: string;
        readonly scanDurationMs: number;
        readonly sheetDurationMs: number;
      }
    | {
        readonly kind: 'real';
        readonly scannerDevice: string;
        readonly printerUri: string;
        /** Beginning of its name, empty for the first one; null for none. */
        readonly cardReader: string | null;
      };
  readonly leastFreeBytes: number;
  readonly heartbeatMs: number;
  readonly logLevel: string;
  readonly delays: Delays;
}

const invalid = (detail: string): FaultError => new FaultError('configuration.invalid', detail);

/** Reads the environment once; throws `configuration.invalid` naming every wrong setting. */
export function readConfig(environment: NodeJS.ProcessEnv): AgentConfig {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) {
    throw invalid(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
  }
  const env = parsed.data;
  return {
    kioskId: env.KIOSK_ID,
    port: env.PORT,
    serverUrl: env.SERVER_URL,
    tls: { certFile: env.TLS_CERT_FILE, keyFile: env.TLS_KEY_FILE, caFile: env.TLS_CA_FILE },
    dataDir: env.DATA_DIR,
    machineKeyFile: env.MACHINE_KEY_FILE ?? `${env.DATA_DIR}/machine.key`,
    uiDir: env.UI_DIR,
    camera: env.CAMERA,
    devices: env.DEVICES === 'real' ? readRealDevices(env) : readSimulatedDevices(env),
    leastFreeBytes: env.LEAST_FREE_BYTES,
    heartbeatMs: env.HEARTBEAT_MS,
    logLevel: env.LOG_LEVEL,
    delays: readDelays(env.DELAYS),
  };
}

type Environment = z.infer<typeof environmentSchema>;

function readRealDevices(env: Environment): AgentConfig['devices'] {
  if (env.SCANNER_DEVICE === undefined) throw invalid('SCANNER_DEVICE: needed with DEVICES=real');
  if (env.PRINTER_URI === undefined) throw invalid('PRINTER_URI: needed with DEVICES=real');
  // A real kiosk looks through the camera of its screen's browser.
  if (env.CAMERA === 'agent') throw invalid('CAMERA: agent is for DEVICES=simulated');
  const reader = env.CARD_READER;
  return {
    kind: 'real',
    scannerDevice: env.SCANNER_DEVICE,
    printerUri: env.PRINTER_URI,
    cardReader: reader === 'none' ? null : reader === 'any' ? '' : reader,
  };
}

function readSimulatedDevices(env: Environment): AgentConfig['devices'] {
  if (env.CAMERA === 'agent' && env.PEOPLE_DIR === undefined) {
    throw invalid('PEOPLE_DIR: needed with CAMERA=agent');
  }
  return {
    kind: 'simulated',
    papersDir: env.PAPERS_DIR ?? null,
    peopleDir: env.PEOPLE_DIR ?? null,
    chipsDir: env.CHIPS_DIR ?? null,
    trayDir: env.TRAY_DIR ?? `${env.DATA_DIR}/tray`,
    scanDurationMs: env.SCAN_DURATION_MS,
    sheetDurationMs: env.SHEET_DURATION_MS,
  };
}

function readDelays(json: string): Delays {
  const shape = Object.fromEntries(Object.keys(defaultDelays).map((name) => [name, count.optional()]));
  try {
    return { ...defaultDelays, ...z.strictObject(shape).parse(JSON.parse(json)) } as Delays;
  } catch {
    throw invalid('DELAYS: not a JSON object of known delays in milliseconds');
  }
}
