import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://saoy@db/saoy',
  PUBLIC_URL: 'https://sao-y.example.vn',
  MASTER_KEY_FILE: '/etc/saoy/master.key',
  AUTHORITY_FILE: '/etc/saoy/authority.json',
  PKI_DIR: '/etc/saoy/pki',
  PKCS11_MODULE: '/usr/lib/softhsm/libsofthsm2.so',
  PKCS11_TOKEN: 'saoy',
  PKCS11_PIN_FILE: '/etc/saoy/pin',
};

test('development needs nothing but the PKI folder', () => {
  const config = readConfig({ PKI_DIR: 'pki' });
  expect(config).toMatchObject({ role: 'all', port: 8080, agentPort: 8443, hasDevelopmentAccounts: true });
});

test('an empty variable counts as one that is not set', () => {
  expect(readConfig({ PKI_DIR: 'pki', DATABASE_URL: '' }).databaseUrl).toBeUndefined();
});

test('production has no accounts of a demonstration', () => {
  expect(readConfig(production).hasDevelopmentAccounts).toBe(false);
});

test('keys come from the token when a module is named, else from files, in production only when it is said', () => {
  expect(readConfig(production).keys.store).toMatchObject({ kind: 'token', sessions: 4 });
  expect(readConfig({ PKI_DIR: 'pki' }).keys.store).toMatchObject({ kind: 'files' });
  const accepted = { ...production, PKCS11_MODULE: undefined, KEYS_IN_FILES: 'accepted' };
  expect(readConfig(accepted).keys.store).toMatchObject({ kind: 'files' });
});

test.each([
  ['the embedded database', { DATABASE_URL: undefined }],
  ['a public address without TLS', { PUBLIC_URL: 'http://sao-y.example.vn' }],
  ['accounts of a demonstration', { DEVELOPMENT_ACCOUNTS: 'on' }],
  ['keys in files', { PKCS11_MODULE: undefined }],
])('production refuses %s', (_, change) => {
  expect(() => readConfig({ ...production, ...change })).toThrow(
    expect.objectContaining({ code: 'configuration.development-trust' }),
  );
});

test.each([
  ['a port that is none', { PKI_DIR: 'pki', PORT: 'http' }, /PORT/],
  ['a missing PKI', {}, /TRUST_ANCHORS_FILE/],
  ['a worker of its own on the embedded database', { PKI_DIR: 'pki', ROLE: 'worker' }, /ROLE/],
  ['a module without a token', { ...production, PKCS11_TOKEN: undefined }, /PKCS11_TOKEN/],
  ['a token without a PIN', { ...production, PKCS11_PIN_FILE: undefined }, /PKCS11_PIN_FILE/],
  ['production without a master key', { ...production, MASTER_KEY_FILE: undefined }, /MASTER_KEY_FILE/],
])('%s is named as the wrong setting', (_, environment, named) => {
  expect(() => readConfig(environment)).toThrow(named);
});
