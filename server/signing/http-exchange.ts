import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
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

/**
 * One HTTP exchange with an authority; rejects on timeout, other answers than 200 and oversized bodies. A connection that
 * was kept open may have been closed at the other end by now: then a new one is made, as nobody has read the question.
 */
export function exchangeHttp(exchange: HttpExchange): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    let request: ClientRequest | undefined;
    let isOver = false;
    const fail = (error: Error): void => {
      isOver = true;
      clearTimeout(deadline);
      reject(error);
    };
    // Without an error: a connection whose answer is complete has nobody left to tell, and would end the process.
    const hangUp = (problem: string): void => {
      fail(new Error(problem));
      request?.destroy();
    };
    const deadline = setTimeout(() => hangUp('no answer in time'), exchange.timeoutMs);
    const receive = (response: IncomingMessage): void => {
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
    };
    const ask = (isConnectedAnew: boolean): void => {
      const sent = send(exchange, isConnectedAnew);
      request = sent;
      let isAnswered = false;
      sent.on('response', (response) => {
        isAnswered = true;
        receive(response);
      });
      sent.on('error', (error: NodeJS.ErrnoException) => {
        const isStale =
          sent.reusedSocket && !isAnswered && !isOver && ['ECONNRESET', 'EPIPE'].includes(error.code ?? '');
        if (isStale && !isConnectedAnew) ask(true);
        else fail(error);
      });
      sent.end(exchange.body);
    };
    try {
      ask(false);
    } catch (error) {
      fail(error as Error);
    }
  });
}

function send({ url, method, contentType, body }: HttpExchange, isConnectedAnew: boolean): ClientRequest {
  const request = url.startsWith('https:') ? requestHttps : requestHttp;
  return request(url, {
    method,
    ...(isConnectedAnew ? { agent: false } : {}),
    headers: {
      ...(contentType ? { 'content-type': contentType } : {}),
      ...(body ? { 'content-length': body.length } : {}),
    },
  });
}
