import type { CardHolder, CardReading } from '@saoy/contracts/identity';

export const sampleHolder: CardHolder = {
  number: '001199012345',
  formerNumber: null,
  fullName: 'Nguyễn Thị Mẫu',
  dateOfBirth: '1999-01-02',
  gender: 'Nữ',
  residence: '',
  issueDate: '2024-05-10',
  extra: [],
};

export const sampleChipKeys = [
  { documentNumber: '199012345', dateOfBirth: '990102', dateOfExpiry: '390102' },
];

/** A card of which everything was read. */
export const sampleReading: CardReading = {
  holder: sampleHolder,
  chipKeys: sampleChipKeys,
  isPortraitFound: true,
  portraitEyeDistancePx: 90,
  flags: [],
};
