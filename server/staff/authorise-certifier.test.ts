import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorisedCertifier } from '../decisions/signing-authorisation.ts';
import { audit } from '../storage/schema.ts';
import { openTestService, type TestService } from '../testing/service-context.ts';
import { authoriseCertifier, withdrawAuthorisation } from './authorise-certifier.ts';
import { inviteMember } from './members.ts';

let service: TestService;
beforeAll(async () => {
  service = await openTestService();
});
afterAll(() => service.close());

const add = async (role: 'certifier' | 'auditor') => {
  const person = { fullName: 'Lê Thị Thử', roles: [role], signerName: null, invitedBy: null };
  return (await inviteMember(service.context, person)).member.id;
};
const decisionFor = (staffId: string) => ({
  staffId,
  signerName: 'certifier-7',
  basis: 'authorised' as const,
  decisionNumber: '07/QĐ-UBND',
  decisionDate: '2026-11-01',
  validFrom: new Date('2026-11-01T00:00:00+07:00'),
  validUntil: null,
  products: ['certified' as const],
  titleLines: ['TUQ. CHỦ TỊCH'],
});
const mayCertify = async (staffId: string, product: 'certified' | 'digital') => {
  const { context } = service;
  const at = context.now();
  const question = { staffId, product, authority: context.authorityAt(at).id, at };
  return (await authorisedCertifier(context.database.db, question)) !== null;
};

describe('a signing authorisation', () => {
  it('lets a certifier certify what it covers until it is withdrawn, and is audited', async () => {
    const staffId = await add('certifier');
    expect(await mayCertify(staffId, 'certified')).toBe(false);
    const id = await authoriseCertifier(service.context, decisionFor(staffId));
    expect(await mayCertify(staffId, 'certified')).toBe(true);
    expect(await mayCertify(staffId, 'digital')).toBe(false);
    await withdrawAuthorisation(service.context, id);
    expect(await mayCertify(staffId, 'certified')).toBe(false);
    await expect(withdrawAuthorisation(service.context, id)).rejects.toMatchObject({
      code: 'general.not-found',
    });
    const codes = (await service.context.database.db.select().from(audit)).map(({ code }) => code);
    expect(codes.filter((code) => code.startsWith('staff.'))).toEqual([
      'staff.invited',
      'staff.authorised',
      'staff.authorisation-withdrawn',
    ]);
  });

  it('is for certifiers alone', async () => {
    const [fullName, signerName, invitedBy] = ['Lê Thị Thử', 'certifier-7', null];
    await expect(
      inviteMember(service.context, { fullName, roles: ['auditor'], signerName, invitedBy }),
    ).rejects.toMatchObject({ code: 'general.invalid-input' });
    const staffId = await add('auditor');
    await expect(authoriseCertifier(service.context, decisionFor(staffId))).rejects.toMatchObject({
      code: 'general.not-found',
    });
  });
});
