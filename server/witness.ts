export { loadEd25519Key } from './transparency/log-key.ts';
export { createWitnessServer, WitnessService } from './transparency/witness-server.ts';
