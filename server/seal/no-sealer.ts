import { fault } from '@saoy/contracts/errors';
import { err } from '@saoy/contracts/result';
import type { Sealer } from './sealer.ts';

const refuse = async () => err(fault('sealing.key-unavailable', 'this process holds no keys'));

/** For a process that only answers HTTP: it verifies and shows, and never signs. */
export const noSealer: Sealer = {
  isReady: async () => false,
  seal: refuse,
  signStatement: refuse,
  publishKeyList: refuse,
  makeKey: refuse,
};
