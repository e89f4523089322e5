import type { IncomingMessage } from 'node:http';
import { FaultError } from '@saoy/contracts/errors';

/** Reads a body of at most `maxBytes`; throws `general.too-large` as soon as it is known to be longer. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw new FaultError('general.too-large');
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  // Left open when it is too long: destroyed, it would take the connection and the answer with it.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) throw new FaultError('general.too-large');
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
