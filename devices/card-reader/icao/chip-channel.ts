import { FaultError } from '@saoy/contracts/errors';
import type { CardChannel } from '../card-reader.ts';
import { type CommandApdu, decodeResponse, encodeCommand, type ResponseApdu } from './apdu.ts';
import type { SecureMessaging } from './secure-messaging.ts';

/** Commands to a chip, protected once a session is agreed. Inside this folder failures are `FaultError`s. */
export class ChipChannel {
  readonly #channel: CardChannel;
  #session: SecureMessaging | undefined;

  constructor(channel: CardChannel) {
    this.#channel = channel;
  }

  /** From here on every message is protected. */
  protect(session: SecureMessaging): void {
    this.#session = session;
  }

  async send(command: CommandApdu): Promise<ResponseApdu> {
    const outgoing = this.#session?.protectCommand(command) ?? command;
    const answer = await this.#channel.transmit(encodeCommand(outgoing));
    if (!answer.ok) throw new FaultError(answer.error.code, answer.error.detail);
    const response = decodeResponse(answer.value);
    if (response === undefined) throw new FaultError('card-reader.protocol', 'an answer without a status');
    if (this.#session === undefined) return response;
    // A chip that finds a session broken answers in plain, with an error and nothing else.
    if (response.data.length === 0) throw new FaultError('card-reader.protocol', 'the session broke');
    const opened = this.#session.openResponse(response);
    if (opened === undefined) throw new FaultError('card-reader.protocol', 'an answer that is not authentic');
    return opened;
  }
}
