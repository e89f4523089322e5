// A person at the kiosk: reads titles, touches choices, lays papers on the glass.
import type { Language, Product } from '@saoy/contracts/ids';
import type { Browser, Locator, Page } from 'playwright-core';
import { readQrCodes } from '../../imaging/index.ts';
import { textsOf } from '../../kiosk-ui/texts/texts.ts';
import { patienceMs } from './patience.ts';

type Texts = (typeof textsOf)['vi'];

const asPattern = (label: string): RegExp => new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);

export class KioskVisitor {
  readonly page: Page;
  readonly language: Language;
  readonly words: Texts;

  private constructor(page: Page, language: Language) {
    this.page = page;
    this.language = language;
    this.words = textsOf[language];
  }

  /** Stands before the kiosk, which shows its attract screen in Vietnamese. */
  static async arrive(browser: Browser, kioskUrl: string, language: Language): Promise<KioskVisitor> {
    const context = await browser.newContext({
      viewport: { width: 1080, height: 1920 },
      hasTouch: true,
      permissions: ['camera'],
    });
    const page = await context.newPage();
    page.setDefaultTimeout(patienceMs);
    await page.goto(kioskUrl);
    const visitor = new KioskVisitor(page, language);
    await visitor.seesAttractScreen();
    return visitor;
  }

  /** Waits for the screen with that title. */
  async sees(title: string): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: asPattern(title) }).waitFor();
  }

  /** Waits for the screen with one of the titles; answers which. */
  async seesOneOf(titles: readonly string[]): Promise<string> {
    const heading = (title: string) => this.page.getByRole('heading', { level: 1, name: asPattern(title) });
    return Promise.any(
      titles.map(async (title) => {
        await heading(title).waitFor();
        return title;
      }),
    );
  }

  /** Between visits the screen speaks Vietnamese again. */
  async seesAttractScreen(): Promise<void> {
    await this.sees(textsOf.vi.attract.title);
  }

  async seesText(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  choice(label: string): Locator {
    return this.page.getByRole('button', { name: asPattern(label) }).first();
  }

  async touch(label: string): Promise<void> {
    await this.choice(label).tap();
  }

  /** One of End session, Back, Ask staff. */
  async touchBar(name: 'end' | 'back' | 'askStaff'): Promise<void> {
    await this.page
      .getByRole('navigation', { name: this.words.bar.label })
      .getByRole('button', { name: this.words.bar[name], exact: true })
      .tap();
  }

  /** From the attract screen to the question how to confirm one's identity. */
  async choose(product: Product): Promise<void> {
    await this.touch(textsOf.vi.attract.start);
    await this.sees(textsOf.vi.language.title);
    await this.touch(this.words.languageName);
    await this.sees(this.words.service.title);
    await this.touch(this.words.service[product]);
    await this.sees(this.words.advice.title);
    await this.touch(this.words.advice.continue);
    await this.sees(this.words.consent.title);
  }

  async chooseStaffIdentity(): Promise<void> {
    await this.touch(this.words.consent.staff);
    await this.sees(this.words.identity.staffTitle);
    await this.touch(this.words.identity.continue);
    await this.sees(this.words.scan.titleFirst);
  }

  /** Shows the front of a card, and the back where the kiosk asks for it; then the camera waits. */
  async showCard(person: string): Promise<void> {
    const { card, face } = this.words;
    await this.chooseCardWay('glass');
    await this.sees(card.titleFront);
    await this.layOnGlass(`cccd-front-${person}`);
    await this.touch(card.read);
    if ((await this.seesOneOf([card.titleBack, face.title])) === face.title) return;
    await this.layOnGlass(`cccd-back-${person}`);
    await this.touch(card.read);
    await this.sees(face.title);
  }

  /** Consents and chooses how the card is shown. */
  async chooseCardWay(way: 'glass' | 'camera'): Promise<void> {
    const { cardChoice, consent } = this.words;
    await this.touch(consent.face);
    await this.sees(cardChoice.title);
    await this.touch(cardChoice[way]);
  }

  /** Card and live face. */
  async proveIdentity(person: string): Promise<void> {
    await this.standBeforeCamera(person);
    await this.showCard(person);
    await this.passFaceCheck();
    await this.touch(this.words.identity.continue);
    await this.sees(this.words.scan.titleFirst);
  }

  /** From the start of the face check to the match; one more try is allowed, as for any person. */
  async passFaceCheck(): Promise<void> {
    const { face, identity } = this.words;
    await this.touch(face.start);
    if ((await this.seesOneOf([identity.matchTitle, identity.referTitle])) === identity.referTitle) {
      await this.touch(identity.again);
      await this.touch(face.again);
      await this.sees(identity.matchTitle);
    }
  }

  /** Lays a paper on the glass and scans it. */
  async scan(paper: string, isFirst = true): Promise<void> {
    const { scan } = this.words;
    await this.layOnGlass(paper);
    await this.touch(isFirst ? scan.scanPage : scan.scanNext);
  }

  /** All pages are good: has them read and sees what was read. */
  async finishScan(): Promise<void> {
    await this.touch(this.words.scan.finish);
    await this.sees(this.words.review.title);
  }

  /** Confirms what was read, takes a printed copy and the code for the phone, sees the fee and confirms. */
  async confirm(): Promise<void> {
    const { fee, options, review } = this.words;
    await this.touch(review.confirm);
    await this.sees(options.title);
    for (const way of [options.print, options.download]) {
      const toggle = this.choice(way);
      if ((await toggle.getAttribute('aria-pressed')) !== 'true') await toggle.tap();
    }
    await this.touch(options.continue);
    await this.sees(fee.title);
    await this.touch(fee.confirm);
  }

  async layOnGlass(paper: string | null): Promise<void> {
    await this.#simulate('/api/simulator/paper', { onGlass: paper, inFeeder: [] });
  }

  /** Takes a paper into the hand, to be held up when the screen asks for the card. */
  async holdUp(paper: string | null, view = 'clear'): Promise<void> {
    await this.#simulate('/api/simulator/held', { paper, view });
  }

  /** Adds a picture to the papers of the simulator; answers its id. */
  async addPaper(name: string, jpeg: Uint8Array): Promise<string> {
    return this.page.evaluate(
      async ([label, base64]) => {
        const body = Uint8Array.from(atob(base64!), (character) => character.charCodeAt(0));
        const answer = await fetch(`/api/simulator/papers?name=${label}&resolutionDpi=300`, {
          method: 'POST',
          headers: { 'content-type': 'application/octet-stream' },
          body,
        });
        const { papers } = (await answer.json()) as { papers: { id: string; kind: string }[] };
        return papers.findLast(({ kind }) => kind === 'own')!.id;
      },
      [name, Buffer.from(jpeg).toString('base64')],
    );
  }

  async standBeforeCamera(person: string | null, behaviour = 'live'): Promise<void> {
    await this.#simulate('/api/simulator/person', { person, behaviour });
  }

  /** What a phone reads when it is held before the QR on the last screen. */
  async scanQrOnScreen(): Promise<string> {
    const figure = this.page.getByRole('figure');
    await figure.locator('svg, img, canvas').first().waitFor();
    const codes = await readQrCodes(await figure.screenshot());
    const link = codes.map(({ text }) => text).find((text) => text.startsWith('http'));
    if (link === undefined) throw new Error('no link can be read from the QR on the screen');
    return link;
  }

  async leave(): Promise<void> {
    await this.page.context().close();
  }

  async #simulate(path: string, body: unknown): Promise<void> {
    const status = await this.page.evaluate(
      async ([to, json]) => {
        const answer = await fetch(to!, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: json!,
        });
        return answer.status;
      },
      [path, JSON.stringify(body)],
    );
    if (status !== 200) throw new Error(`${path} answered ${status}`);
  }
}
