import sharp from 'sharp';
import { authorityAt } from '../../authorities/authority-at.ts';
import { DEVELOPMENT_AUTHORITY } from '../../authorities/development-authority.ts';
import { copyAuthorityOf } from './copy-authority.ts';
import type { CopyInput, PageImage } from './copy-input.ts';

/** Builders for tests of rendering. */
export const ISSUED_AT = new Date('2026-11-21T02:31:05Z');
export const VERIFY_URL = 'https://saoy.example.test/c/7K3M9QPX2RTA';

/** A plain page of the given size in millimetres with one line of text read at its upper left. */
export const pageOf = async (
  widthMm: number,
  heightMm: number,
  changes: Partial<PageImage> = {},
): Promise<PageImage> => {
  const resolutionDpi = 150;
  const px = (millimetres: number) => Math.round((millimetres / 25.4) * resolutionDpi);
  const isTurned = (changes.rotation ?? 0) % 180 !== 0;
  const [widthPx, heightPx] = isTurned ? [px(heightMm), px(widthMm)] : [px(widthMm), px(heightMm)];
  const background = { r: 250, g: 247, b: 238 };
  const jpeg = await sharp({ create: { width: widthPx, height: heightPx, channels: 3, background } })
    .jpeg()
    .toBuffer();
  return {
    jpeg,
    widthPx,
    heightPx,
    resolutionDpi,
    rotation: 0,
    lines: [{ text: 'Họ và tên: NGUYỄN THỊ NGỌC ÁNH', box: [90, 120, 360, 24], confidence: 0.93 }],
    ...changes,
  };
};

const authority = authorityAt(DEVELOPMENT_AUTHORITY, ISSUED_AT);

export const certifiedCopy = (pages: readonly PageImage[]): CopyInput => ({
  product: 'certified',
  code: '7K3M-9QPX-2RTA',
  verifyUrl: VERIFY_URL,
  authority: copyAuthorityOf(authority, 'certified'),
  certifier: { fullName: 'Trần Thị Minh Khuê', titleLines: ['TUQ. CHỦ TỊCH', 'CÔNG CHỨC TƯ PHÁP - HỘ TỊCH'] },
  number: { number: 12, book: '01/2026' },
  issuedAt: ISSUED_AT,
  pages,
  locale: 'vi',
});

export const digitalCopy = (pages: readonly PageImage[]): CopyInput => ({
  ...certifiedCopy(pages),
  product: 'digital',
  authority: copyAuthorityOf(authority, 'digital'),
  certifier: null,
  number: null,
});
