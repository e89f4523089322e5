// A process of its own holds the token, so that a module that hangs or crashes takes nothing with it and can be killed.
// It speaks over the channel of its parent only, and ends when that closes.
import process from 'node:process';
import { tokenFailureOf } from './token-failure.ts';
import type { Numbered, TokenAnswer, TokenRequest } from './token-messages.ts';
import { TokenSessions } from './token-sessions.ts';

let token: TokenSessions | undefined;

async function answer(request: TokenRequest): Promise<TokenAnswer> {
  if (request.type === 'open') {
    // Modules read their own settings (such as SOFTHSM2_CONF) from here when they are initialised.
    Object.assign(process.env, request.environment);
    token = await TokenSessions.open(request.address, request.pin, request.sessions);
    return { type: 'opened', serialNumber: token.serialNumber };
  }
  if (token === undefined) return { type: 'failed', problem: 'lost', detail: 'not opened' };
  if (request.type === 'find') return { type: 'found', ...(await token.find(request.key)) };
  const signature = await token.sign(request.key, request.mechanism, request.input);
  return { type: 'signed', signature };
}

process.on('message', ({ id, message }: Numbered<TokenRequest>) => {
  void answer(message)
    .catch((error: unknown): TokenAnswer => {
      const { problem, message: detail } = tokenFailureOf(error);
      return { type: 'failed', problem, detail };
    })
    .then((reply) => process.send?.({ id, message: reply } satisfies Numbered<TokenAnswer>));
});
// Signals of the terminal are the parent's to handle: a copy may be in the middle of being signed.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('disconnect', () => process.exit(0));
