import { describe, expect, it } from 'vitest';
import { typePage } from '../documents/typed-page.ts';
import { assembleDocument } from '../recognition/assemble-document.ts';
import type { PageReading } from '../recognition/page-reading.ts';

const today = new Date('2026-11-21T00:00:00Z');
const diploma = ['BẰNG TỐT NGHIỆP ĐẠI HỌC', 'Cho: Lê Minh Đức'];

const flagsOf = (page: PageReading) =>
  assembleDocument([page], today).flags.map(({ code, reason, confidence }) => ({ code, reason, confidence }));
const stampOf = (text: string) => typePage([text]).lines;

describe('flags about an original', () => {
  it('raises none for a sealed original', () => {
    expect(flagsOf(typePage(diploma))).toEqual([]);
  });

  it('asks for the seal on everything but cards', () => {
    const traits = { ...typePage([]).traits, redSeal: false, redSealBoxes: [] };
    expect(flagsOf(typePage(diploma, { traits }))).toMatchObject([{ code: 'no-seal', reason: '22.6' }]);
    expect(flagsOf(typePage(['CĂN CƯỚC CÔNG DÂN'], { traits }))).toEqual([]);
  });

  it('asks nothing of an empty sheet, and for the seal on the last page that is printed', () => {
    const traits = { ...typePage([]).traits, redSeal: false, redSealBoxes: [] };
    const blank = typePage([], { traits, problems: [{ code: 'blank', box: [0, 0, 2480, 3508] }] });
    expect(flagsOf(blank)).toEqual([]);
    const { flags } = assembleDocument([typePage(diploma, { traits }), blank], today);
    expect(flags).toMatchObject([{ code: 'no-seal', page: 1 }]);
  });

  it.each(['SAO Y BẢN CHÍNH', 'BẢN SAO', 'CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH'])(
    'sees the stamp %s',
    (text) => {
      const [flag] = flagsOf(typePage(diploma, { stamps: stampOf(text) }));
      expect(flag?.code).toBe('marked-as-copy');
      expect(flag?.confidence).toBeGreaterThanOrEqual(0.9);
    },
  );

  it('doubts that (BẢN SAO) below the title of an extract means a copy', () => {
    const [flag] = flagsOf(typePage(['TRÍCH LỤC KHAI TỬ', '(BẢN SAO)']));
    expect(flag?.code).toBe('marked-as-copy');
    expect(flag?.confidence).toBeLessThan(0.5);
  });

  it.each(['BẢN SAO', '(BẢN SAO)'])('doubts that %s at the title of an extract means a copy', (mark) => {
    expect(flagsOf(typePage([mark, 'TRÍCH LỤC KHAI SINH']))).toMatchObject([{ confidence: 0.3 }]);
    expect(flagsOf(typePage(['BẢN SAO TRÍCH LỤC KHAI SINH']))).toEqual([]);
  });

  it('does not take the stamp of a certified signature for one of a copy', () => {
    expect(flagsOf(typePage(diploma, { stamps: stampOf('CHỨNG THỰC CHỮ KÝ') }))).toEqual([]);
  });

  it.each(['TAI LIỆU MẬT', 'TÀI LIỆU MÂT', 'TOI MẬT', 'MAT'])(
    'knows the secrecy stamp although the reader lost marks: %s',
    (text) => {
      const [flag] = flagsOf(typePage(diploma, { stamps: stampOf(text) }));
      expect(flag?.code).toBe('secrecy-mark');
      expect(flag?.confidence).toBeGreaterThanOrEqual(0.7);
    },
  );

  it('knows the line that names the degree of secrecy, whatever follows on it', () => {
    expect(flagsOf(typePage([...diploma, 'Độ mật: Tối mật   Bản số: 03']))).toMatchObject([
      { code: 'secrecy-mark', confidence: 0.7 },
    ]);
    expect(flagsOf(typePage([...diploma, 'Độ mật: không']))).toEqual([]);
  });

  it.each(['MẬT', 'TỐI MẬT', 'TUYỆT MẬT'])('sees the secrecy mark %s as stamp and as line', (text) => {
    expect(flagsOf(typePage(diploma, { stamps: stampOf(text) }))).toMatchObject([{ reason: '22.3' }]);
    expect(flagsOf(typePage([...diploma, text]))).toMatchObject([{ reason: '22.3' }]);
  });

  it.each(['ĐỘ MẬT: TUYỆT MẬT', 'TÀI LIỆU MẬT', 'Văn bản MẬT'])('knows what announces a mark: %s', (text) => {
    const flags = flagsOf(typePage([...diploma, text]));
    expect(flags.map(({ code }) => code)).toEqual(text === 'Văn bản MẬT' ? [] : ['secrecy-mark']);
  });

  it('doubts that a seal is missing where all ink has paled', () => {
    const traits = { ...typePage([]).traits, redSeal: false, redSealBoxes: [], faded: true };
    const missing = flagsOf(typePage(diploma, { traits })).find(({ code }) => code === 'no-seal');
    expect(missing?.confidence).toBeLessThan(0.5);
  });

  it.each([
    'Mật khẩu: 1234',
    'Nuôi ong lấy mật',
    'BÍ MẬT GIA ĐÌNH',
    'MẶT SAU',
    'Mất giấy tờ',
    'TÀI LIỆU MẤT',
    'MẶT',
  ])('does not take "%s" for a secrecy mark', (text) => {
    expect(flagsOf(typePage([...diploma, text]))).toEqual([]);
  });

  it('says when a card has expired, on the day after', () => {
    const card = (date: string) => typePage(['CĂN CƯỚC CÔNG DÂN', `Có giá trị đến: ${date}`]);
    expect(flagsOf(card('20/11/2026'))).toMatchObject([{ code: 'expired', reason: null }]);
    expect(flagsOf(card('21/11/2026'))).toEqual([]);
  });

  it('passes on what the pixels show: copy, erasure, unreadable page', () => {
    const { traits } = typePage([]);
    const page = typePage(diploma, {
      traits: { ...traits, blackAndWhite: true, erasure: true, erasureBoxes: [[10, 20, 300, 60]] },
      problems: [{ code: 'blur', box: [0, 0, 2480, 3508] }],
      confidence: 0.5,
    });
    expect(flagsOf(page).map((flag) => [flag.code, flag.reason])).toEqual([
      ['unreadable-page', '22.2'],
      ['black-and-white-copy', null],
      ['erasure', '22.1'],
    ]);
  });

  it('asks whether a torn or faded page can still be made out', () => {
    const { traits } = typePage([]);
    const damaged = {
      ...traits,
      torn: true,
      tornBoxes: [[0, 0, 300, 400]] as [[number, number, number, number]],
      faded: true,
    };
    expect(flagsOf(typePage(diploma, { traits: damaged }))).toMatchObject([
      { code: 'torn', reason: '22.2' },
      { code: 'faded', reason: '22.2' },
    ]);
  });

  it('names where something was written over, and where a stain hides text', () => {
    const place: [number, number, number, number] = [400, 900, 60, 50];
    const traits = {
      ...typePage([]).traits,
      overwriting: true,
      overwritingBoxes: [place],
      stained: true,
      stainBoxes: [place],
    };
    expect(assembleDocument([typePage(diploma, { traits })], today).flags).toMatchObject([
      { code: 'stained', reason: '22.2', page: 1, box: place },
      { code: 'overwriting', reason: '22.1', page: 1, box: place },
    ]);
  });
});
