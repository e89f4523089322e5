// One line a type; docs/adding-a-document-type.md shows how to add one.
export { birth } from './birth.ts';
export { business } from './business.ts';
export { cccd } from './cccd.ts';
export { death } from './death.ts';
export { diploma } from './diploma.ts';
export { english } from './english.ts';
export { household } from './household.ts';
export { judgment } from './judgment.ts';
export { land } from './land.ts';
export { marital } from './marital.ts';
export { marriage } from './marriage.ts';
export { transcript } from './transcript.ts';
