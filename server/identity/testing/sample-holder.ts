import type { CardHolder } from '@saoy/contracts/identity';

/** A woman of the 1900s whose number, sex and birth agree. */
export const sampleHolder: CardHolder = {
  number: '001199012345',
  formerNumber: null,
  fullName: 'Nguyễn Thị Mẫu',
  dateOfBirth: '1999-01-02',
  gender: 'Nữ',
  residence: 'Hà Nội',
  issueDate: '2021-05-10',
  extra: [],
};
