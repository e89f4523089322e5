import type { DocumentRules } from './field-rule.ts';
import * as types from './types/index.ts';

/** Every type with rules of its own; all other documents are of type `other`. */
export const documentRules: readonly DocumentRules[] = Object.values(types);
