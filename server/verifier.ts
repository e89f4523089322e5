export { serialiseError } from './serialise-error.ts';
export { type RunningVerifier, startVerifier } from './start-verifier.ts';
export { readVerifierConfig } from './verifier-config.ts';
