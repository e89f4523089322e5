import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SoftwarePasskey } from '../../cli/demo/software-passkey.ts';
import { passkeys } from '../storage/schema.ts';
import { openTestService, type TestService } from '../testing/service-context.ts';
import { completeEnrolment, openEnrolment, renewEnrolmentLink } from './enrolment.ts';
import { inviteMember } from './members.ts';

let service: TestService;
beforeAll(async () => {
  service = await openTestService();
});
afterAll(() => service.close());

const invite = async (fullName: string) => {
  const { member, enrolmentUrl } = await inviteMember(service.context, {
    fullName,
    roles: ['auditor'],
    signerName: null,
    invitedBy: null,
  });
  return { staffId: member.id, token: tokenOf(enrolmentUrl) };
};
const tokenOf = (url: string): string => new URL(url).hash.slice(1);

async function enrol(token: string, passkey: SoftwarePasskey): Promise<void> {
  const { options } = await openEnrolment(service.context, token);
  await completeEnrolment(service.context, { token, credential: passkey.create(options as never) });
}

const newPasskey = (): SoftwarePasskey => new SoftwarePasskey(service.context.settings.publicUrl);

describe('an enrolment link', () => {
  it('opens once', async () => {
    const { token } = await invite('Người Thứ Nhất');
    await enrol(token, newPasskey());
    await expect(enrol(token, newPasskey())).rejects.toMatchObject({ code: 'staff.link-used' });
  });

  it('is not used up when the passkey is not stored', async () => {
    const [first, second] = [await invite('Người Thứ Hai'), await invite('Người Thứ Ba')];
    const passkey = newPasskey();
    await enrol(first.token, passkey);
    await expect(enrol(second.token, passkey)).rejects.toThrow();
    await enrol(second.token, newPasskey());
    const stored = await service.context.database.db.select().from(passkeys);
    expect(stored.filter(({ staffId }) => staffId === second.staffId)).toHaveLength(1);
  });

  it('that is renewed closes the one that was lost', async () => {
    const { staffId, token } = await invite('Người Thứ Tư');
    const { enrolmentUrl } = await renewEnrolmentLink(service.context, staffId);
    await expect(openEnrolment(service.context, token)).rejects.toMatchObject({ code: 'staff.link-used' });
    await enrol(tokenOf(enrolmentUrl), newPasskey());
  });

  it('is refused for nobody', async () => {
    await expect(renewEnrolmentLink(service.context, randomUUID())).rejects.toMatchObject({
      code: 'general.not-found',
    });
  });
});
