import { FaultError } from '@saoy/contracts/errors';

/** The session is over or never was. */
export const isSignedOut = (error: unknown): boolean =>
  error instanceof FaultError && error.code === 'general.unauthorised';
