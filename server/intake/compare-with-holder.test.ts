import type { ReadDocument } from '@saoy/contracts/requests/view';
import { describe, expect, it } from 'vitest';
import { typePage } from '../documents/typed-page.ts';
import { compareWithHolder } from './compare-with-holder.ts';
import { describeDocument } from './describe-document.ts';

const today = new Date('2026-11-21T00:00:00Z');
const paper = (name: string): ReadDocument =>
  describeDocument(
    [typePage(['GIẤY KHAI SINH', `Họ, chữ đệm, tên: ${name}`, 'Số định danh cá nhân: 001311012345'])],
    today,
  );
const holder = { name: 'Trần Minh Hoà', number: '001311012345' };
const nameOf = (document: ReadDocument) => document.fields.find(({ name }) => name === 'full_name');

describe('names of an original held against the card', () => {
  it('are left alone where they agree, wherever the tone mark stands', () => {
    const compared = compareWithHolder(paper('TRẦN MINH HÒA'), holder);
    expect(nameOf(compared)?.needsConfirmation).toBe(false);
    expect(compared.flags).toEqual([]);
  });

  it.each(['TRẦN MINH HÓA', 'TRẦN MÍNH HÒA', 'TRẦN MINH HÒAN'])(
    'are to be compared where they nearly agree: %s',
    (name) => {
      expect(nameOf(compareWithHolder(paper(name), holder))?.needsConfirmation).toBe(true);
    },
  );

  it('mean nothing where they are others', () => {
    const other = { ...holder, number: '001085000001' };
    expect(compareWithHolder(paper('LÊ QUỐC BẢO'), other)).toEqual(paper('LÊ QUỐC BẢO'));
  });

  it('are a flag where the number is that of the card', () => {
    const { flags } = compareWithHolder(paper('LÊ QUỐC BẢO'), holder);
    expect(flags).toMatchObject([{ code: 'data-mismatch', reason: '22.1', page: 0 }]);
  });
});
