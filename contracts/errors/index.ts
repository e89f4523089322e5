export { type ErrorCode, errorCodes, errors } from './catalogue.ts';
export type { Actor, ErrorDefinition } from './definition.ts';
export { type Fault, FaultError, fault } from './fault.ts';
