import { createServer } from 'node:net';

/** The wished port when it is free on loopback, otherwise (or with 0) any free one. */
export async function freePort(wished: number): Promise<number> {
  const isListening = (port: number) =>
    new Promise<number | null>((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(null));
      server.listen(port, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null));
      });
    });
  const port = (await isListening(wished)) ?? (await isListening(0));
  if (port === null) throw new Error('No free port on loopback.');
  return port;
}
