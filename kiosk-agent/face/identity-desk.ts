import { agentApi } from '@saoy/contracts/agent-api';
import { type Fault, fault } from '@saoy/contracts/errors';
import type { ChipKey } from '@saoy/contracts/identity';
import { err, ok, type Result } from '@saoy/contracts/result';
import type { Scanner } from '@saoy/devices/scanner';
import type { LiveCamera } from '../hardware/hardware.ts';
import type { PageProcessor } from '../pages/page-processor.ts';
import { callUntilAnswered, type Patience } from '../uplink/call-until-answered.ts';
import type { CentralService } from '../uplink/central-service.ts';
import type { VisitInput } from '../visit/visit-input.ts';
import { callWhileBusy } from './call-while-busy.ts';
import { CardCodeWatch } from './card-code-watch.ts';
import type { ChipDesk } from './chip-desk.ts';
import { type Frame, FrameForwarder } from './frame-forwarder.ts';

/** The portrait of a card is 25 mm wide: 300 dpi puts its eyes about 100 pixels apart, far above the 40 that are needed. */
const cardResolutionDpi = 300;
/** A person waits at the screen: after these tries they are told. */
const mostAttempts = 3;

export interface IdentityDeskOptions {
  readonly service: CentralService;
  readonly scanner: Scanner;
  readonly camera: LiveCamera | null;
  readonly chip: ChipDesk;
  readonly processor: PageProcessor;
  readonly patience: Patience;
  readonly now: () => number;
}

type Tell = (input: VisitInput) => void;

/** Who is here: card and face go to the server and are forgotten; nothing of them touches the disk. */
export class IdentityDesk {
  readonly #options: IdentityDeskOptions;
  readonly #viewers = new Set<(jpeg: Uint8Array) => void>();
  #stop = new AbortController();
  /** Who is given the frames now: the face check or the search for the code of the card. */
  #receiver: FrameForwarder | CardCodeWatch | null = null;
  #isPulling = false;
  /** Grows over all tries: every try opens the camera anew. */
  readonly #sentFrames = { lastSequence: -1 };

  constructor(options: IdentityDeskOptions) {
    this.#options = options;
  }

  async readCard(
    visitId: string,
    sessionId: string | null,
    side: 'front' | 'back',
    tell: Tell,
  ): Promise<void> {
    const { signal } = this.#stop;
    const session = await this.#begin(visitId, sessionId, tell);
    if (!session.ok) return tell({ type: 'card-failed', device: 'server', fault: session.error });
    const picture = await this.#scanCard(signal);
    if (!picture.ok) return tell({ type: 'card-failed', device: 'scanner', fault: picture.error });
    tell({ type: 'card-scanned' });
    const reading = await callWhileBusy(
      this.#options.service,
      agentApi.readCard,
      {
        params: { sessionId: session.value, side },
        body: picture.value,
        headers: { 'content-type': 'image/jpeg' },
      },
      {
        signal,
        patience: this.#options.patience,
        mostAttempts,
        onBusy: () => tell({ type: 'identity-busy' }),
      },
    );
    if (signal.aborted) return;
    if (reading.ok) {
      const canReadChip = await this.#options.chip.isReaderThere();
      tell({ type: 'card-read', reading: reading.value, canReadChip });
    } else tell({ type: 'card-failed', device: 'server', fault: reading.error });
  }

  /**
   * Looks for the code of the card in the frames of the camera until it is stopped or the server took a code. The frames
   * are looked at here and forgotten; the text of the code alone goes to the server.
   */
  async watchCard(visitId: string, sessionId: string | null, tell: Tell): Promise<void> {
    const { camera, service, processor, chip, patience, now } = this.#options;
    const { signal } = this.#stop;
    const session = this.#begin(visitId, sessionId, tell);
    this.#receiver?.stop();
    this.#receiver = new CardCodeWatch({
      look: (jpeg, isFirst) => processor.lookForCodes(jpeg, isFirst),
      now,
      onHint: (hint) => tell({ type: 'card-looked', hint }),
      onForeignCode: () => tell({ type: 'card-code-refused', fault: fault('identity.code-not-a-card') }),
      onCode: async (text) => {
        tell({ type: 'card-code-seen' });
        let begun = await session;
        const take = (id: string) =>
          callUntilAnswered(
            service,
            agentApi.readCardCode,
            { params: { sessionId: id }, body: { text } },
            { signal, patience, mostAttempts },
          );
        let reading = begun.ok ? await take(begun.value) : begun;
        if (!reading.ok && reading.error.code === 'identity.session-unknown') {
          begun = await this.#begin(visitId, null, tell);
          reading = begun.ok ? await take(begun.value) : begun;
        }
        if (signal.aborted) return;
        if (reading.ok) {
          const canReadChip = await chip.isReaderThere();
          if (!signal.aborted) tell({ type: 'card-code-read', reading: reading.value, canReadChip });
        } else if (reading.error.code === 'identity.code-not-a-card') {
          tell({ type: 'card-code-refused', fault: reading.error });
        } else tell({ type: 'card-failed', device: 'server', fault: reading.error });
      },
    });
    camera?.perform('show-card');
    this.showCamera(tell, 'card-failed');
    const begun = await session;
    if (!begun.ok && !signal.aborted) tell({ type: 'card-failed', device: 'server', fault: begun.error });
  }

  /** Ends with the camera: what is asked for at the reader is no longer asked for then. */
  readChip(sessionId: string, keys: readonly ChipKey[], tell: Tell): Promise<void> {
    return this.#options.chip.read(sessionId, keys, { signal: this.#stop.signal, tell });
  }

  /** The person sees themself before anything is sent. With the browser's camera the screen does that alone. */
  showCamera(tell: Tell, failure: 'card-failed' | 'face-failed' = 'face-failed'): void {
    const { camera } = this.#options;
    if (camera === null || this.#isPulling) return;
    this.#isPulling = true;
    const { signal } = this.#stop;
    void this.#pull(camera, signal, () =>
      tell({ type: failure, device: 'camera', fault: fault('camera.unavailable') }),
    ).finally(() => {
      if (signal === this.#stop.signal) this.#isPulling = false;
    });
  }

  startCamera(sessionId: string, nonce: string, tell: Tell): void {
    const { camera, service, now } = this.#options;
    this.#receiver?.stop();
    this.#receiver = new FrameForwarder({
      service,
      sessionId,
      nonce,
      now,
      sent: this.#sentFrames,
      onBusy: () => tell({ type: 'identity-busy' }),
      onGuidance: (guidance) => {
        camera?.perform(guidance.challenge);
        tell({ type: 'face-guided', guidance });
      },
      onFailure: (failure) => tell({ type: 'face-failed', device: 'server', fault: failure }),
    });
    this.showCamera(tell);
  }

  /** A frame of the browser's camera; false when nothing is looked for now. */
  pushFrame(frame: Frame): boolean {
    if (this.#receiver === null || this.#options.camera !== null) return false;
    this.#receiver.push(frame);
    return true;
  }

  /** The live picture for the screen, while the camera runs. */
  view(viewer: (jpeg: Uint8Array) => void): () => void {
    this.#viewers.add(viewer);
    return () => this.#viewers.delete(viewer);
  }

  stopCamera(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#receiver?.stop();
    this.#receiver = null;
    this.#isPulling = false;
    this.#options.camera?.perform(null);
  }

  async decide(sessionId: string, tell: Tell): Promise<void> {
    const outcome = await callUntilAnswered(
      this.#options.service,
      agentApi.decideIdentity,
      { params: { sessionId } },
      { signal: this.#stop.signal, patience: this.#options.patience, mostAttempts },
    );
    if (outcome.ok) tell({ type: 'identity-decided', outcome: outcome.value });
    else tell({ type: 'face-failed', device: 'server', fault: outcome.error });
  }

  /** The server forgets by itself after its time limit: one try is enough. */
  async drop(sessionId: string): Promise<void> {
    const answer = await this.#options.service.call(agentApi.dropIdentity, { params: { sessionId } });
    void answer;
  }

  async #begin(visitId: string, sessionId: string | null, tell: Tell): Promise<Result<string, Fault>> {
    if (sessionId !== null) return ok(sessionId);
    const begun = await callWhileBusy(
      this.#options.service,
      agentApi.beginIdentity,
      { body: { visitId } },
      {
        signal: this.#stop.signal,
        patience: this.#options.patience,
        mostAttempts,
        onBusy: () => tell({ type: 'identity-busy' }),
      },
    );
    if (!begun.ok) return begun;
    const { nonce, challenges } = begun.value;
    tell({
      type: 'identity-begun',
      sessionId: begun.value.sessionId,
      nonce,
      challengesTotal: challenges.length,
    });
    return ok(begun.value.sessionId);
  }

  async #scanCard(signal: AbortSignal): Promise<Result<Uint8Array, Fault>> {
    const { scanner, processor } = this.#options;
    for await (const sheet of scanner.scan({
      source: 'glass',
      resolutionDpi: cardResolutionDpi,
      signal,
    })) {
      if (!sheet.ok) return sheet;
      const { bytes, format, resolutionDpi } = sheet.value;
      // Unpacking and packing again would cost a hundred megabytes for nothing.
      return format === 'jpeg' ? ok(bytes) : processor.prepareCard(bytes, resolutionDpi);
    }
    return err(fault('scanner.no-paper'));
  }

  async #pull(camera: LiveCamera, signal: AbortSignal, onLost: () => void): Promise<void> {
    let sequence = 0;
    try {
      for await (const { jpeg, capturedAtMs } of camera.frames(signal)) {
        if (signal.aborted) return;
        this.#receiver?.push({ jpeg, sequence: sequence++, capturedAtMs });
        for (const viewer of this.#viewers) viewer(jpeg);
      }
    } catch {
      // Reported below: a camera that stops by itself is as unavailable as one that fails.
    }
    if (!signal.aborted) onLost();
  }
}
