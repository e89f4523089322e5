import { createHash, randomUUID } from 'node:crypto';
import type { Product } from '@saoy/contracts/ids';
import { ok } from '@saoy/contracts/result';
import sharp from 'sharp';
import { approveRequest, beginApproval } from '../decisions/approve-request.ts';
import { decideByPolicy } from '../decisions/decide-by-policy.ts';
import { quoteFee } from '../fees/quote-fee.ts';
import { orThrow } from '../http/or-throw.ts';
import { readPage } from '../intake/read-page.ts';
import { receivePage } from '../intake/receive-page.ts';
import type { PageReading } from '../recognition/page-reading.ts';
import { confirmRequest } from '../requests/confirm-request.ts';
import { createRequest } from '../requests/create-request.ts';
import type { ServiceContext } from '../service-context.ts';
import { identityOutcomes, signingAuthorisations, staff } from '../storage/schema.ts';
import { certifierAssertion } from './certifier-passkey.ts';

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A small page of its own colour at 300 dpi. */
export async function drawPage(shade: number): Promise<Uint8Array> {
  const background = { r: 255, g: shade % 256, b: (shade >> 8) % 256 };
  const image = sharp({ create: { width: 300, height: 420, channels: 3, background } });
  return new Uint8Array(await image.withMetadata({ density: 300 }).jpeg().toBuffer());
}

/** A reader that finds one line on every page. */
export const plainReader = {
  readPage: async () => {
    const box: [number, number, number, number] = [20, 20, 100, 20];
    const line = { text: 'GIẤY KHAI SINH', confidence: 0.99, box, words: [] };
    const traits = {
      redSeal: true,
      redSealBoxes: [],
      signature: true,
      signatureBoxes: [],
      blackAndWhite: false,
      erasure: false,
      erasureBoxes: [],
    };
    return ok({
      width: 300,
      height: 420,
      resolutionDpi: 300,
      rotation: 0,
      skewDegrees: 0,
      problems: [],
      traits,
      upright: { width: 300, height: 420, resolutionDpi: 300, toInput: [1, 0, 0, 1, 0, 0] },
      language: 'vie',
      lines: [line],
      stamps: [],
      text: line.text,
      confidence: 0.99,
    } as unknown as PageReading);
  },
};

export interface DrivenRequest {
  readonly requestId: string;
  readonly kioskId: string;
  readonly visitId: string;
  readonly pages: string[];
}

/** A draft with its pages received and read. */
export async function draftRequest(
  context: ServiceContext,
  options: { product: Product; kioskId?: string; shades?: number[] },
): Promise<DrivenRequest> {
  const { product, kioskId = 'kiosk-1', shades = [7] } = options;
  const requestId = randomUUID();
  const visitId = randomUUID();
  orThrow(await createRequest(context, { requestId, kioskId, visitId, product, language: 'vi' }));
  const pages: string[] = [];
  for (const shade of shades) {
    const bytes = await drawPage(shade);
    const sha256 = sha256Of(bytes);
    const chunk = { requestId, kioskId, sha256, offset: 0, total: bytes.length, bytes };
    orThrow(await receivePage(context, chunk));
    await readPage(context, plainReader, { data: { requestId, sha256 }, attempt: 0, isLastAttempt: false });
    pages.push(sha256);
  }
  return { requestId, kioskId, visitId, pages };
}

/** Confirms a draft for a person whose live face matched the card. */
export async function confirmDraft(
  context: ServiceContext,
  request: DrivenRequest,
  product: Product,
): Promise<void> {
  const { requestId, kioskId, visitId, pages } = request;
  const sessionId = randomUUID();
  const evidence = {
    method: 'face' as const,
    decision: 'match' as const,
    similarity: 0.9,
    model: 'test',
    isLivenessPassed: true,
    holderName: 'Nguyễn Văn An',
    holderNumber: '001099000001',
    flags: [],
    checkedAt: context.now().toISOString(),
  };
  await context.database.db
    .insert(identityOutcomes)
    .values({ sessionId, kioskId, visitId, evidence, decidedAt: context.now() });
  const fee = quoteFee(context, { product, originalPages: pages.length, copies: 1, at: context.now() });
  orThrow(
    await confirmRequest(context, {
      requestId,
      kioskId,
      confirmation: {
        pages,
        copies: 1,
        delivery: { print: true, download: true, email: null },
        identity: evidence,
        identitySessionId: sessionId,
        questionedFields: [],
        shownTotalVnd: fee.totalVnd,
      },
    }),
  );
}

/** A certifier with an authorisation in force; answers their staff id. */
export async function addCertifier(context: ServiceContext, signerName = 'certifier-1'): Promise<string> {
  const id = randomUUID();
  const { db } = context.database;
  await db.insert(staff).values({
    id,
    fullName: 'Nguyễn Thị Minh Hà',
    roles: ['certifier'],
    signerName,
    createdAt: context.now(),
  });
  await db.insert(signingAuthorisations).values({
    id: randomUUID(),
    staffId: id,
    authority: context.authorityAt(context.now()).id,
    basis: 'assigned',
    decisionNumber: '01/QĐ-UBND',
    decisionDate: '2025-11-01',
    validFrom: new Date('2025-11-01T00:00:00Z'),
    validUntil: null,
    products: ['certified', 'digital'],
    titleLines: ['KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'],
  });
  return id;
}

/** A request that is approved and waits for its number: a digital copy by policy, a certified one by a certifier. */
export async function approvedRequest(
  context: ServiceContext,
  options: { product: Product; kioskId?: string; shades?: number[]; certifierId?: string },
): Promise<DrivenRequest> {
  const request = await draftRequest(context, options);
  await confirmDraft(context, request, options.product);
  const { requestId } = request;
  if (options.product === 'digital') {
    await decideByPolicy(context, requestId);
    return request;
  }
  const staffId = options.certifierId ?? (await addCertifier(context));
  const begun = orThrow(
    await beginApproval(context, { requestId, staffId, isIdentityConfirmed: true, requesterName: null }),
  );
  const checkAssertion = (challenge: string) => certifierAssertion(context, staffId, challenge);
  orThrow(
    await approveRequest(context, { requestId, staffId, approvalId: begun.approvalId, checkAssertion }),
  );
  return request;
}
