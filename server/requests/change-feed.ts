import { EventEmitter } from 'node:events';
import type { Database } from '../storage/database.ts';
import { changesChannel } from './append-action.ts';

export type ChangeKind = 'request' | 'kiosk';

/** Tells this process of every committed change of a request or kiosk, whichever process made it. */
export class ChangeFeed {
  readonly #emitter = new EventEmitter().setMaxListeners(0);
  #stop: (() => Promise<void>) | undefined;

  async start(database: Database): Promise<void> {
    this.#stop = await database.listen(
      changesChannel,
      (payload) => {
        const [kind, id] = payload.split(':', 2);
        if (kind === undefined || id === undefined) return;
        this.#emitter.emit(payload);
        this.#emitter.emit(kind);
      },
      // Whatever is followed may have changed while nobody listened.
      () => {
        for (const name of this.#emitter.eventNames()) this.#emitter.emit(name);
      },
    );
  }

  /** Calls back at every change of a kind; answers a function that ends it. */
  watch(kind: ChangeKind, onChange: () => void): () => void {
    this.#emitter.on(kind, onChange);
    return () => this.#emitter.off(kind, onChange);
  }

  /** Calls back at every change of one thing; answers a function that ends it. */
  watchOne(kind: ChangeKind, id: string, onChange: () => void): () => void {
    this.#emitter.on(`${kind}:${id}`, onChange);
    return () => this.#emitter.off(`${kind}:${id}`, onChange);
  }

  async stop(): Promise<void> {
    await this.#stop?.();
    this.#emitter.removeAllListeners();
  }
}
