import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { EndpointAnswer, EndpointCall } from '@saoy/contracts/endpoint';
import { buildRequest, parseAnswer } from '@saoy/contracts/endpoint-call';
import { FaultError } from '@saoy/contracts/errors';
import { toHex } from '@saoy/contracts/seal';
import { operationsApi } from '@saoy/server/operations-api';
import { publicKeyOf, SealKeyFolder } from '@saoy/server/seal';
import { projectRoot } from './start/instance.ts';

interface Access {
  readonly data?: string;
  readonly json?: boolean;
}

type Operation = (typeof operationsApi)[
  | 'listSealKeys'
  | 'addSealKey'
  | 'retireSealKey'
  | 'compromiseSealKey'];

export async function listSealKeys(options: Access): Promise<void> {
  await withOperations(options, async (call) => {
    const { keys, listKey } = await call(operationsApi.listSealKeys, {});
    if (options.json) return console.log(JSON.stringify({ keys, listKey }, null, 2));
    for (const { keyId, state, validFrom, validUntil, compromisedAt } of keys)
      console.log(
        [keyId, state.padEnd(11), validFrom, validUntil ?? '', compromisedAt ? `since ${compromisedAt}` : '']
          .join('  ')
          .trimEnd(),
      );
    console.log(`list key thumbprint: ${listKey ?? 'no list has been signed yet'}`);
  });
}

interface AddOptions extends Access {
  readonly keys?: string;
  readonly passwordFile?: string;
  readonly publicKey?: string;
  readonly certificate?: string;
  readonly from?: string;
}

/** Puts a new key in use: made by the server, made here in a folder of keys, or made elsewhere and given by its public half. */
export async function addSealKey(options: AddOptions): Promise<void> {
  await withOperations(options, async (call) => {
    const publicKey = await publicKeyFor(options);
    const { keyId } = await call(operationsApi.addSealKey, {
      body: { publicKey, validFrom: options.from ?? null },
    });
    console.log(options.json ? JSON.stringify({ keyId }) : `${keyId} is in use`);
  });
}

/** As 128 hexadecimal digits; null leaves it to the server to make one. */
async function publicKeyFor(options: AddOptions): Promise<string | null> {
  if (options.keys !== undefined) return makeKeyHere(options);
  if (options.certificate === undefined) return options.publicKey ?? null;
  const { x, y } = publicKeyOf(new X509Certificate(await readFile(options.certificate)).publicKey);
  return toHex(x) + toHex(y);
}

async function makeKeyHere({ keys, passwordFile }: AddOptions): Promise<string> {
  const { x, y } = await new SealKeyFolder({
    folder: keys!,
    readPassphrase: async () => {
      if (passwordFile === undefined)
        throw new FaultError('configuration.invalid', '--password-file is missing');
      return (await readFile(passwordFile, 'utf8')).trim();
    },
  }).makeKey();
  return toHex(x) + toHex(y);
}

export async function retireSealKey(keyId: string, options: Access): Promise<void> {
  await withOperations(options, async (call) => {
    await call(operationsApi.retireSealKey, { params: { keyId } });
    console.log(options.json ? JSON.stringify({ keyId }) : `${keyId} is retired; its seals stay valid`);
  });
}

export async function compromiseSealKey(
  keyId: string,
  options: Access & { readonly since?: string },
): Promise<void> {
  await withOperations(options, async (call) => {
    const compromisedAt = options.since ?? null;
    await call(operationsApi.compromiseSealKey, { params: { keyId }, body: { compromisedAt } });
    console.log(
      options.json
        ? JSON.stringify({ keyId })
        : `${keyId} is reported compromised; add a new key if none is active (saoy seal-key add)`,
    );
  });
}

type Call = <E extends Operation>(endpoint: E, input: EndpointCall<E>) => Promise<EndpointAnswer<E>>;

/** Speaks to the running server through the file that only its operator can read; exit 1 refused, 2 not reached. */
async function withOperations({ data }: Access, work: (call: Call) => Promise<void>): Promise<void> {
  const folder = data ?? path.join(projectRoot, 'var', 'data', 'server');
  const access = await readFile(path.join(folder, 'operations.json'), 'utf8').catch(() => null);
  if (access === null) {
    console.error(`saoy: no server runs with the data folder ${folder}`);
    process.exitCode = 2;
    return;
  }
  const { url, token } = JSON.parse(access) as { url: string; token: string };
  try {
    await work(async (endpoint, input) => {
      const { path: route, method, headers, body } = buildRequest(endpoint, input);
      const answer = await fetch(url + route, {
        method,
        headers: { ...headers, authorization: `Bearer ${token}` },
        ...(typeof body === 'string' ? { body } : {}),
      });
      const parsed = parseAnswer(endpoint, answer.status, new Uint8Array(await answer.arrayBuffer()));
      if (!parsed.ok) throw new FaultError(parsed.error.code, parsed.error.detail);
      return parsed.value;
    });
  } catch (error) {
    const isCoded = error instanceof FaultError;
    console.error(
      `saoy: ${isCoded ? `${error.fault.code} ${error.fault.detail ?? ''}`.trim() : 'the server does not answer'}`,
    );
    process.exitCode = isCoded ? 1 : 2;
  }
}
