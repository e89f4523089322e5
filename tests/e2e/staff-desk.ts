// A member of staff at the console, with a passkey in a virtual authenticator of the browser.
import type { StaffRole } from '@saoy/contracts/endpoint';
import type { RefusalReason } from '@saoy/contracts/refusal-reasons';
import type { Browser, Page } from 'playwright-core';
import { vi } from '../../staff-console/texts/vi.ts';
import { patienceMs } from './patience.ts';
import type { Stage } from './stage.ts';

export class StaffDesk {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /** Opens a console that has no session; passkeys made in it stay in it. */
  static async open(browser: Browser): Promise<StaffDesk> {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    const page = await context.newPage();
    page.setDefaultTimeout(patienceMs);
    const devtools = await context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return new StaffDesk(page);
  }

  /** Uses the one-time link of somebody with that role. */
  static async enrol(stage: Stage, role: StaffRole): Promise<StaffDesk> {
    const link = stage.instance.enrolmentLinks.find(({ roles }) => roles.includes(role));
    if (link === undefined) throw new Error(`nobody is invited as ${role}`);
    const desk = await StaffDesk.open(stage.browser);
    await desk.page.goto(link.url);
    await desk.page.getByText(link.fullName).waitFor();
    await desk.page.getByRole('button', { name: vi.enrol }).click();
    await desk.page.getByRole('navigation').getByText(link.fullName).waitFor();
    return desk;
  }

  async goTo(section: 'queue' | 'kiosks' | 'register' | 'audit' | 'members'): Promise<void> {
    await this.page.getByRole('navigation').getByRole('link', { name: vi[section] }).click();
    await this.page.getByRole('heading', { level: 1, name: vi[section] }).waitFor();
  }

  /** Opens the request that came first into the queue. */
  async openFirstRequest(): Promise<void> {
    await this.goTo('queue');
    await this.page.getByRole('region', { name: vi.queue }).getByRole('listitem').first().click();
    await this.page.getByRole('heading', { level: 3, name: vi.fieldsTitle }).waitFor();
  }

  /**
   * Certifies with the key A. Where the identity was not proven, the box is ticked first and the requester named as
   * their identity paper does.
   */
  async approve(requesterName = 'Trần Văn Người Yêu Cầu'): Promise<void> {
    const identity = this.page.getByRole('checkbox', { name: vi.identityConfirm });
    if (await identity.isVisible()) {
      await identity.check();
      await this.page.getByLabel(vi.requesterName).fill(requesterName);
      await identity.focus();
    }
    await this.page.keyboard.press('a');
    await this.page.getByText(vi.status.issued, { exact: true }).waitFor();
  }

  async refuse(reason: RefusalReason, comment: string): Promise<void> {
    await this.page.keyboard.press('r');
    await this.page.getByRole('radio', { name: new RegExp(`^${reason} `) }).check();
    await this.page.getByRole('textbox').fill(comment);
    await this.page.getByRole('button', { name: vi.confirmRefuse }).click();
    await this.page.getByText(vi.status.refused, { exact: true }).waitFor();
  }

  async leave(): Promise<void> {
    await this.page.context().close();
  }
}
