export interface Setting {
  readonly name: string;
  readonly means: string;
}

/** An argument or option whose value is a number is a positive integer. */
export interface Value extends Setting {
  readonly kind: 'count' | 'text' | 'none';
  /** Nothing else is taken. */
  readonly oneOf?: readonly string[];
}

export interface Benchmark {
  /** One line of the list. */
  readonly summary: string;
  /** What is measured, and against what. */
  readonly measures: string;
  /** Words after the name, in their order; each may be left out. */
  readonly words?: readonly Value[];
  /** Options `--name`; those of kind `none` take no value. */
  readonly options?: readonly Value[];
  readonly environment?: readonly Setting[];
  /** Programs and the like without which a part is left out. */
  readonly needs?: string;
  /** With the usual sample, on two cores without other work. */
  readonly takes: string;
}

const documentsDir: Setting = {
  name: 'SAOY_DOCUMENTS_DIR',
  means:
    'folder of pages with ground truth (manifest.json, img/, quality.json, quality/); ../shared/data/documents-dev. Skipped where it is absent',
};

/** Everything `pnpm bench` can run; each name is a file beside this one. */
export const catalogue: Readonly<Record<string, Benchmark>> = {
  signing: {
    summary: 'author and sign certified copies at PAdES B-LTA, beside pyHanko: time, processor time, memory',
    measures:
      'Authoring and signing a certified copy of two pages with two keys on a SoftHSM token, by turns with pyHanko on the same files, keys and authorities; then sixteen at once in a process of their own.',
    words: [{ name: 'COPIES', kind: 'count', means: 'copies signed by each (40)' }],
    needs: 'softhsm2; pyHanko, which the tests install, for the comparison',
    takes: 'a few minutes',
  },
  verify: {
    summary: 'verify certified copies, beside pyHanko: time, processor time',
    measures:
      'Verifying a signed certified copy of two pages offline, in this process and in a worker, by turns with pyHanko on the same file; and the start of the command.',
    words: [{ name: 'FILES', kind: 'count', means: 'times the file is verified by each (40)' }],
    needs: 'softhsm2; pyHanko, which the tests install, for the comparison',
    takes: 'a few minutes',
  },
  lookup: {
    summary: 'look-ups by QR code among many copies, beside a bare Express route: requests a second, latency',
    measures:
      'Look-ups of random codes over 100 connections among 10 thousand copies and among COPIES, by turns with a bare Express route that answers such a JSON from memory; on PostgreSQL and on the embedded database.',
    words: [
      { name: 'COPIES', kind: 'count', means: 'copies in the larger register (1000000)' },
      { name: 'ROUNDS', kind: 'count', means: 'rounds of 5 s each (5)' },
    ],
    needs: 'postgresql',
    takes: 'about ten minutes, most of it to fill the register',
  },
  log: {
    summary: 'append leaves to the transparency log and wait for their checkpoints: time, processor time',
    measures:
      'What the transparency log adds to the issue of a copy: append a leaf in a transaction, have it covered by a signed checkpoint, read its proof; one after the other, and sixteen at once.',
    words: [{ name: 'LEAVES', kind: 'count', means: 'leaves one after the other (100)' }],
    needs: 'postgresql for the second database',
    takes: 'about two minutes',
  },
  seal: {
    summary: 'the QR code of the longest seal from bad photographs: share read, time to sign and to check',
    measures:
      'How often the QR code of the longest seal is read from drawn photographs of each kind of hardship, promised ones and worse, and what signing and checking a seal cost.',
    words: [{ name: 'PHOTOGRAPHS', kind: 'count', means: 'photographs of each kind (20)' }],
    needs: 'poppler-utils',
    takes: 'a few minutes',
  },
  journey: {
    summary: 'robot visits from the attract screen to the copy in the tray: time of each step, memory, sizes',
    measures:
      'The main job by a robot citizen and a robot certifier on an instance of its own with simulated devices: how long people wait and for what, memory of each process, size of what browsers load.',
    words: [{ name: 'VISITS', kind: 'count', means: 'visits one after the other (20)' }],
    needs: 'chromium for the screens',
    takes: 'about ten minutes',
  },
  card: {
    summary: 'the code of drawn ID cards in hard camera frames and a second of video, beside other readers',
    measures:
      'How often the code of an ID card is read from single hard frames of 1280 × 720 and within a second of video, beside ZXing as it comes; processor time a frame; frames without any code.',
    words: [
      { name: 'CARDS', kind: 'count', means: 'cards drawn, half of each generation (12)' },
      { name: 'SEED', kind: 'text', means: 'other cards and frames for another word (bench)' },
    ],
    takes: 'several minutes',
  },
  flags: {
    summary: 'the six refusal reasons on drawn papers, and false alarms on good ones',
    measures:
      'From the picture to the flag: how many doubtful papers are flagged with the right reason, and how many good ones are flagged at all.',
    options: [
      {
        name: 'papers',
        kind: 'text',
        oneOf: ['tune', 'held'],
        means: 'tune or held: wordings rules were tuned on, or kept for this (held)',
      },
      { name: 'seed', kind: 'text', means: 'other names and numbers for another word' },
      { name: 'again', kind: 'count', means: 'times each paper is drawn (2)' },
      { name: 'only', kind: 'text', means: 'one group of papers, as the report names it' },
      { name: 'keep', kind: 'text', means: 'folder for the pictures drawn' },
    ],
    takes: 'about five minutes',
  },
  recognition: {
    summary:
      'papers with known truth, beside native tesseract: types, fields, calibration, errors, processor time',
    measures:
      'Types, fields, confidence, character errors, page problems and traits against the truth, and processor time a page, side by side with the tesseract program on the same pages and language data.',
    options: [
      { name: 'pages', kind: 'count', means: 'so many pages, spread over the set (all)' },
      {
        name: 'defects',
        kind: 'text',
        means: 'so many pages with defects, 0 for none (as --pages, else all)',
      },
      { name: 'alone', kind: 'none', means: 'without native tesseract' },
    ],
    environment: [documentsDir],
    needs: 'tesseract-ocr for the comparison',
    takes: 'about ten minutes for 36 pages and their defects',
  },
  calibration: {
    summary: 'fits the confidence of fields on papers with known truth and shows how well it holds',
    measures:
      'How often fields of each stated confidence are right, each part of the pages judged by weights fitted on the others.',
    options: [
      { name: 'write', kind: 'none', means: 'put the weights into server/documents/confidence-weights.ts' },
    ],
    environment: [
      {
        name: 'SAOY_DOCUMENTS_DIRS',
        means:
          'folders as SAOY_DOCUMENTS_DIR of bench recognition, separated by commas; ../shared/data/documents-dev',
      },
      { name: 'SAOY_READINGS_DIR', means: 'keeps what was read there between runs (nowhere)' },
    ],
    takes: 'a minute for 36 pages; seconds with kept readings',
  },
  pages: {
    summary: 'page problems found and false alarms, and the time from the last scanned byte to the verdict',
    measures:
      'How many page problems the kiosk finds, how many good pages it calls bad, and how soon after the last scanned byte it knows.',
    options: [{ name: 'pages', kind: 'count', means: 'the first so many pages (all)' }],
    environment: [documentsDir],
    takes: 'about a minute',
  },
  guidance: {
    summary: 'the face screen in Chromium without a GPU: guided frames a second, time from frame to frame',
    measures:
      'How often a second the guidance before the camera answers, in a browser without a GPU before a camera that plays drawn scenes.',
    words: [{ name: 'SECONDS', kind: 'count', means: 'how long is looked (16)' }],
    needs: 'chromium',
    takes: 'about a minute',
  },
  faces: {
    summary: 'pairs of faces, both engines: error rates, thresholds, time a face',
    measures:
      'True acceptance at false acceptance of 1e-2, 1e-3 and 1e-4 with both face engines, the thresholds that follow, faces not found, and time a face.',
    words: [
      { name: 'FOLDER', kind: 'text', means: 'pictures Person_0001.jpg and the list pairs.tsv' },
      { name: 'FACES', kind: 'count', means: 'the first so many pictures (all)' },
    ],
    environment: [
      {
        name: 'SAOY_FACES_DIR',
        means: 'the folder where none is named; ../shared/data/lfw-fold1. Skipped where absent',
      },
    ],
    takes: 'a few minutes',
  },
};
