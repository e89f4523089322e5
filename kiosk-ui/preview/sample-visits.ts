import { guidanceCodeSchema } from '@saoy/contracts/identity';
import type { ReadField } from '@saoy/contracts/requests/view';
import type { ScannedPage, VisitStatus } from '@saoy/contracts/visit/status';
import { samplePageHeightPx, samplePageWidthPx } from './sample-page.ts';
import { sampleRequest } from './sample-requests.ts';

type NamedVisit = readonly [state: string, visit: VisitStatus];
type Face = Extract<VisitStatus, { screen: 'face' }>;
type Scan = Extract<VisitStatus, { screen: 'scan' }>;

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const face: Face = {
  screen: 'face',
  step: 'starting',
  guidance: 'no-face',
  challenge: null,
  challengesDone: 0,
  challengesTotal: 3,
  progress: 0,
  attemptsLeft: 3,
  isRetry: false,
  isBusy: false,
  holderName: 'NGUYỄN THỊ MAI HƯƠNG',
};
const guiding: Face = { ...face, step: 'guiding', guidance: 'ok', challengesDone: 1, progress: 0.4 };
const chip = { screen: 'chip', step: 'waiting', progress: 0, problem: null } as const;
const card = {
  screen: 'card',
  side: 'front',
  step: 'waiting',
  isCodeRead: false,
  problem: null,
  attempt: 1,
} as const;
const cardCamera = {
  screen: 'card-camera',
  step: 'searching',
  hint: null,
  problem: null,
  since: new Date().toISOString(),
} as const;
/** Long enough before for all that is said after some waiting. */
const longAgo = new Date(Date.now() - 60_000).toISOString();
const identity = {
  screen: 'identity-result',
  doubt: null,
  holderName: 'NGUYỄN THỊ MAI HƯƠNG',
  attemptsLeft: 2,
} as const;

/** Up to the identity. */
export const earlySamples: readonly NamedVisit[] = [
  ['', { screen: 'attract', outOfService: null }],
  ['out', { screen: 'attract', outOfService: 'scanner.unplugged' }],
  ['', { screen: 'language' }],
  ['', { screen: 'service', products: ['certified', 'digital'] }],
  ['', { screen: 'help' }],
  [
    '',
    {
      screen: 'advice',
      product: 'certified',
      lines: [
        {
          vi: 'Giấy tờ đã có trên VNeID: nơi nhận phải tự tra cứu, không đòi bản sao.',
          en: 'Papers in VNeID: the office must look them up and may not ask for a copy.',
        },
        {
          vi: 'Khai sinh, kết hôn, cư trú: cơ quan nhà nước tra trong cơ sở dữ liệu.',
          en: 'Birth, marriage, residence: state offices look into the registers.',
        },
      ],
    },
  ],
  ['', { screen: 'consent', product: 'certified' }],
  ['', { screen: 'card-choice', problem: null }],
  ['no-camera', { screen: 'card-choice', problem: 'camera.unavailable' }],
  ['', cardCamera],
  ['glare', { ...cardCamera, hint: 'glare' }],
  ['no-code', { ...cardCamera, hint: 'no-code', since: longAgo }],
  ['other-code', { ...cardCamera, problem: 'identity.code-not-a-card', since: longAgo }],
  ['checking', { ...cardCamera, step: 'checking' }],
  ['found', { ...cardCamera, step: 'found' }],
  ['', card],
  ['code-read', { ...card, isCodeRead: true }],
  ['other-code', { ...card, problem: 'identity.code-not-a-card', attempt: 2 }],
  ['foreign', { ...card, problem: 'identity.card-of-another-state', attempt: 2 }],
  ['back', { ...card, side: 'back' }],
  ['scanning', { ...card, step: 'scanning' }],
  ['busy', { ...card, step: 'reading', problem: 'identity.busy' }],
  ['problem', { ...card, problem: 'identity.card-unreadable', attempt: 2 }],
  ['', chip],
  ['reading', { ...chip, step: 'reading', progress: 0.45 }],
  ['failed', { ...chip, step: 'failed', problem: 'card-reader.card-removed' }],
  ['', face],
  ['retry', { ...face, isRetry: true, attemptsLeft: 1 }],
  ['busy', { ...face, step: 'guiding', isBusy: true }],
  ['turn-left', { ...guiding, challenge: 'turn-left' }],
  ['turn-right', { ...guiding, challenge: 'turn-right' }],
  ['nod', { ...guiding, challenge: 'nod' }],
  ['blink', { ...guiding, challenge: 'blink' }],
  ['come-closer', { ...guiding, challenge: 'come-closer' }],
  ...guidanceCodeSchema.options
    .filter((code) => code !== 'ok')
    .map((guidance): NamedVisit => [guidance, { ...guiding, guidance }]),
  ['judging', { ...face, step: 'judging', challengesDone: 3 }],
  ['match', { ...identity, outcome: 'match' }],
  ['refer', { ...identity, outcome: 'refer', doubt: 'likeness' }],
  ['refer-movements', { ...identity, outcome: 'refer', doubt: 'movements' }],
  ['refer-portrait', { ...identity, outcome: 'refer', doubt: 'portrait' }],
  ['no-match', { ...identity, outcome: 'no-match' }],
  ['staff', { ...identity, outcome: 'staff' }],
];

const page = (n: number, change: Partial<ScannedPage> = {}): ScannedPage => ({
  id: id(n),
  state: 'good',
  problems: [],
  widthPx: samplePageWidthPx,
  heightPx: samplePageHeightPx,
  ...change,
});
const scan: Scan = {
  screen: 'scan',
  originals: [{ id: id(100), pages: [] }],
  currentId: id(100),
  isScanning: false,
  undo: null,
  maxPages: 20,
  maxOriginals: 5,
};
const crookedAndLit = page(2, {
  state: 'problem',
  problems: [
    { code: 'cut-off', box: [0, 0, 118, samplePageHeightPx] },
    { code: 'glare', box: [700, 500, 620, 380] },
    { code: 'glare', box: [1500, 1900, 420, 500] },
  ],
});
const blurred = page(2, { state: 'problem', problems: [{ code: 'blur', box: [240, 920, 1700, 620] }] });

const field = (
  name: string,
  vi: string,
  en: string,
  value: string,
  line: number,
): ReadField & { isQuestioned: boolean } => ({
  name,
  label: { vi, en },
  value,
  normalised: null,
  confidence: 0.97,
  needsConfirmation: line === 4,
  page: 0,
  box: [270, 930 + line * 190, 1500, 100],
  isQuestioned: line === 5,
});
const fields = [
  field('fullName', 'Họ và tên', 'Full name', 'NGUYỄN MINH AN', 0),
  field('birthDate', 'Ngày sinh', 'Date of birth', '14/03/2019', 1),
  field('gender', 'Giới tính', 'Gender', 'Nam', 2),
  field('birthPlace', 'Nơi sinh', 'Place of birth', 'Bệnh viện Phụ sản Hà Nội', 3),
  field('personalNumber', 'Số định danh', 'Personal number', '001219012345', 4),
  field('motherName', 'Họ tên mẹ', 'Mother', 'TRẦN THỊ LAN', 5),
  field('fatherName', 'Họ tên cha', 'Father', 'NGUYỄN VĂN BÌNH', 6),
];
const title = { vi: 'Giấy khai sinh', en: 'Birth certificate' };
const read = { id: id(100), pages: [page(1), page(2)], type: 'birth-certificate', title, flags: [] };

/** From the first page to the fee. */
export const scanSamples: readonly NamedVisit[] = [
  ['', scan],
  [
    'scanning',
    { ...scan, originals: [{ id: id(100), pages: [page(1, { state: 'scanning' })] }], isScanning: true },
  ],
  ['pages', { ...scan, originals: [{ id: id(100), pages: [page(1), page(2), page(3)] }] }],
  ['problem', { ...scan, originals: [{ id: id(100), pages: [page(1), blurred] }] }],
  ['problems', { ...scan, originals: [{ id: id(100), pages: [page(1), crookedAndLit] }] }],
  [
    'undo',
    {
      ...scan,
      originals: [
        { id: id(100), pages: [page(1), page(2), page(3), page(4)] },
        { id: id(101), pages: [page(5), page(6), page(7), page(8)] },
      ],
      currentId: id(101),
      undo: 'page',
    },
  ],
  [
    'new-original',
    {
      ...scan,
      originals: [
        { id: id(100), pages: [page(1)] },
        { id: id(101), pages: [] },
      ],
      currentId: id(101),
    },
  ],
  ['undo-all', { ...scan, undo: 'page' }],
  [
    '',
    {
      screen: 'reading',
      originals: [
        {
          id: id(100),
          pages: (['read', 'read', 'reading', 'sending', 'waiting'] as const).map((state, i) => ({
            id: id(i + 1),
            state,
            progress: state === 'read' ? 1 : state === 'reading' ? 0.6 : null,
          })),
        },
      ],
      since: new Date(Date.now() - 4000).toISOString(),
    },
  ],
  ['', { screen: 'review', originals: [{ ...read, fields }], currentId: id(100) }],
  [
    'doubtful',
    {
      screen: 'review',
      originals: [
        {
          ...read,
          fields: fields.slice(0, 2),
          flags: [
            {
              code: 'marked-as-copy',
              label: { vi: 'Có thể là bản sao, không phải bản chính', en: 'May be a copy, not the original' },
              reason: null,
              confidence: 0.8,
              page: 0,
              box: null,
            },
          ],
        },
        { ...read, id: id(101), fields: [] },
      ],
      currentId: id(100),
    },
  ],
  ['empty', { screen: 'review', originals: [{ ...read, type: 'other', fields: [] }], currentId: id(100) }],
  [
    '',
    {
      screen: 'options',
      originals: [{ id: id(100), title, pages: 2, copies: 2 }],
      delivery: { print: true, download: true, email: null },
      canPrint: true,
      maxCopies: 20,
    },
  ],
  [
    'several',
    {
      screen: 'options',
      originals: [1, 2, 3, 4].map((n) => ({ id: id(100 + n), title, pages: n, copies: n })),
      delivery: { print: false, download: true, email: 'nguyen.minh.an@gmail.com' },
      canPrint: false,
      maxCopies: 20,
    },
  ],
  [
    '',
    {
      screen: 'fee',
      lines: [
        { title, pages: 2, copies: 2, totalVnd: 8000 },
        {
          title: { vi: 'Bằng tốt nghiệp đại học', en: 'University diploma' },
          pages: 1,
          copies: 3,
          totalVnd: 6000,
        },
      ],
      totalVnd: 14_000,
      isCollected: false,
      basis: 'Thông tư 226/2016/TT-BTC',
    },
  ],
];

/** After the confirmation. */
export const doneSamples = (closesAt: string): readonly NamedVisit[] => [
  ...(['printing', 'printed', 'failed'] as const).map(
    (slip): NamedVisit => [
      slip,
      { screen: 'appointment', at: '2026-11-24T15:00:00+07:00', requests: [sampleRequest('later')], slip },
    ],
  ),
  ['', { screen: 'done', requests: [sampleRequest('delivered')], isOriginalOnGlass: false, closesAt }],
  ['refused', { screen: 'done', requests: [sampleRequest('refused')], isOriginalOnGlass: true, closesAt }],
  [
    'mixed',
    {
      screen: 'done',
      requests: [sampleRequest('later'), sampleRequest('refused')],
      isOriginalOnGlass: true,
      closesAt,
    },
  ],
  ['failed', { screen: 'done', requests: [sampleRequest('failed')], isOriginalOnGlass: false, closesAt }],
  ['', { screen: 'ending' }],
];
