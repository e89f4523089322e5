import type { FaultText, KioskErrorCode } from './fault-text.ts';

const staffComes = 'Please ask staff. You need not start again.';
const scanAgain = 'Please scan this page again.';

export const faultTextsEn: Record<KioskErrorCode, FaultText> = {
  'scanner.no-paper': {
    title: 'No paper in the scanner',
    happened: 'The glass or the feeder is empty.',
    next: 'Lay the paper face down on the glass, then touch Try again.',
  },
  'scanner.jam': {
    title: 'Paper is stuck in the scanner',
    happened: 'A sheet is caught in the feeder.',
    next: 'Please do not pull hard. Staff will take it out unharmed.',
  },
  'scanner.double-feed': {
    title: 'Two sheets went in together',
    happened: 'Two sheets stuck together, so the scanner stopped.',
    next: 'Separate the sheets, lay them in again and touch Try again.',
  },
  'scanner.cover-open': {
    title: 'The scanner lid is open',
    happened: 'The kiosk scans only with the lid closed.',
    next: 'Close the lid gently, then touch Try again.',
  },
  'scanner.busy': {
    title: 'The scanner is busy',
    happened: 'The scanner is not ready yet.',
    next: 'Wait a few seconds, then touch Try again.',
  },
  'scanner.unplugged': {
    title: 'The scanner does not answer',
    happened: 'The kiosk cannot reach its scanner.',
    next: staffComes,
  },
  'scanner.timeout': {
    title: 'Scanning took too long',
    happened: 'The scan did not finish in time.',
    next: 'Touch Try again. If it stays slow, please ask staff.',
  },
  'scanner.garbage': {
    title: 'The scanned picture is damaged',
    happened: 'The scanner returned a picture that cannot be used.',
    next: 'Touch Try again. If it happens again, please ask staff.',
  },
  'scanner.cancelled': {
    title: 'Scanning was stopped',
    happened: 'The last scan was cancelled.',
    next: 'Touch Try again when you are ready.',
  },
  'printer.paper-out': {
    title: 'The printer is out of paper',
    happened: 'The paper tray of the printer is empty.',
    next: 'Staff will refill it. Then the missing sheets are printed.',
  },
  'printer.jam': {
    title: 'Paper is stuck in the printer',
    happened: 'A sheet got caught while printing.',
    next: 'Please do not pull it. Staff will free it, then printing goes on.',
  },
  'printer.cover-open': {
    title: 'A printer door is open',
    happened: 'The printer stopped because its door is open.',
    next: 'Please ask staff to close it.',
  },
  'printer.toner-out': {
    title: 'The printer is out of toner',
    happened: 'The toner of the printer is used up.',
    next: 'Staff will replace it. You can still have the electronic copy.',
  },
  'printer.stopped': {
    title: 'The printer has stopped',
    happened: 'The printer stopped and does not say why.',
    next: staffComes,
  },
  'printer.unplugged': {
    title: 'The printer does not answer',
    happened: 'The kiosk cannot reach its printer.',
    next: staffComes,
  },
  'printer.busy': {
    title: 'The printer is busy',
    happened: 'The printer is doing something else.',
    next: 'Wait a few seconds, then touch Try again.',
  },
  'printer.job-lost': {
    title: 'The printer lost your copy',
    happened: 'The printer no longer holds your print.',
    next: 'Please ask staff. The electronic copy is unharmed.',
  },
  'printer.job-aborted': {
    title: 'The printer gave up',
    happened: 'The printer could not print everything.',
    next: 'Please ask staff. The electronic copy is unharmed.',
  },
  'printer.job-canceled': {
    title: 'The print was cancelled',
    happened: 'Printing was cancelled at the printer.',
    next: 'Please ask staff. The electronic copy is unharmed.',
  },
  'printer.refused': {
    title: 'The printer refused your copy',
    happened: 'The printer does not take this kind of print.',
    next: 'Please ask staff. You can still have the electronic copy.',
  },
  'camera.unavailable': {
    title: 'The camera is not working',
    happened: 'The kiosk receives no picture from its camera.',
    next: 'Staff can confirm you instead; it counts the same.',
  },
  'card-reader.unplugged': {
    title: 'The chip reader is not working',
    happened: 'The kiosk cannot reach its chip reader.',
    next: 'Please skip this step; it counts the same.',
  },
  'card-reader.busy': {
    title: 'The chip reader is busy',
    happened: 'The reader still does something else.',
    next: 'Wait a moment and read again, or skip.',
  },
  'card-reader.no-card': {
    title: 'No card seen',
    happened: 'No card lies on the reader.',
    next: 'Lay the card on the reader and read again.',
  },
  'card-reader.card-removed': {
    title: 'The card was lifted too early',
    happened: 'The chip was not read to its end.',
    next: 'Leave the card on the reader and read again.',
  },
  'card-reader.timeout': {
    title: 'The chip answers too slowly',
    happened: 'The chip was not read to its end.',
    next: 'Move the card a little and read again.',
  },
  'card-reader.not-a-travel-chip': {
    title: 'This card has no identity chip',
    happened: 'No chip of an identity card was seen.',
    next: 'Lay down the card you scanned, or skip.',
  },
  'card-reader.access-denied': {
    title: 'This chip belongs to another card',
    happened: 'What is printed on the scanned card does not open it.',
    next: 'Lay down the card you scanned, or skip.',
  },
  'card-reader.protocol': {
    title: 'The chip could not be read',
    happened: 'The signal of the chip broke off.',
    next: 'Leave the card on the reader and read again.',
  },
  'kiosk.certificate-refused': {
    title: 'This kiosk may not serve yet',
    happened: 'The centre does not recognise this kiosk.',
    next: 'Please use the next kiosk, or go to the desk.',
  },
  'kiosk.not-enrolled': {
    title: 'This kiosk is not registered',
    happened: 'The centre does not have this kiosk on its list.',
    next: 'Please use the next kiosk, or go to the desk.',
  },
  'kiosk.disk-full': {
    title: 'This kiosk has no space left',
    happened: 'There is too little room to keep your pages safe.',
    next: 'Please use the next kiosk. Nothing was scanned.',
  },
  'kiosk.server-unreachable': {
    title: 'No connection to the centre',
    happened: 'The line is interrupted.',
    next: 'The kiosk reconnects and goes on by itself. Wait, or ask staff.',
  },
  'kiosk.origin-refused': {
    title: 'This screen must open again',
    happened: 'The screen no longer belongs to this kiosk.',
    next: 'It opens again by itself. If not, please ask staff.',
  },
  'identity.session-unknown': {
    title: 'Please identify yourself again',
    happened: 'The earlier check has expired.',
    next: 'Scan your card again, or let staff confirm you.',
  },
  'identity.card-unreadable': {
    title: 'The card could not be read',
    happened: 'The code and the picture are not clear enough.',
    next: 'Wipe the card, lay it close to the corner and scan again.',
  },
  'identity.code-not-a-card': {
    title: 'This is not the code of a card',
    happened: 'A square code was read, but not that of an identity card.',
    next: 'Show the square code of your Vietnamese identity card, or let staff confirm you.',
  },
  'identity.card-of-another-state': {
    title: 'This card is of another country',
    happened: 'The kiosk reads Vietnamese identity cards only.',
    next: 'Let staff confirm you with this card; it counts the same.',
  },
  'identity.no-face': {
    title: 'No face seen yet',
    happened: 'There is no face in the picture.',
    next: 'Stand before the camera and look straight at it.',
  },
  'identity.several-faces': {
    title: 'Several people are in view',
    happened: 'The camera sees more than one face.',
    next: 'One person only before the camera, please.',
  },
  'identity.portrait-too-small': {
    title: 'The card picture is too small',
    happened: 'The picture on the card is not clear enough to compare.',
    next: 'Scan the card again, or let staff confirm you.',
  },
  'identity.challenge-failed': {
    title: 'The movement was not seen',
    happened: 'The camera did not see the movement clearly.',
    next: 'Try again slowly, or let staff confirm you.',
  },
  'identity.no-card': {
    title: 'Please scan your card first',
    happened: 'There is no card picture to compare with yet.',
    next: 'Go back and scan the card, or let staff confirm you.',
  },
  'identity.challenge-unfinished': {
    title: 'A movement is still missing',
    happened: 'The camera has not seen all movements yet.',
    next: 'Go on slowly, or let staff confirm you.',
  },
  'identity.no-tries-left': {
    title: 'No attempts are left',
    happened: 'The comparison did not succeed three times.',
    next: 'Staff can confirm you instead; it counts the same.',
  },
  'identity.busy': {
    title: 'The face check is busy',
    happened: 'Several people are being compared right now.',
    next: 'The kiosk tries again by itself in a moment; no try is used up. You may also ask staff.',
  },
  'identity.matcher-unavailable': {
    title: 'Faces cannot be compared now',
    happened: 'The face check does not answer.',
    next: 'Staff can confirm you instead; it counts the same.',
  },
  'recognition.timeout': {
    title: 'Reading took too long',
    happened: 'A page could not be read in time.',
    next: 'Please go on. An officer will look at that page.',
  },
  'recognition.engine-failed': {
    title: 'Your papers could not be read',
    happened: 'The reading part has a problem.',
    next: 'Please go on. An officer will look at the whole page.',
  },
  'signing.certificate-invalid': {
    title: 'Signing is paused',
    happened: 'The signing certificate must be renewed.',
    next: 'Your request is kept. We will send the copy later.',
  },
  'signing.revocation-unknown': {
    title: 'Waiting for the signature check',
    happened: 'The certificate service does not answer yet.',
    next: 'You may wait, or leave and receive it later.',
  },
  'signing.tsa-unavailable': {
    title: 'The time-stamp is late',
    happened: 'The time-stamp service does not answer yet.',
    next: 'We keep trying. You may wait, or leave and receive it later.',
  },
  'signing.tsa-wrong': {
    title: 'The time-stamp is wrong',
    happened: 'The time-stamp received cannot be used.',
    next: 'We keep trying. You may wait, or leave and receive it later.',
  },
  'signing.key-unavailable': {
    title: 'Signing is paused',
    happened: 'The signing device is not ready.',
    next: 'Your request is kept. We will send the copy later.',
  },
  'signing.not-authorised': {
    title: 'Nobody may sign now',
    happened: 'At present no officer is authorised to sign.',
    next: 'Your request is kept. Please ask staff.',
  },
  'signing.self-check-failed': {
    title: 'The copy needs another check',
    happened: 'The copy did not pass the last check.',
    next: 'We never hand out a faulty copy. Please ask staff.',
  },
  'image.unreadable': {
    title: 'The scanned picture is damaged',
    happened: 'The picture just scanned cannot be opened.',
    next: scanAgain,
  },
  'image.too-large': {
    title: 'The scanned picture is too large',
    happened: 'The page is larger than the kiosk takes.',
    next: scanAgain,
  },
  'image.unsupported-depth': {
    title: 'The scanner is set wrongly',
    happened: 'The scanner uses the wrong colour mode.',
    next: staffComes,
  },
  'image.low-resolution': {
    title: 'The picture is not sharp enough',
    happened: 'The text has too few dots to be read.',
    next: scanAgain,
  },
  'request.unknown': {
    title: 'Your request was not found',
    happened: 'The centre does not have your request yet.',
    next: staffComes,
  },
  'request.step-not-allowed': {
    title: 'This step is not possible yet',
    happened: 'The request is at another step.',
    next: 'Wait a moment, then try again.',
  },
  'request.page-digest-mismatch': {
    title: 'A page arrived damaged',
    happened: 'The page received differs from the page scanned.',
    next: 'It is sent again. If that fails, please ask staff.',
  },
  'request.upload-offset': {
    title: 'Sending was interrupted',
    happened: 'The line broke halfway.',
    next: 'Sending goes on by itself. Please wait a moment.',
  },
  'request.pages-missing': {
    title: 'A page is missing',
    happened: 'A page has not reached the centre.',
    next: 'It is being sent again. Please wait a moment.',
  },
  'request.mismatch': {
    title: 'The request number is taken',
    happened: 'Another request has the same number.',
    next: 'Nobody gets another’s copy. Please ask staff.',
  },
  'delivery.link-expired': {
    title: 'The download code has expired',
    happened: 'This code no longer works.',
    next: 'Please ask staff for a new one.',
  },
  'delivery.link-unknown': {
    title: 'The download code is unknown',
    happened: 'No copy belongs to this code.',
    next: staffComes,
  },
  'delivery.mail-failed': {
    title: 'The e-mail was not sent',
    happened: 'The mail server did not take it.',
    next: 'It is sent again. You can also use your phone.',
  },
  'general.invalid-input': {
    title: 'That was not understood',
    happened: 'The last step was not valid.',
    next: 'Please try again.',
  },
  'general.not-found': {
    title: 'Nothing was found',
    happened: 'This is no longer there.',
    next: 'Please go back and try again.',
  },
  'general.conflict': {
    title: 'This step is not possible yet',
    happened: 'The screen was one step behind.',
    next: 'Please try again.',
  },
  'general.unauthorised': {
    title: 'This screen must open again',
    happened: 'The screen no longer belongs to this kiosk.',
    next: 'It opens again by itself. If not, please ask staff.',
  },
  'general.forbidden': {
    title: 'This step is not allowed',
    happened: 'The kiosk has no permission for this.',
    next: staffComes,
  },
  'general.too-many-requests': {
    title: 'Many people are using it',
    happened: 'The centre is busy.',
    next: 'Wait half a minute, then try again.',
  },
  'general.too-large': {
    title: 'The page is too large',
    happened: 'The page is larger than the kiosk takes.',
    next: scanAgain,
  },
  'general.internal': {
    title: 'Something unexpected went wrong',
    happened: 'A part of the kiosk does not work properly.',
    next: staffComes,
  },
  'general.unavailable': {
    title: 'The centre does not answer',
    happened: 'A part of the service is down.',
    next: 'The kiosk keeps trying. Wait, or ask staff.',
  },
};
