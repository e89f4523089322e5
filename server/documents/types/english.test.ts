import { describe, expect, it } from 'vitest';
import { readTyped } from '../read-typed.ts';

describe('english', () => {
  it.each([
    [
      'CERTIFICATE OF ENGLISH PROFICIENCY',
      ['This is to certify that', 'Le Minh Duc'],
      'Certificate number',
      'Date of issue',
    ],
    ['ENGLISH PROFICIENCY CERTIFICATE', ['Awarded to: Le Minh Duc'], 'Certificate No.', 'Issued on'],
    [
      'CERTIFICATE OF ENGLISH LANGUAGE COMPETENCE',
      ['Name of candidate: Le Minh Duc'],
      'Serial number',
      'Issue date',
    ],
    ['CERTIFICATE IN ENGLISH', ['This certifies that', 'LE MINH DUC'], 'Reference number', 'Date issued'],
  ])('reads a %s', (title, name, number, date) => {
    const { type, values } = readTyped([
      'FOREIGN LANGUAGE CENTRE',
      title,
      ...name,
      'Date of birth: 13 December 1999',
      `${number}: ENC-1234-56789`,
      `${date}: 2 June 2024`,
    ]);
    expect(type).toBe('english');
    expect(values).toEqual({
      full_name: title === 'CERTIFICATE IN ENGLISH' ? 'LE MINH DUC' : 'Le Minh Duc',
      date_of_birth: '13 December 1999',
      number: 'ENC-1234-56789',
      issue_date: '2 June 2024',
    });
  });
});
