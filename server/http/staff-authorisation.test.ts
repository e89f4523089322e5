import { randomUUID } from 'node:crypto';
import type { StaffRole } from '@saoy/contracts/endpoint';
import { buildRequest } from '@saoy/contracts/endpoint-call';
import { staffApi } from '@saoy/contracts/staff-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { StaffRobot } from '../../cli/demo/staff-robot.ts';
import { type ServerUnderTest, startServerUnderTest } from '../testing/running-server.ts';

type EndpointName = keyof typeof staffApi;

let tested: ServerUnderTest;
const robots = new Map<StaffRole, StaffRobot>();

beforeAll(async () => {
  tested = await startServerUnderTest();
  for (const { roles, url } of tested.server.enrolment) {
    const role = roles[0] as StaffRole;
    if (robots.has(role)) continue;
    const robot = new StaffRobot(tested.server.url!);
    await robot.enrol(url);
    robots.set(role, robot);
  }
}, 120_000);
afterAll(() => tested?.close());

const everybody: StaffRole[] = ['administrator', 'auditor', 'certifier', 'supervisor'];

/** Who may call what: written out here, so that a slip in the contract is seen. */
const permitted: Partial<Record<EndpointName, StaffRole[]>> = {
  getSession: everybody,
  listMembers: ['administrator', 'auditor'],
  listNotices: ['administrator', 'supervisor'],
  inviteMember: ['administrator'],
  listKiosks: everybody,
  setKiosk: ['administrator', 'supervisor'],
  listQueue: everybody,
  getRequest: everybody,
  getPage: ['auditor', 'certifier', 'supervisor'],
  getCopyFile: ['auditor', 'certifier', 'supervisor'],
  beginApproval: ['certifier'],
  approve: ['certifier'],
  refuse: ['certifier'],
  listRegister: everybody,
  exportRegister: ['auditor', 'certifier', 'supervisor'],
  annul: ['certifier', 'supervisor'],
  listAudit: ['administrator', 'auditor'],
};

const call = {
  params: { requestId: randomUUID(), sha256: 'a'.repeat(64), kioskId: 'kiosk-9', code: '0000-0000-0000' },
  query: { year: 2026 },
};

/** The code a call is turned away with; null when it gets past the door, whatever the call then meets. */
async function refusalOf(name: EndpointName, robot: StaffRobot | null): Promise<string | null> {
  const endpoint = staffApi[name];
  const caller = robot ?? new StaffRobot(tested.server.url!);
  // An empty body is turned away later than a missing role: what counts is which comes first.
  const body = endpoint.method === 'GET' ? undefined : {};
  try {
    await caller.call(endpoint, { ...call, body } as never);
    return null;
  } catch (error) {
    const { code } = error as { code?: string };
    return code === 'staff.role-missing' || code === 'general.unauthorised' ? code : null;
  }
}

const guarded = (Object.keys(staffApi) as EndpointName[]).filter((name) => staffApi[name].auth === 'staff');

describe('the staff API', () => {
  test('names for every guarded endpoint who may call it', () => {
    const streamsAndSignOut = ['watchKiosks', 'watchQueue', 'signOut'];
    expect(Object.keys(permitted).sort()).toEqual(
      guarded.filter((name) => !streamsAndSignOut.includes(name)).sort(),
    );
  });

  test.each(guarded)('%s is closed to whoever is not signed in', async (name) => {
    const { method, path, headers } = buildRequest(staffApi[name], call as never);
    const response = await fetch(new URL(path, tested.server.url!), { method, headers });
    expect(response.status).toBe(401);
  });

  test.each(Object.entries(permitted) as [EndpointName, StaffRole[]][])(
    '%s opens to %j alone',
    async (name, roles) => {
      for (const role of everybody)
        expect(await refusalOf(name, robots.get(role)!), `${name} as ${role}`).toBe(
          roles.includes(role) ? null : 'staff.role-missing',
        );
    },
  );

  test('a page of another origin can do nothing with our cookie', async () => {
    const { method, path } = buildRequest(staffApi.signOut, {});
    const response = await fetch(new URL(path, tested.server.url!), {
      method,
      headers: { origin: 'https://elsewhere.example' },
    });
    expect(response.status).toBe(403);
  });

  test('an enrolment link works once', async () => {
    const { url } = tested.server.enrolment.find(({ roles }) => roles[0] === 'auditor')!;
    const second = new StaffRobot(tested.server.url!);
    await expect(second.enrol(url)).rejects.toMatchObject({ code: 'staff.link-used' });
  });

  test('an invented enrolment link is refused as a used one', async () => {
    await expect(
      new StaffRobot(tested.server.url!).enrol(`${tested.server.url}/staff/enrol#${'x'.repeat(43)}`),
    ).rejects.toMatchObject({
      code: 'staff.link-used',
    });
  });

  test('signing out ends the session and what it follows', async () => {
    const { member, enrolmentUrl } = await robots.get('administrator')!.call(staffApi.inviteMember, {
      body: { fullName: 'Ngô Thị Thử', roles: ['auditor'], signerName: null },
    });
    const robot = new StaffRobot(tested.server.url!);
    await robot.enrol(enrolmentUrl);
    expect((await robot.call(staffApi.getSession, {})).id).toBe(member.id);
    const queue = await robot.follow(staffApi.watchQueue.path);
    await robot.call(staffApi.signOut, {});
    await expect(robot.call(staffApi.getSession, {})).rejects.toMatchObject({ code: 'general.unauthorised' });
    // The open stream ends with its next event or pulse.
    await queue.ended;
  });
});
