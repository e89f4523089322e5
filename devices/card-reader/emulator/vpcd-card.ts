// A card in the virtual reader of pcscd (`vsmartcard-vpcd`): the driver listens, a card connects, messages carry their
// length in two bytes before them.
import { connect, type Socket } from 'node:net';
import type { TravelCard } from './travel-card.ts';

/** Port of the first virtual reader. */
export const VPCD_PORT = 0x8c7b;
/** Of the messages of one byte this one wants an answer; the others switch the power. */
const CONTROL = { atr: 4 } as const;
/** Of a contactless card with an historical byte and its check (PC/SC part 3 §3.1.3.2.3). */
const ATR = Uint8Array.of(0x3b, 0x80, 0x80, 0x01, 0x01);

/** Puts a card into the virtual reader; closing the socket takes it out. */
export async function insertIntoVirtualReader(
  card: TravelCard,
  port = VPCD_PORT,
): Promise<{ remove(): void }> {
  const socket = connect(port, '127.0.0.1');
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  let buffered = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    buffered = Buffer.concat([buffered, bytes]);
    while (buffered.length >= 2 && buffered.length >= 2 + buffered.readUInt16BE()) {
      const end = 2 + buffered.readUInt16BE();
      answerMessage(socket, card, buffered.subarray(2, end));
      buffered = buffered.subarray(end);
    }
  });
  socket.on('error', () => undefined);
  return { remove: () => socket.destroy() };
}

function answerMessage(socket: Socket, card: TravelCard, message: Uint8Array): void {
  const reply = (bytes: Uint8Array): void => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    socket.write(Buffer.concat([length, bytes]));
  };
  if (message.length > 1) reply(card.answer(message));
  else if (message[0] === CONTROL.atr) reply(ATR);
  else card.reset();
}
