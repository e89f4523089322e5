export type { NewLeaf } from './append-leaf.ts';
export { createLogSigner, type LogSigner, loadEd25519Key } from './log-key.ts';
export { createFileMemory } from './log-memory.ts';
export { LogPublisher } from './log-publisher.ts';
export { createTransparencyLog, type TransparencyLog } from './transparency-log.ts';
