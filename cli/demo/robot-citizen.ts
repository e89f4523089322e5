// A citizen without hands: does at the kiosk's own API what a person does at its screen.
import type { Endpoint, EndpointAnswer, EndpointCall } from '@saoy/contracts/endpoint';
import { FaultError } from '@saoy/contracts/errors';
import type { Product } from '@saoy/contracts/ids';
import { simulatorApi } from '@saoy/contracts/kiosk-api';
import type { RequestSummary, VisitStatus } from '@saoy/contracts/visit/status';
import { type KioskClient, openKioskClient } from '@saoy/kiosk-agent/client';

export interface CitizenWishes {
  readonly product: Product;
  readonly copies?: number;
  readonly delivery: { readonly print: boolean; readonly download: boolean; readonly email: string | null };
}

const waitMs = 120_000;

/** Moments of the identity check at which nothing goes on until the person acts. */
const waitsForPerson = (visit: VisitStatus): boolean =>
  visit.screen === 'identity-result' ||
  visit.screen === 'scan' ||
  visit.screen === 'card-choice' ||
  (visit.screen === 'card' && visit.step === 'waiting') ||
  (visit.screen === 'chip' && (visit.step === 'waiting' || visit.step === 'failed')) ||
  (visit.screen === 'face' && visit.step === 'starting');

export class RobotCitizen {
  readonly #kiosk: KioskClient;
  readonly #person: string;

  private constructor(kiosk: KioskClient, person: string) {
    this.#kiosk = kiosk;
    this.#person = person;
  }

  static async arrive(kioskUrl: string, person: string): Promise<RobotCitizen> {
    return new RobotCitizen(await openKioskClient(kioskUrl), person);
  }

  get kiosk(): KioskClient {
    return this.#kiosk;
  }

  /** Lets the kiosk go once it is in service, chooses a product and consents. */
  async begin(product: Product): Promise<void> {
    await this.#kiosk.waitFor(({ visit }) => visit.screen === 'attract' && visit.outOfService === null, {
      timeoutMs: waitMs,
      what: 'a kiosk in service',
    });
    await this.#simulate(simulatorApi.placePerson, { body: { person: this.#person, behaviour: 'live' } });
    // Whoever was here before took their card along; a kiosk without a reader has none.
    await this.#kiosk.call(simulatorApi.placeCard, { body: { person: null } });
    await this.#kiosk.act({ type: 'begin' });
    await this.#kiosk.act({ type: 'choose-language', language: 'vi' });
    await this.#kiosk.act({ type: 'choose-product', product });
    await this.#kiosk.act({ type: 'continue' });
  }

  /** Lays the card on the glass, then looks into the camera and follows the movements asked for. */
  async proveIdentity(): Promise<'match' | 'refer' | 'no-match' | 'staff'> {
    await this.#kiosk.act({ type: 'give-consent', face: true });
    for (;;) {
      const { visit } = await this.#kiosk.waitFor(({ visit: shown }) => waitsForPerson(shown), {
        timeoutMs: waitMs,
        what: 'the card or the end of the identity check',
      });
      if (visit.screen === 'identity-result') {
        // On a busy machine a movement may fall between two pictures: anybody would try again.
        if (visit.doubt === 'movements' && visit.attemptsLeft > 0) {
          await this.#kiosk.act({ type: 'retry' });
          continue;
        }
        await this.#kiosk.act({ type: 'continue' });
        if (visit.outcome !== 'no-match') return visit.outcome;
        if (visit.attemptsLeft === 0) return 'no-match';
      } else if (visit.screen === 'card-choice') {
        await this.#kiosk.act({ type: 'choose-card-way', way: 'glass' });
      } else if (visit.screen === 'card') {
        if (visit.attempt > 3) throw new FaultError('identity.card-unreadable', `${visit.side} of the card`);
        await this.layOnGlass(`cccd-${visit.side}-${this.#person}`);
        await this.#kiosk.act({ type: 'read-card' });
      } else if (visit.screen === 'chip') {
        await this.#simulate(simulatorApi.placeCard, { body: { person: this.#person } });
        if (visit.step === 'failed') await this.#kiosk.act({ type: 'retry' });
      } else if (visit.screen === 'face') await this.#kiosk.act({ type: 'start-face' });
      else return 'match';
      await this.#kiosk.waitFor(
        ({ visit: shown }) =>
          shown.screen !== visit.screen ||
          !waitsForPerson(shown) ||
          (shown.screen === 'chip' && visit.screen === 'chip' && shown.step !== visit.step),
        {
          timeoutMs: waitMs,
          what: `something after ${visit.screen}`,
        },
      );
    }
  }

  /** Confirms the identity by staff instead of the face. */
  async proveIdentityByStaff(): Promise<void> {
    await this.#kiosk.act({ type: 'give-consent', face: false });
    await this.#kiosk.act({ type: 'continue' });
  }

  async layOnGlass(paperId: string): Promise<void> {
    await this.#simulate(simulatorApi.placePaper, { body: { onGlass: paperId, inFeeder: [] } });
  }

  /** Adds a page of one's own to the papers that can be laid on the glass; answers its id. */
  async addPaper(name: string, bytes: Uint8Array, resolutionDpi: number): Promise<string> {
    const { papers } = await this.#simulate(simulatorApi.addPaper, {
      query: { name, resolutionDpi },
      body: bytes,
    });
    return papers.findLast(({ kind }) => kind === 'own')!.id;
  }

  /** Scans what lies on the glass; keeps a page the kiosk warns about, as a person may. Answers the warnings. */
  async scanPage(): Promise<readonly string[]> {
    await this.#kiosk.waitForScreen('scan', waitMs);
    await this.#kiosk.act({ type: 'scan-page', source: 'glass' });
    const status = await this.#kiosk.waitFor(
      ({ visit, fault }) =>
        fault !== null ||
        (visit.screen === 'scan' &&
          !visit.isScanning &&
          visit.originals.every(
            ({ pages }) =>
              pages.length > 0 && pages.every(({ state }) => state === 'good' || state === 'problem'),
          )),
      { timeoutMs: waitMs, what: 'the scanned page' },
    );
    if (status.fault !== null) throw new FaultError(status.fault.code);
    if (status.visit.screen !== 'scan') return [];
    const doubtful = status.visit.originals
      .flatMap(({ pages }) => pages)
      .filter(({ state }) => state === 'problem');
    for (const page of doubtful) await this.#kiosk.act({ type: 'keep-page', pageId: page.id });
    return doubtful.flatMap(({ problems }) => problems.map(({ code }) => code));
  }

  /** Waits until everything is read. */
  async finishScan(): Promise<void> {
    await this.#kiosk.act({ type: 'finish-scan' });
    await this.#kiosk.waitForScreen('review', waitMs);
  }

  /** Confirms what was read, chooses copies and delivery, sees the fee and confirms; answers the request ids. */
  async confirm({ copies = 1, delivery }: CitizenWishes): Promise<readonly string[]> {
    await this.#kiosk.act({ type: 'confirm-read' });
    const { visit } = await this.#kiosk.waitForScreen('options', waitMs);
    for (const { id } of visit.originals)
      await this.#kiosk.act({ type: 'set-copies', originalId: id, copies });
    await this.#kiosk.act({ type: 'set-delivery', ...delivery });
    await this.#kiosk.act({ type: 'show-fee' });
    await this.#kiosk.waitForScreen('fee', waitMs);
    await this.#kiosk.act({ type: 'confirm-request' });
    const processing = await this.#kiosk.waitFor(
      ({ visit: { screen } }) => screen === 'processing' || screen === 'done',
      { timeoutMs: waitMs, what: 'the confirmation' },
    );
    return 'requests' in processing.visit ? processing.visit.requests.map(({ id }) => id) : [];
  }

  /** Waits until every request is issued or refused, before any printing ends. */
  async awaitDecided(): Promise<readonly RequestSummary[]> {
    const { visit } = await this.#kiosk.waitFor(
      ({ visit: { screen, ...rest } }) =>
        screen === 'done' || (screen === 'processing' && 'phase' in rest && rest.phase === 'printing'),
      { timeoutMs: waitMs, what: 'the copy' },
    );
    return 'requests' in visit ? visit.requests : [];
  }

  async awaitDone(): Promise<readonly RequestSummary[]> {
    const { visit } = await this.#kiosk.waitForScreen('done', waitMs);
    return visit.requests;
  }

  async leave(): Promise<void> {
    await this.#simulate(simulatorApi.placePaper, { body: { onGlass: null, inFeeder: [] } });
    await this.#kiosk.act({ type: 'end' });
    await this.#kiosk.waitForScreen('attract', waitMs);
  }

  close(): void {
    this.#kiosk.close();
  }

  // biome-ignore lint/suspicious/noExplicitAny: the generics of an endpoint are inferred at the call.
  async #simulate<E extends Endpoint<any, any, any, any>>(
    endpoint: E,
    call: EndpointCall<E>,
  ): Promise<EndpointAnswer<E>> {
    const answer = await this.#kiosk.call(endpoint, call);
    if (!answer.ok) throw new FaultError(answer.error.code, answer.error.detail);
    return answer.value;
  }
}
