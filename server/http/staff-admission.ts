import { FaultError } from '@saoy/contracts/errors';
import type { CookieOptions, Request } from 'express';
import type { ServiceContext } from '../service-context.ts';
import { findSession } from '../staff/sessions.ts';
import type { StaffRow } from '../storage/schema.ts';
import type { AnyEndpoint } from './mount.ts';

export const staffCookie = 'saoy_staff';

/** The session cookie: out of reach of scripts, never sent from other sites, over TLS only where there is TLS. */
export const staffCookieOptions = (context: ServiceContext): CookieOptions => ({
  httpOnly: true,
  sameSite: 'strict',
  secure: context.settings.publicUrl.startsWith('https://'),
  path: '/staff',
});

/** The secret in the session cookie; empty without one. */
export function sessionToken(request: Request): string {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${staffCookie}=`))?.slice(staffCookie.length + 1) ?? '';
}

/** Refuses acts that another site's page sends with our cookie. */
export function refuseForeignOrigin(context: ServiceContext, request: Request): void {
  const { origin } = request.headers;
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!isRead && origin !== undefined && origin !== new URL(context.settings.publicUrl).origin)
    throw new FaultError('general.forbidden', 'the page is of another origin');
}

/** Who is signed in, with one of the roles the endpoint asks for. */
export async function admitStaff(
  context: ServiceContext,
  request: Request,
  endpoint: AnyEndpoint,
): Promise<StaffRow> {
  refuseForeignOrigin(context, request);
  const token = sessionToken(request);
  const member = token === '' ? null : await findSession(context, token);
  if (member === null) throw new FaultError('general.unauthorised');
  if (endpoint.roles !== undefined && !endpoint.roles.some((role) => member.roles.includes(role)))
    throw new FaultError('staff.role-missing', `needs ${endpoint.roles.join(' or ')}`);
  return member;
}
