import { execFile, execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireProgram } from '../../tests/programs.ts';
import { validatePdf } from '../validation/index.ts';
import { signCopy } from './index.ts';
import { authorTestCopy } from './testing/author-test-copy.ts';
import { type SigningFixture, startSigningFixture } from './testing/signing-fixture.ts';

let fixture: SigningFixture;
const files = new Map<string, string>();
beforeAll(async () => {
  fixture = await startSigningFixture();
  for (const product of ['certified', 'digital'] as const)
    files.set(product, await fixture.save(`${product}.pdf`, await fixture.sign(product)));
});
afterAll(() => fixture.close());

/** Runs beside the OCSP responder in this process, so it must not block it. */
const run = (
  program: string,
  args: readonly string[],
): Promise<{ readonly exitCode: number; readonly output: string }> =>
  new Promise((resolve) =>
    execFile(program, args, (error, stdout, stderr) =>
      resolve({ exitCode: error ? Number(error.code ?? 1) : 0, output: `${stdout}${stderr}` }),
    ),
  );
const adesVerify = (path: string, dir = fixture.dir) =>
  run('pyhanko', [
    'sign',
    'adesverify',
    '--pretty-print',
    '--trust',
    join(dir, 'root.pem'),
    '--trust-replace',
    path,
  ]);

describe.runIf(requireProgram('pyhanko'))('pyHanko', () => {
  it.each(['certified', 'digital'])('judges every signature of a %s copy VALID', async (product) => {
    const { exitCode, output } = await adesVerify(files.get(product)!);
    expect(output.match(/judged VALID/g)?.length).toBe(product === 'certified' ? 2 : 1);
    expect(output).not.toMatch(/judged INVALID|untrusted/);
    expect(exitCode).toBe(0);
  });

  it('needs no network for copies whose certificates name no addresses, even when the services are gone', async () => {
    const offline = await startSigningFixture({ namesStatusUrls: false });
    try {
      const path = await offline.save('copy.pdf', await offline.sign('certified'));
      await offline.services.close();
      const { exitCode, output } = await adesVerify(path, offline.dir);
      expect(output.match(/judged VALID/g)?.length).toBe(2);
      expect(exitCode).toBe(0);
    } finally {
      await offline.close();
    }
  });

  it('makes a signature that our validator passes, and one with a stranger’s key that it does not trust', async () => {
    const source = await fixture.save('unsigned.pdf', authorTestCopy([]));
    const sign = async (name: string): Promise<Uint8Array> => {
      const target = join(fixture.dir, `by-pyhanko-${name}.pdf`);
      const { exitCode, output } = await run('pyhanko', [
        'sign',
        'addsig',
        '--field',
        'Sig1',
        '--use-pades',
        '--timestamp-url',
        fixture.index.tsaUrl,
        'pkcs12',
        '--passfile',
        join(fixture.dir, fixture.index.passphrase),
        source,
        target,
        join(fixture.dir, `identities/${name}/identity.p12`),
      ]);
      expect(output + exitCode).toMatch(/0$/);
      return new Uint8Array(await readFile(target));
    };
    const evidence = await fixture.evidenceFor(['authority', 'tsa']);
    const trusted = await validatePdf(await sign('authority'), {
      trustAnchors: fixture.trustAnchors,
      evidence,
    });
    expect(trusted).toMatchObject({ value: { verdict: 'TOTAL-PASSED', signatures: [{ level: 'B-T' }] } });
    const stranger = await validatePdf(await sign('certifier-wrong-issuer'), {
      trustAnchors: fixture.trustAnchors,
      evidence,
    });
    expect(stranger).toMatchObject({
      value: { verdict: 'INDETERMINATE', subIndication: 'NO_CERTIFICATE_CHAIN_FOUND' },
    });
  });
});

describe.runIf(requireProgram('pdfsig'))('pdfsig', () => {
  it.each(['certified', 'digital'])('finds the signatures of a %s copy valid', (product) => {
    const output = execFileSync('pdfsig', ['-nocert', files.get(product)!], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    expect(output.match(/Signature is Valid/g)?.length).toBe(product === 'certified' ? 2 : 1);
    expect(output).toContain('ETSI.CAdES.detached');
  });
});

describe.runIf(requireProgram('qpdf'))('qpdf', () => {
  it('rewrites the unsigned file with object and cross-reference streams, and signing works on that as well', async () => {
    const options = await fixture.options('certified');
    const source = await fixture.save('table.pdf', options.pdf);
    const target = join(fixture.dir, 'streams.pdf');
    execFileSync('qpdf', ['--object-streams=generate', source, target]);
    const pdf = new Uint8Array(await readFile(target));
    expect(Buffer.from(pdf).includes('/ObjStm')).toBe(true);
    const signed = await signCopy({ ...options, pdf });
    expect(signed).toMatchObject({ ok: true });
    const path = await fixture.save('streams-signed.pdf', signed.ok ? signed.value.pdf : pdf);
    expect(execFileSync('qpdf', ['--check', path], { encoding: 'utf8', stdio: 'pipe' })).toContain(
      'No syntax',
    );
    if (requireProgram('pyhanko'))
      expect((await adesVerify(path)).output.match(/judged VALID/g)).toHaveLength(2);
  });

  it.each(['certified', 'digital'])('finds no error in a %s copy', (product) => {
    const output = execFileSync('qpdf', ['--check', files.get(product)!], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    expect(output).toContain('No syntax or stream encoding errors');
  });
});
