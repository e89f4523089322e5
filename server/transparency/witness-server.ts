// A witness (C2SP tlog-witness): cosigns a log's checkpoint only when it continues the one it cosigned before, and so
// refuses every second history. It should run on a machine, and under people, other than the log's.
import { createHash, type KeyObject, sign } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { dirname, join } from 'node:path';
import { fromBase64 } from '@saoy/contracts/transparency/base64';
import { openCheckpoint, parseCheckpointText } from '@saoy/contracts/transparency/checkpoint';
import { emptyRoot, isSameHash, verifyConsistency } from '@saoy/contracts/transparency/merkle-hash';
import {
  cosignatureKeyType,
  cosignedMessage,
  formatSignatureLine,
  formatVerifierKey,
  noteKeyId,
  parseNote,
  type VerifierKey,
} from '@saoy/contracts/transparency/signed-note';
import { rawPublicKey } from './log-key.ts';

const MOST_PROOF_LINES = 63;
const MOST_BODY_BYTES = 64 * 1024;

export interface WitnessOptions {
  readonly name: string;
  readonly privateKey: KeyObject;
  /** Keys of the logs it watches; a log is named by the name of its key. */
  readonly logs: readonly VerifierKey[];
  /** Where it keeps what it cosigned. */
  readonly folder: string;
  readonly now: () => Date;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly type?: string;
}

/** Cosigns checkpoints; what it answers for is on disk. */
export class WitnessService {
  readonly #options: WitnessOptions;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: WitnessOptions) {
    this.#options = options;
  }

  verifierKey(): Promise<string> {
    const { name, privateKey } = this.#options;
    return formatVerifierKey(name, cosignatureKeyType, rawPublicKey(privateKey));
  }

  /** Answers an `add-checkpoint` request. One after the other, so that comparing and storing are one step. */
  addCheckpoint(body: string): Promise<Answer> {
    const answer = this.#turn.then(() => this.#add(body));
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  async #add(body: string): Promise<Answer> {
    const order = parseOrder(body);
    if (order === null) return { status: 400, body: 'malformed\n' };
    const { oldSize, proof, note } = order;
    const parsed = parseNote(note);
    const claimed = parsed === null ? null : parseCheckpointText(parsed.text);
    if (parsed === null || claimed === null) return { status: 400, body: 'malformed\n' };
    const log = this.#options.logs.find(({ name }) => name === claimed.origin);
    if (log === undefined) return { status: 404, body: 'unknown log\n' };
    const checkpoint = await openCheckpoint(note, { log });
    if (checkpoint === null) return { status: 403, body: 'not signed by the log\n' };
    const { treeSize, root, origin } = checkpoint;
    if (oldSize > treeSize) return { status: 400, body: 'old size beyond the checkpoint\n' };
    const former = await this.#former(log);
    if (oldSize !== (former?.treeSize ?? 0))
      return { status: 409, body: `${former?.treeSize ?? 0}\n`, type: 'text/x.tlog.size' };
    if (treeSize === 0 && !isSameHash(root, await emptyRoot())) return inconsistent;
    const oldRoot = former?.root ?? (await emptyRoot());
    const claim = { oldSize, oldRoot, newSize: treeSize, newRoot: root, proof };
    if (!(await verifyConsistency(claim))) return inconsistent;
    const line = await this.#cosign(parsed.text);
    const kept = parsed.signatures.find(({ name, keyId }) => name === log.name && keyId === log.keyId);
    this.#keep(origin, `${parsed.text}\n${kept === undefined ? '' : formatSignatureLine(kept)}${line}`);
    return { status: 200, body: line };
  }

  /** What it cosigned last of a log; null when it never did. Throws when its own record was altered. */
  async #former(log: VerifierKey): Promise<{ treeSize: number; root: Uint8Array } | null> {
    const note = this.read(originHash(log.name));
    if (note === null) return null;
    const checkpoint = await openCheckpoint(note, { log });
    if (checkpoint === null) throw new Error('the record of this witness was altered');
    return checkpoint;
  }

  /** The newest cosigned checkpoint of a log by the SHA-256 of its origin; null when there is none. */
  read(hash: string): string | null {
    try {
      return readFileSync(join(this.#options.folder, hash, 'checkpoint'), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  #keep(origin: string, note: string): void {
    const path = join(this.#options.folder, originHash(origin), 'checkpoint');
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const file = openSync(`${path}.tmp`, 'w', 0o600);
    try {
      writeSync(file, note);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(`${path}.tmp`, path);
    const folder = openSync(dirname(path), 'r');
    fsyncSync(folder);
    closeSync(folder);
  }

  async #cosign(text: string): Promise<string> {
    const { name, privateKey, now } = this.#options;
    const seconds = Math.floor(now().getTime() / 1000);
    const signature = new Uint8Array(8 + 64);
    new DataView(signature.buffer).setBigUint64(0, BigInt(seconds));
    signature.set(sign(null, cosignedMessage(text, seconds), privateKey), 8);
    const keyId = await noteKeyId(name, cosignatureKeyType, rawPublicKey(privateKey));
    return formatSignatureLine({ name, keyId, signature });
  }
}

const inconsistent: Answer = { status: 422, body: 'not consistent with what was cosigned before\n' };

const originHash = (origin: string): string => createHash('sha256').update(origin).digest('hex');

function parseOrder(body: string): { oldSize: number; proof: Uint8Array[]; note: string } | null {
  const end = body.indexOf('\n\n');
  if (end < 0) return null;
  const [first, ...lines] = body.slice(0, end).split('\n');
  const size = /^old (0|[1-9][0-9]{0,15})$/.exec(first ?? '')?.[1];
  const proof = lines.map(fromBase64);
  if (size === undefined || proof.length > MOST_PROOF_LINES || proof.includes(null)) return null;
  return { oldSize: Number(size), proof: proof as Uint8Array[], note: body.slice(end + 2) };
}

/** Serves `POST /add-checkpoint` and `GET /<origin hash>/checkpoint`. */
export function createWitnessServer(witness: WitnessService, onError: (error: unknown) => void): Server {
  return createServer(async (request, response) => {
    const answer = ({ status, body, type = 'text/plain; charset=utf-8' }: Answer) =>
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    try {
      const kept = /^\/([0-9a-f]{64})\/checkpoint$/.exec(request.url ?? '');
      if (request.method === 'GET' && kept?.[1] !== undefined) {
        const note = witness.read(kept[1]);
        return void answer(
          note === null ? { status: 404, body: 'never cosigned\n' } : { status: 200, body: note },
        );
      }
      if (request.method !== 'POST' || request.url !== '/add-checkpoint')
        return void answer({ status: 404, body: 'not found\n' });
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of request as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > MOST_BODY_BYTES) return void answer({ status: 413, body: 'too large\n' });
        chunks.push(chunk);
      }
      answer(await witness.addCheckpoint(Buffer.concat(chunks).toString('utf8')));
    } catch (error) {
      onError(error);
      if (!response.headersSent) answer({ status: 500, body: 'failed\n' });
    }
  });
}
