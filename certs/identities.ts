/** Organisation name in every development root: production refuses any anchor that carries it. */
export const DEVELOPMENT_MARKER = 'SAO Y DEVELOPMENT - NOT FOR PRODUCTION';

export type KeyType = 'P-256' | 'P-384' | 'RSA-3072';

/** What an identity may do; each profile fixes key usage, extended key usage and extensions. */
export type Profile =
  | 'root-ca'
  | 'issuing-ca'
  | 'document-signer'
  | 'time-stamping'
  | 'chip-signer'
  | 'ocsp-responder'
  | 'tls-server'
  | 'tls-client';

export interface SubjectName {
  readonly commonName: string;
  readonly organization: string;
  readonly organizationalUnit?: string;
  readonly title?: string;
}

export interface Identity {
  /** Folder name under `identities/`, and the name that `revoke` takes. */
  readonly name: string;
  readonly profile: Profile;
  /** Name of the identity that issues it; a root issues itself. */
  readonly issuer: string;
  readonly key: KeyType;
  readonly subject: SubjectName;
  /** Validity relative to the day of generation, in days. */
  readonly validFromDays: number;
  readonly validToDays: number;
  /** Present in the revocation list from the start, for tests. */
  readonly isRevoked?: true;
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
}

const WARD = 'Ủy ban nhân dân phường Việt Hưng';
const ca = { validFromDays: -800, validToDays: 3650 } as const;
const leaf = { validFromDays: -1, validToDays: 730 } as const;
const expired = { validFromDays: -400, validToDays: -30 } as const;

const signer = (
  name: string,
  commonName: string,
  title: string,
): Pick<Identity, 'name' | 'profile' | 'key' | 'subject'> => ({
  name,
  profile: 'document-signer',
  key: 'P-256',
  subject: { commonName, organization: WARD, title },
});

const kiosk = (name: string): Pick<Identity, 'name' | 'profile' | 'key' | 'subject'> => ({
  name,
  profile: 'tls-client',
  key: 'P-256',
  subject: { commonName: name, organization: WARD, organizationalUnit: 'Kiosk' },
});

const authorityCa = (name: string, commonName: string, issuer: string): Identity => ({
  name,
  profile: 'issuing-ca',
  issuer,
  key: 'P-384',
  subject: { commonName, organization: DEVELOPMENT_MARKER },
  ...ca,
});

const root = (name: string, commonName: string): Identity => ({
  name,
  profile: 'root-ca',
  issuer: name,
  key: 'P-384',
  subject: { commonName, organization: DEVELOPMENT_MARKER },
  ...ca,
});

/**
 * Every identity of the development PKI, issuers first.
 * The impostors carry the names of the true authorities but other keys, so that a check by name alone is caught.
 */
export const identities: readonly Identity[] = [
  root('root', 'Sao Y Development Root'),
  authorityCa('issuing-ca', 'Sao Y Development Signing CA', 'root'),
  authorityCa('machine-ca', 'Sao Y Development Machine CA', 'root'),
  root('country-signer', 'Sao Y Development Country Signer'),
  root('impostor-root', 'Sao Y Development Root'),
  authorityCa('impostor-issuing-ca', 'Sao Y Development Signing CA', 'impostor-root'),
  authorityCa('impostor-machine-ca', 'Sao Y Development Machine CA', 'impostor-root'),

  {
    name: 'authority',
    profile: 'document-signer',
    issuer: 'issuing-ca',
    key: 'RSA-3072',
    subject: { commonName: WARD, organization: WARD },
    ...leaf,
  },
  { ...signer('certifier-1', 'Nguyễn Thị Minh Hà', 'Phó Chủ tịch'), issuer: 'issuing-ca', ...leaf },
  { ...signer('certifier-2', 'Trần Quốc Bảo', 'Công chức Tư pháp - Hộ tịch'), issuer: 'issuing-ca', ...leaf },
  {
    name: 'tsa',
    profile: 'time-stamping',
    issuer: 'issuing-ca',
    key: 'P-256',
    subject: { commonName: 'Sao Y Development Time-Stamping', organization: DEVELOPMENT_MARKER },
    ...leaf,
    validToDays: 1825,
  },
  {
    name: 'ocsp',
    profile: 'ocsp-responder',
    issuer: 'issuing-ca',
    key: 'P-256',
    subject: { commonName: 'Sao Y Development OCSP', organization: DEVELOPMENT_MARKER },
    ...leaf,
    validToDays: 1825,
  },
  {
    name: 'server',
    profile: 'tls-server',
    issuer: 'machine-ca',
    key: 'P-256',
    subject: { commonName: 'localhost', organization: DEVELOPMENT_MARKER },
    dnsNames: ['localhost'],
    ipAddresses: ['127.0.0.1', '::1'],
    ...leaf,
  },
  {
    name: 'chip-signer',
    profile: 'chip-signer',
    issuer: 'country-signer',
    key: 'P-256',
    subject: { commonName: 'Sao Y Development Chip Signer', organization: DEVELOPMENT_MARKER },
    ...ca,
    validFromDays: -1,
  },
  { ...kiosk('kiosk-1'), issuer: 'machine-ca', ...leaf },
  { ...kiosk('kiosk-2'), issuer: 'machine-ca', ...leaf },

  {
    ...signer('certifier-revoked', 'Lê Văn Thu Hồi', 'Phó Chủ tịch'),
    issuer: 'issuing-ca',
    ...leaf,
    isRevoked: true,
  },
  { ...signer('certifier-expired', 'Phạm Thị Hết Hạn', 'Phó Chủ tịch'), issuer: 'issuing-ca', ...expired },
  {
    ...signer('certifier-wrong-issuer', 'Đỗ Văn Mạo Danh', 'Phó Chủ tịch'),
    issuer: 'impostor-issuing-ca',
    ...leaf,
  },
  {
    name: 'tsa-wrong-issuer',
    profile: 'time-stamping',
    issuer: 'impostor-issuing-ca',
    key: 'P-256',
    subject: { commonName: 'Sao Y Development Time-Stamping', organization: DEVELOPMENT_MARKER },
    ...leaf,
  },
  {
    name: 'tsa-expired',
    profile: 'time-stamping',
    issuer: 'issuing-ca',
    key: 'P-256',
    subject: { commonName: 'Sao Y Development Time-Stamping', organization: DEVELOPMENT_MARKER },
    ...expired,
  },
  { ...kiosk('kiosk-revoked'), issuer: 'machine-ca', ...leaf, isRevoked: true },
  { ...kiosk('kiosk-expired'), issuer: 'machine-ca', ...expired },
  { ...kiosk('kiosk-wrong-issuer'), issuer: 'impostor-machine-ca', ...leaf },
];

const ofKeyType = (key: KeyType): Identity[] => [
  {
    ...signer(`certifier-${key.toLowerCase()}`, `Nguyễn Thị Minh Hà (${key})`, 'Phó Chủ tịch'),
    issuer: 'issuing-ca',
    ...leaf,
    key,
  },
  {
    name: `authority-${key.toLowerCase()}`,
    profile: 'document-signer',
    issuer: 'issuing-ca',
    subject: { commonName: `${WARD} (${key})`, organization: WARD },
    ...leaf,
    key,
  },
];

/** Made on demand only: a certifier and an authority with keys of each type, `certifier-p-384` and so on. */
export const keyTypeIdentities: readonly Identity[] = (['RSA-3072', 'P-256', 'P-384'] as const).flatMap(
  ofKeyType,
);

/** Authorities that publish a revocation list. */
export const revocationListIssuers = ['root', 'issuing-ca', 'machine-ca'] as const;
