import { join, resolve } from 'node:path';
import { FaultError } from '@saoy/contracts/errors';
import { z } from 'zod';

const flag = z
  .enum(['on', 'off', 'true', 'false', '1', '0'])
  .transform((text) => ['on', 'true', '1'].includes(text));
const port = z.coerce.number().int().min(0).max(65_535);
const list = z.string().transform((text) =>
  text
    .split(/[\s,]+/)
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);
const MINUTE_MS = 60_000;

/** Every setting of the central service, with what it means. */
const environmentSchema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  /** all | server (answers HTTP, does no background work) | worker (the other way round). */
  ROLE: z.enum(['all', 'server', 'worker']).default('all'),
  /** Interface of the public listener and of the agent listener. */
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(8080),
  AGENT_HOST: z.string().optional(),
  AGENT_PORT: port.default(8443),
  /** What citizens' phones open; the host of every QR. Default: the public listener on localhost. */
  PUBLIC_URL: z.url().optional(),
  /** Where the QR codes of older copies lead; still the authority's. */
  FORMER_PUBLIC_URLS: list.optional(),
  /** PostgreSQL; without it the embedded database in DATA_DIR. */
  DATABASE_URL: z.string().optional(),
  DATA_DIR: z.string().default('var/server'),
  /** Default: objects/ in DATA_DIR. Processes that share a database share this folder. */
  OBJECTS_DIR: z.string().optional(),
  /** 32 bytes or 64 hexadecimal digits; outside production one is made in DATA_DIR. */
  MASTER_KEY_FILE: z.string().optional(),
  /** Folder of a PKI as `certs` lays it out; the following files can also be named one by one. */
  PKI_DIR: z.string().optional(),
  TRUST_ANCHORS_FILE: z.string().optional(),
  SIGNERS_DIR: z.string().optional(),
  SIGNERS_PASSWORD_FILE: z.string().optional(),
  /** Private halves of the keys that sign seals. */
  SEAL_KEYS_DIR: z.string().optional(),
  SEAL_KEYS_PASSWORD_FILE: z.string().optional(),
  /** Names of seal keys kept with the signing keys, on a token or in files; then SEAL_KEYS_DIR is not used. */
  SEAL_KEY_NAMES: list.default([]),
  SEAL_LIST_KEY_NAME: z.string().default('seal-list'),
  AUTHORITY_KEY: z.string().default('authority'),
  /** Keys on a token or HSM: its PKCS#11 module, the token's label or serial number, a file with the PIN. */
  PKCS11_MODULE: z.string().optional(),
  PKCS11_TOKEN: z.string().optional(),
  PKCS11_PIN_FILE: z.string().optional(),
  /** Signatures that the token makes at once. */
  PKCS11_SESSIONS: z.coerce.number().int().min(1).max(64).default(4),
  PKCS11_TIMEOUT_MS: z.coerce.number().int().positive().default(10_000),
  /** Keys in files are for development; production takes them only when told so in these words. */
  KEYS_IN_FILES: z.enum(['refused', 'accepted']).default('refused'),
  /** How RSA keys sign: PKCS#1 v1.5, or PSS. */
  RSA_PADDING: z.enum(['pkcs1', 'pss']).default('pkcs1'),
  /** Largest difference between our clock and that of a time-stamping authority. */
  CLOCK_TOLERANCE_SECONDS: z.coerce.number().positive().max(3600).default(300),
  /** Ed25519 key of the transparency log (PKCS#8, PEM); only processes that issue read it. */
  LOG_KEY_FILE: z.string().optional(),
  /** Name of the log in its checkpoints; default: what it was called so far, else PUBLIC_URL without scheme, and /log. */
  LOG_ORIGIN: z
    .string()
    .regex(/^[^\s+]+$/)
    .optional(),
  /** Witnesses to ask for cosignatures: lines `witness NAME VKEY URL`. */
  LOG_WITNESSES_FILE: z.string().optional(),
  AGENT_TLS_KEY_FILE: z.string().optional(),
  AGENT_TLS_CERT_FILE: z.string().optional(),
  AGENT_CA_FILE: z.string().optional(),
  /** PEM revocation lists, one for every authority above a kiosk certificate. */
  AGENT_CRL_FILES: list.optional(),
  TSA_URLS: list.optional(),
  /** Country signing certificates of identity chips, PEM. Without it no chip can be believed or denied. */
  CSCA_FILE: z.string().optional(),
  /** The government's authority was seen to take 131 s. */
  TSA_TIMEOUT_MS: z.coerce.number().int().positive().default(150_000),
  /** Questions to all time-stamping authorities at once, and to all OCSP responders. */
  TSA_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(4),
  OCSP_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(8),
  /** Revocation lists to ask for where a certificate names neither responder nor list. */
  CRL_URLS: list.optional(),
  OCSP_TIMEOUT_MS: z.coerce.number().int().positive().default(10_000),
  SMTP_URL: z.string().optional(),
  MAIL_FROM: z.string().default('Sao Y <no-reply@localhost>'),
  /** JSON of the authority; outside production a sample is used without it. */
  AUTHORITY_FILE: z.string().optional(),
  COLLECT_FEES: flag.default(false),
  RECOGNITION_WORKERS: z.coerce.number().int().min(1).max(64).default(1),
  /** Which networks compare faces. */
  FACE_ENGINE: z.enum(['onnx', 'face-api']).default('onnx'),
  FACE_WORKERS: z.coerce.number().int().min(1).max(16).default(1),
  RECOGNITION_DEADLINE_MS: z.coerce.number().int().positive().default(30_000),
  DOWNLOAD_TTL_MINUTES: z.coerce
    .number()
    .positive()
    .default(7 * 24 * 60),
  /** How long pages outlive the end of a request. */
  PAGE_TTL_MINUTES: z.coerce.number().positive().default(60),
  DRAFT_TTL_MINUTES: z.coerce.number().positive().default(60),
  ISSUING_GIVE_UP_MINUTES: z.coerce
    .number()
    .positive()
    .default(3 * 24 * 60),
  APPROVAL_TTL_MINUTES: z.coerce.number().positive().default(5),
  /** Days before the certificate of an archive time-stamp lapses from which on the archive is renewed. */
  RENEW_BEFORE_DAYS: z.coerce.number().positive().max(3650).default(90),
  RENEWALS_PER_MINUTE: z.coerce.number().int().min(1).max(10_000).default(60),
  MAX_COPIES: z.coerce.number().int().min(1).max(100).default(20),
  MAX_PAGES: z.coerce.number().int().min(1).max(200).default(50),
  MAX_ORIGINALS: z.coerce.number().int().min(1).max(20).default(5),
  /** Kiosks and staff of a demonstration; never in production. */
  DEVELOPMENT_ACCOUNTS: flag.optional(),
  /** Proxies in front of the public listener, as Express counts them. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export type ServerConfig = ReturnType<typeof readConfig>;

const invalid = (detail: string): FaultError => new FaultError('configuration.invalid', detail);

/**
 * Parses the environment. Throws `configuration.invalid` naming the setting, and `configuration.development-trust` when
 * production is asked to run on what is only good for development.
 */
export function readConfig(environment: Record<string, string | undefined>) {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw invalid(`${issue?.path.join('.')}: ${issue?.message}`);
  }
  const env = parsed.data;
  const isProduction = env.NODE_ENV === 'production';
  if (isProduction) refuseDevelopmentSettings(env);
  if (env.DATABASE_URL === undefined && env.ROLE !== 'all')
    throw invalid('ROLE: the embedded database knows one process only; set DATABASE_URL');
  const dataDir = resolve(env.DATA_DIR);
  return {
    isProduction,
    role: env.ROLE,
    host: env.HOST,
    port: env.PORT,
    agentHost: env.AGENT_HOST ?? env.HOST,
    agentPort: env.AGENT_PORT,
    publicUrl: env.PUBLIC_URL?.replace(/\/+$/, ''),
    formerPublicUrls: env.FORMER_PUBLIC_URLS ?? [],
    databaseUrl: env.DATABASE_URL,
    dataDir,
    objectsDir: env.OBJECTS_DIR === undefined ? join(dataDir, 'objects') : resolve(env.OBJECTS_DIR),
    masterKeyFile:
      env.MASTER_KEY_FILE === undefined ? join(dataDir, 'master.key') : resolve(env.MASTER_KEY_FILE),
    keys: { ...keyFiles(env), log: logKeyFile(env, isProduction, dataDir) },
    sealKeys: sealKeyFiles(env, dataDir),
    logOrigin: env.LOG_ORIGIN,
    logWitnessesFile: env.LOG_WITNESSES_FILE === undefined ? undefined : resolve(env.LOG_WITNESSES_FILE),
    tsaUrls: env.TSA_URLS,
    countrySigners: env.CSCA_FILE === undefined ? undefined : resolve(env.CSCA_FILE),
    tsaTimeoutMs: env.TSA_TIMEOUT_MS,
    tsaConcurrency: env.TSA_CONCURRENCY,
    ocspConcurrency: env.OCSP_CONCURRENCY,
    clockToleranceMs: env.CLOCK_TOLERANCE_SECONDS * 1000,
    crlUrls: env.CRL_URLS,
    ocspTimeoutMs: env.OCSP_TIMEOUT_MS,
    smtpUrl: env.SMTP_URL,
    mailFrom: env.MAIL_FROM,
    authorityFile: env.AUTHORITY_FILE,
    areFeesCollected: env.COLLECT_FEES,
    faceEngine: env.FACE_ENGINE,
    faceWorkers: env.FACE_WORKERS,
    recognitionWorkers: env.RECOGNITION_WORKERS,
    recognitionDeadlineMs: env.RECOGNITION_DEADLINE_MS,
    downloadTtlMs: env.DOWNLOAD_TTL_MINUTES * MINUTE_MS,
    pageTtlMs: env.PAGE_TTL_MINUTES * MINUTE_MS,
    draftTtlMs: env.DRAFT_TTL_MINUTES * MINUTE_MS,
    issuingGiveUpMs: env.ISSUING_GIVE_UP_MINUTES * MINUTE_MS,
    approvalTtlMs: env.APPROVAL_TTL_MINUTES * MINUTE_MS,
    renewBeforeMs: env.RENEW_BEFORE_DAYS * 24 * 60 * MINUTE_MS,
    renewalsPerMinute: env.RENEWALS_PER_MINUTE,
    limits: { maxCopies: env.MAX_COPIES, maxPages: env.MAX_PAGES, maxOriginals: env.MAX_ORIGINALS },
    hasDevelopmentAccounts: !isProduction && (env.DEVELOPMENT_ACCOUNTS ?? true),
    trustedProxies: env.TRUSTED_PROXIES,
    logLevel: env.LOG_LEVEL,
  };
}

type Environment = z.infer<typeof environmentSchema>;

function refuseDevelopmentSettings(env: Environment): void {
  const refuse = (detail: string): never => {
    throw new FaultError('configuration.development-trust', detail);
  };
  if (env.DATABASE_URL === undefined)
    refuse('DATABASE_URL is missing: the embedded database is for development');
  if (env.PUBLIC_URL === undefined || !env.PUBLIC_URL.startsWith('https://'))
    refuse('PUBLIC_URL must be https');
  if (env.DEVELOPMENT_ACCOUNTS === true) refuse('DEVELOPMENT_ACCOUNTS must be off');
  if (env.PKCS11_MODULE === undefined && env.KEYS_IN_FILES !== 'accepted')
    refuse('PKCS11_MODULE is missing: keys in files are for development (KEYS_IN_FILES=accepted overrides)');
  if (env.MASTER_KEY_FILE === undefined) throw invalid('MASTER_KEY_FILE is missing');
  if (env.AUTHORITY_FILE === undefined) throw invalid('AUTHORITY_FILE is missing');
  if (env.PKI_DIR === undefined && env.AGENT_CRL_FILES === undefined)
    throw invalid('AGENT_CRL_FILES is missing: revoked kiosks could not be kept out');
}

/** A token when a module is named, else PKCS#12 files. */
function keyStore(env: Environment, passwordFile: () => string) {
  if (env.PKCS11_MODULE === undefined) return { kind: 'files', passwordFile: passwordFile() } as const;
  if (env.PKCS11_TOKEN === undefined) throw invalid('PKCS11_TOKEN is missing');
  if (env.PKCS11_PIN_FILE === undefined) throw invalid('PKCS11_PIN_FILE is missing');
  return {
    kind: 'token',
    address: { module: env.PKCS11_MODULE, token: env.PKCS11_TOKEN },
    pinFile: resolve(env.PKCS11_PIN_FILE),
    sessions: env.PKCS11_SESSIONS,
    timeoutMs: env.PKCS11_TIMEOUT_MS,
  } as const;
}

/** Seal keys lie beside the other keys of a PKI folder, else in the data folder, and share the signers' password. */
function sealKeyFiles(env: Environment, dataDir: string) {
  const folder = env.SEAL_KEYS_DIR ?? join(env.PKI_DIR ?? dataDir, 'seal-keys');
  const inPki = env.PKI_DIR === undefined ? undefined : join(env.PKI_DIR, 'passphrase.txt');
  const passphraseFile = env.SEAL_KEYS_PASSWORD_FILE ?? env.SIGNERS_PASSWORD_FILE ?? inPki;
  return {
    names: env.SEAL_KEY_NAMES,
    listKeyName: env.SEAL_LIST_KEY_NAME,
    folder: resolve(folder),
    passphraseFile: passphraseFile === undefined ? undefined : resolve(passphraseFile),
  };
}

/** Where keys and certificates lie: named one by one, or by their places in a PKI folder. */
function keyFiles(env: Environment) {
  const from = (name: keyof Environment, path: string): string => {
    const named = env[name];
    if (typeof named === 'string') return resolve(named);
    if (env.PKI_DIR === undefined) throw invalid(`${name} or PKI_DIR is missing`);
    return join(resolve(env.PKI_DIR), path);
  };
  const inPki = (path: string): string | undefined =>
    env.PKI_DIR === undefined ? undefined : join(resolve(env.PKI_DIR), path);
  return {
    trustAnchors: from('TRUST_ANCHORS_FILE', 'root.pem'),
    signersFolder: from('SIGNERS_DIR', 'identities'),
    store: keyStore(env, () => from('SIGNERS_PASSWORD_FILE', 'passphrase.txt')),
    rsaPadding: env.RSA_PADDING,
    authorityKey: env.AUTHORITY_KEY,
    agentTlsKey: from('AGENT_TLS_KEY_FILE', 'identities/server/key.pem'),
    agentTlsCertificate: from('AGENT_TLS_CERT_FILE', 'identities/server/fullchain.pem'),
    agentCa: from('AGENT_CA_FILE', 'root.pem'),
    agentRevocationLists:
      env.AGENT_CRL_FILES?.map((path) => resolve(path)) ??
      ['crl/root.pem', 'crl/machine-ca.pem'].flatMap((path) => inPki(path) ?? []),
    /** Present with a PKI folder: names the time-stamping authority when TSA_URLS does not. */
    pkiIndex: inPki('pki.json'),
  };
}

/** Named, else in the PKI folder; outside production else beside the data, where one is made. */
function logKeyFile(env: Environment, isProduction: boolean, dataDir: string): string | undefined {
  if (env.LOG_KEY_FILE !== undefined) return resolve(env.LOG_KEY_FILE);
  if (env.PKI_DIR !== undefined) return join(resolve(env.PKI_DIR), 'log', 'key.pem');
  return isProduction ? undefined : join(dataDir, 'log-key.pem');
}
