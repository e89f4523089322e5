import { execFile, execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireProgram } from '../tests/programs.ts';
import { generatePki, type PkiIndex, type PkiServices, startPkiServices } from './index.ts';

let dir: string;
let index: PkiIndex;
let services: PkiServices;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'saoy-pki-'));
  index = await generatePki(dir, { port: 18_399 });
  services = await startPkiServices({ dir, port: 0 });
});
afterAll(async () => {
  await services.close();
  await rm(dir, { recursive: true, force: true });
});

const identity = (name: string): string => join(dir, 'identities', name);

describe('the development PKI', () => {
  it('is generated once: a second run keeps every key and certificate', async () => {
    const before = await readFile(join(identity('authority'), 'cert.pem'), 'utf8');
    const again = await generatePki(dir, { port: 18_400 });
    expect(again).toEqual(index);
    expect(await readFile(join(identity('authority'), 'cert.pem'), 'utf8')).toBe(before);
  });

  it('completes a folder whose generation was interrupted', async () => {
    await rm(identity('kiosk-2'), { recursive: true });
    await rm(join(dir, 'pki.json'));
    await generatePki(dir);
    const certificate = new X509Certificate(await readFile(join(identity('kiosk-2'), 'cert.pem')));
    expect(certificate.subject).toContain('CN=kiosk-2');
    expect((await readdir(join(dir, 'identities'))).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('issues anew what an authority issued whose key is lost', async () => {
    await rm(identity('machine-ca'), { recursive: true });
    await generatePki(dir);
    const read = async (name: string) =>
      new X509Certificate(await readFile(join(identity(name), 'cert.pem')));
    const [authority, kiosk] = [await read('machine-ca'), await read('kiosk-1')];
    expect(kiosk.verify(authority.publicKey)).toBe(true);
  });

  it('renews leaves before they lapse and keeps their keys', async () => {
    const other = await mkdtemp(join(tmpdir(), 'saoy-pki-'));
    await generatePki(other, { port: 1 });
    const path = join(other, 'identities', 'certifier-1');
    const [key, before] = [
      await readFile(join(path, 'key.pem'), 'utf8'),
      await readFile(join(path, 'cert.pem')),
    ];
    await generatePki(other, { now: () => new Date(Date.now() + 710 * 86_400_000) });
    expect(await readFile(join(path, 'key.pem'), 'utf8')).toBe(key);
    expect(new X509Certificate(await readFile(join(path, 'cert.pem'))).validTo).not.toBe(
      new X509Certificate(before).validTo,
    );
    await rm(other, { recursive: true });
  });

  it('keeps keys readable by their owner only', async () => {
    for (const path of [
      join(identity('authority'), 'key.pem'),
      join(identity('authority'), 'identity.p12'),
      join(dir, index.passphrase),
    ])
      expect((await stat(path)).mode & 0o777).toBe(0o600);
  });
});

describe.runIf(requireProgram('openssl'))('the development PKI before OpenSSL', () => {
  const verify = (name: string, purpose: string): string => {
    try {
      return execFileSync(
        'openssl',
        ['verify', '-x509_strict', '-crl_check_all', '-purpose', purpose, '-CAfile', join(dir, 'root.pem')]
          .concat(['issuing-ca', 'machine-ca'].flatMap((ca) => ['-untrusted', join(dir, 'ca', `${ca}.pem`)]))
          .concat(
            ['root', 'issuing-ca', 'machine-ca'].flatMap((ca) => ['-CRLfile', join(dir, 'crl', `${ca}.pem`)]),
          )
          .concat(join(identity(name), 'cert.pem')),
        { encoding: 'utf8', stdio: 'pipe' },
      );
    } catch (error) {
      return String((error as { stderr: string }).stderr);
    }
  };

  it.each([
    ['authority', 'smimesign'],
    ['certifier-1', 'smimesign'],
    ['certifier-2', 'smimesign'],
    ['tsa', 'timestampsign'],
    ['server', 'sslserver'],
    ['kiosk-1', 'sslclient'],
  ])('%s passes strict verification for %s', (name, purpose) => {
    expect(verify(name, purpose)).toContain('OK');
  });

  it.each([
    ['certifier-revoked', 'smimesign', 'revoked'],
    ['certifier-expired', 'smimesign', 'expired'],
    ['certifier-wrong-issuer', 'smimesign', 'signature failure|unable to get'],
    ['kiosk-1', 'smimesign', 'purpose|unsuitable|unsupported'],
    ['authority', 'sslclient', 'purpose|unsuitable|unsupported'],
  ])('%s is refused for %s: %s', (name, purpose, why) => {
    expect(verify(name, purpose)).toMatch(new RegExp(why));
  });

  it('opens every PKCS#12 file with the generated passphrase', () => {
    for (const { pkcs12 } of index.identities.filter((entry) => entry.pkcs12)) {
      const output = execFileSync(
        'openssl',
        ['pkcs12', '-in', join(dir, pkcs12!), '-nodes', '-passin', `file:${join(dir, index.passphrase)}`],
        { encoding: 'utf8', stdio: 'pipe' },
      );
      expect(output).toContain('PRIVATE KEY');
      expect(output.match(/BEGIN CERTIFICATE/g)?.length).toBe(2);
    }
  });

  it('answers OCSP: good, revoked, and revoked at once after an order', async () => {
    const ask = async (name: string): Promise<string> => {
      return new Promise((resolve, reject) =>
        execFile(
          'openssl',
          ['ocsp', '-url', `${services.url}/ocsp`, '-CAfile', join(dir, 'root.pem')]
            .concat('-issuer', join(dir, 'ca', 'issuing-ca.pem'))
            .concat('-cert', join(identity(name), 'cert.pem')),
          (error, stdout, stderr) => (error ? reject(error) : resolve(stdout + stderr)),
        ),
      );
    };
    expect(await ask('certifier-2')).toContain(': good');
    expect(await ask('certifier-revoked')).toContain(': revoked');
    await services.revoke('certifier-2');
    expect(await ask('certifier-2')).toContain(': revoked');
  });

  it('stamps time with nonce, serial number, accuracy and policy, and OpenSSL verifies the token', async () => {
    const query = join(dir, 'query.tsq');
    const reply = join(dir, 'reply.tsr');
    const data = join(dir, 'root.pem');
    execFileSync('openssl', ['ts', '-query', '-data', data, '-sha256', '-cert', '-out', query], {
      stdio: 'pipe',
    });
    const answer = await fetch(`${services.url}/tsa`, { method: 'POST', body: await readFile(query) });
    await writeFile(reply, Buffer.from(await answer.arrayBuffer()));
    const text = execFileSync('openssl', ['ts', '-reply', '-in', reply, '-text'], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    expect(text).toMatch(/Serial number: 0x/);
    expect(text).toMatch(/Accuracy: 0x01 seconds/);
    expect(text).toMatch(/Nonce: 0x/);
    expect(text).toMatch(/Policy OID: 1\.3\.6/);
    const verdict = execFileSync(
      'openssl',
      [
        'ts',
        '-verify',
        '-queryfile',
        query,
        '-in',
        reply,
        '-CAfile',
        data,
        '-untrusted',
        join(dir, 'ca', 'issuing-ca.pem'),
      ],
      { encoding: 'utf8', stdio: 'pipe' },
    );
    expect(verdict).toContain('Verification: OK');
  });
});

describe('mutual TLS with the machine certificates', () => {
  const connect = async (name: string): Promise<string> => {
    const read = (path: string) => readFile(join(dir, path));
    const server = createServer(
      {
        key: await read('identities/server/key.pem'),
        cert: await read('identities/server/fullchain.pem'),
        ca: await read('root.pem'),
        crl: await Promise.all(['root', 'issuing-ca', 'machine-ca'].map((ca) => read(`crl/${ca}.pem`))),
        requestCert: true,
        rejectUnauthorized: true,
      },
      (_, response) => response.end('hello'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const options = {
      host: 'localhost',
      port,
      family: 4,
      agent: false as const,
      ca: await read('root.pem'),
      key: await read(`identities/${name}/key.pem`),
      cert: await read(`identities/${name}/fullchain.pem`),
    };
    try {
      return await new Promise<string>((resolve) => {
        request(options, (response) => {
          response.resume();
          response.on('end', () => resolve('accepted'));
          response.on('error', () => resolve('refused'));
        })
          .on('error', () => resolve('refused'))
          .end();
      });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  };

  it.each([
    ['kiosk-1', 'accepted'],
    ['kiosk-2', 'accepted'],
    ['kiosk-revoked', 'refused'],
    ['kiosk-expired', 'refused'],
    ['kiosk-wrong-issuer', 'refused'],
    ['certifier-1', 'refused'],
  ])('%s is %s', async (name, expected) => {
    expect(await connect(name)).toBe(expected);
  });
});
