/** Every auditable act: what it means. Details never hold personal data beyond ids. */
export const auditCatalogue = {
  'staff.enrolled': 'A staff member registered a passkey through a one-time link.',
  'staff.signed-in': 'A staff member signed in.',
  'staff.sign-in-refused': 'A sign-in was refused.',
  'staff.signed-out': 'A staff member signed out.',
  'staff.invited': 'An administrator added a staff member.',
  'staff.authorised': 'The operator entered the decision by which a person may certify.',
  'staff.authorisation-withdrawn': 'The operator ended the right of a person to certify.',
  'members.viewed': 'The list of staff members was opened.',
  'queue.viewed': 'The list of undecided requests was opened.',
  'request.viewed': 'A request was opened.',
  'request.page-viewed': 'A page image was opened.',
  'request.copy-viewed': 'An issued copy was opened by staff.',
  'request.approval-begun': 'A certifier asked for the challenge of an approval.',
  'request.approved': 'A certifier approved a request.',
  'request.refused': 'A certifier refused a request.',
  'request.policy-decided': 'Policy approved a digital copy without doubt.',
  'key.used':
    'A signing key was given one thing to sign under a single-request authorisation; recorded before it signs.',
  'key.failed': 'A recorded use of a signing key gave no signature.',
  'key.refused': 'A signature was refused before the key was used.',
  'register.viewed': 'The register was opened.',
  'register.exported': 'The register was exported.',
  'copy.annulled': 'A copy was annulled.',
  'copy.renewed': 'The archive time-stamp of a copy was renewed.',
  'copy.renewal-failed': 'The archive time-stamp of a copy could not be renewed.',
  'copy.pages-shown': 'Page images were shown to a holder of the paper by check code.',
  'copy.check-code-refused': 'A wrong check code was entered.',
  'kiosks.viewed': 'The list of kiosks was opened.',
  'kiosk.refused': 'A kiosk connection was refused.',
  'kiosk.enabled': 'A kiosk was enabled.',
  'kiosk.disabled': 'A kiosk was disabled.',
  'audit.viewed': 'The audit trail was opened.',
} as const;

export type AuditCode = keyof typeof auditCatalogue;
export const auditCodes = Object.keys(auditCatalogue) as [AuditCode, ...AuditCode[]];
