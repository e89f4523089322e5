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
  #forwarder: FrameForwarder | null = null;
  #isPulling = false;

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
    const reading = await callUntilAnswered(
      this.#options.service,
      agentApi.readCard,
      {
        params: { sessionId: session.value, side },
        body: picture.value,
        headers: { 'content-type': 'image/jpeg' },
      },
      { signal, patience: this.#options.patience, mostAttempts },
    );
    if (reading.ok) {
      const canReadChip = await this.#options.chip.isReaderThere();
      tell({ type: 'card-read', reading: reading.value, canReadChip });
    } else tell({ type: 'card-failed', device: 'server', fault: reading.error });
  }

  /** Ends with the camera: what is asked for at the reader is no longer asked for then. */
  readChip(sessionId: string, keys: readonly ChipKey[], tell: Tell): Promise<void> {
    return this.#options.chip.read(sessionId, keys, { signal: this.#stop.signal, tell });
  }

  /** The person sees themself before anything is sent. With the browser's camera the screen does that alone. */
  showCamera(tell: Tell): void {
    const { camera } = this.#options;
    if (camera === null || this.#isPulling) return;
    this.#isPulling = true;
    const { signal } = this.#stop;
    void this.#pull(camera, signal, tell).finally(() => {
      if (signal === this.#stop.signal) this.#isPulling = false;
    });
  }

  startCamera(sessionId: string, nonce: string, tell: Tell): void {
    const { camera, service, now } = this.#options;
    this.#forwarder?.stop();
    const forwarder = new FrameForwarder({
      service,
      sessionId,
      nonce,
      now,
      onGuidance: (guidance) => {
        camera?.perform(guidance.challenge);
        tell({ type: 'face-guided', guidance });
      },
      onFailure: (failure) => tell({ type: 'face-failed', device: 'server', fault: failure }),
    });
    this.#forwarder = forwarder;
    this.showCamera(tell);
  }

  /** A frame of the browser's camera; false when no face is asked for now. */
  pushFrame(frame: Frame): boolean {
    if (this.#forwarder === null || this.#options.camera !== null) return false;
    this.#forwarder.push(frame);
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
    this.#forwarder?.stop();
    this.#forwarder = null;
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
    const begun = await callUntilAnswered(
      this.#options.service,
      agentApi.beginIdentity,
      { body: { visitId } },
      { signal: this.#stop.signal, patience: this.#options.patience, mostAttempts },
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

  async #pull(camera: LiveCamera, signal: AbortSignal, tell: Tell): Promise<void> {
    let sequence = 0;
    try {
      for await (const { jpeg, capturedAtMs } of camera.frames(signal)) {
        if (signal.aborted) return;
        this.#forwarder?.push({ jpeg, sequence: sequence++, capturedAtMs });
        for (const viewer of this.#viewers) viewer(jpeg);
      }
    } catch {
      // Reported below: a camera that stops by itself is as unavailable as one that fails.
    }
    if (!signal.aborted) {
      tell({ type: 'face-failed', device: 'camera', fault: fault('camera.unavailable') });
    }
  }
}
