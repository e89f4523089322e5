import type { DocumentRules } from './field-rule.ts';
import { birth } from './types/birth.ts';
import { business } from './types/business.ts';
import { cccd } from './types/cccd.ts';
import { death } from './types/death.ts';
import { diploma } from './types/diploma.ts';
import { english } from './types/english.ts';
import { household } from './types/household.ts';
import { judgment } from './types/judgment.ts';
import { land } from './types/land.ts';
import { marital } from './types/marital.ts';
import { marriage } from './types/marriage.ts';
import { transcript } from './types/transcript.ts';

/** Every type with rules of its own; all other documents are of type `other`. */
export const documentRules: readonly DocumentRules[] = [
  birth,
  marriage,
  diploma,
  cccd,
  household,
  business,
  judgment,
  land,
  transcript,
  marital,
  english,
  death,
];
