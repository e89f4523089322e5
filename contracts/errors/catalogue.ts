import { configurationErrors } from './configuration.ts';
import { deliveryErrors } from './delivery.ts';
import { deviceErrors } from './devices.ts';
import { generalErrors } from './general.ts';
import { identityErrors } from './identity.ts';
import { imageErrors } from './images.ts';
import { kioskErrors } from './kiosks.ts';
import { recognitionErrors } from './recognition.ts';
import { renewalErrors } from './renewal.ts';
import { requestErrors } from './requests.ts';
import { sealingErrors } from './sealing.ts';
import { signingErrors } from './signing.ts';
import { staffErrors } from './staff.ts';
import { transparencyErrors } from './transparency.ts';
import { validationErrors } from './validation.ts';
import { verificationErrors } from './verification.ts';

/** Every expected failure of the system: its code, cause, HTTP answer and who can act. */
export const errors = {
  ...generalErrors,
  ...imageErrors,
  ...deviceErrors,
  ...recognitionErrors,
  ...identityErrors,
  ...signingErrors,
  ...sealingErrors,
  ...validationErrors,
  ...requestErrors,
  ...kioskErrors,
  ...deliveryErrors,
  ...verificationErrors,
  ...renewalErrors,
  ...staffErrors,
  ...transparencyErrors,
  ...configurationErrors,
};

export type ErrorCode = keyof typeof errors;
export const errorCodes = Object.keys(errors) as [ErrorCode, ...ErrorCode[]];
