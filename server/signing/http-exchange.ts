import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

export interface HttpExchange {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly contentType?: string;
  readonly body?: Uint8Array;
  /** From the first byte sent to the last byte received. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/** One HTTP exchange with an authority; rejects on timeout, other answers than 200 and oversized bodies. */
export function exchangeHttp(exchange: HttpExchange): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const send = exchange.url.startsWith('https:') ? requestHttps : requestHttp;
    const request = send(
      exchange.url,
      {
        method: exchange.method,
        headers: {
          ...(exchange.contentType ? { 'content-type': exchange.contentType } : {}),
          ...(exchange.body ? { 'content-length': exchange.body.length } : {}),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        let sizeBytes = 0;
        response.on('data', (chunk: Buffer) => {
          sizeBytes += chunk.length;
          if (sizeBytes > exchange.maxBytes) hangUp('answer too large');
          else chunks.push(chunk);
        });
        response.on('error', fail);
        response.on('end', () => {
          clearTimeout(deadline);
          if (response.statusCode === 200) resolve(new Uint8Array(Buffer.concat(chunks)));
          else reject(new Error(`HTTP ${response.statusCode}`));
        });
      },
    );
    const fail = (error: Error): void => {
      clearTimeout(deadline);
      reject(error);
    };
    // Without an error: a connection whose answer is complete has nobody left to tell, and would end the process.
    const hangUp = (problem: string): void => {
      fail(new Error(problem));
      request.destroy();
    };
    const deadline = setTimeout(() => hangUp('no answer in time'), exchange.timeoutMs);
    request.on('error', fail);
    request.end(exchange.body);
  });
}
