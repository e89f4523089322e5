import { createHash } from 'node:crypto';
import { FaultError, fault } from '@saoy/contracts/errors';
import type { Language } from '@saoy/contracts/ids';
import { err, ok, type Result } from '@saoy/contracts/result';
import { readingsOf } from '../intake/document-of.ts';
import type { LoadedRequest } from '../requests/load-request.ts';
import type { ServiceContext } from '../service-context.ts';
import type { CopyRow, PageRow } from '../storage/schema.ts';
import { copyPage } from './copy-pages.ts';
import type { CopySigner } from './copy-signer.ts';
import { checkCodeOf } from './number-copy.ts';
import { copyAuthorityOf } from './rendering/copy-authority.ts';
import type { CopyCertifier, PageImage } from './rendering/copy-input.ts';
import { renderCopy } from './rendering/render-copy.ts';
import { renderPrint } from './rendering/render-print.ts';

/** A copy ready to be released: signed and checked, not yet stored. */
export interface ProducedCopy {
  readonly pdf: Uint8Array;
  readonly sha256: string;
  /** SHA-256 of the seal in its QR code. */
  readonly sealSha256: string;
  /** The file for paper; null when none was asked for. */
  readonly print: Uint8Array | null;
  readonly images: readonly (PageImage & { readonly row: PageRow })[];
}

/** Renders and signs a numbered copy; the signer checks the finished file. Nothing of it is kept when this fails. */
export async function produceCopy(
  context: ServiceContext,
  signer: CopySigner,
  loaded: LoadedRequest & { readonly copy: CopyRow },
  options: { readonly isPrinted: boolean },
): Promise<Result<ProducedCopy>> {
  const { copy, row } = loaded;
  const images = await loadImages(context, loaded.pages);
  if (images === null) return err(fault('request.pages-missing'));
  const authority = context.authorityAt(copy.issuedAt);
  const seal = await context.sealer.seal({
    code: copy.code,
    product: copy.product,
    documentType: copy.documentType,
    holderMasked: copy.holderMasked,
    issuedAt: copy.issuedAt,
    authority: copy.authority,
    jpegs: images.map(({ jpeg }) => jpeg),
  });
  if (!seal.ok) return seal;
  const common = {
    code: copy.code,
    verifyUrl: seal.value.url,
    issuedAt: copy.issuedAt,
    pages: images,
    locale: row.language as Language,
  };
  const shown = copyAuthorityOf(authority, copy.product);
  const rendered = await renderCopy(
    copy.product === 'certified'
      ? {
          ...common,
          product: 'certified',
          authority: shown,
          certifier: certifierOf(copy),
          number: { number: copy.number, book: copy.book },
        }
      : { ...common, product: 'digital', authority: shown, certifier: null, number: null },
  );
  const signed = await signer.sign({
    pdf: rendered,
    requestId: row.id,
    product: copy.product,
    pageDigests: images.map(({ jpeg }) => createHash('sha256').update(jpeg).digest('hex')),
  });
  if (!signed.ok) return signed;
  const { pdf, warnings } = signed.value;
  for (const warning of warnings) context.log.warn({ requestId: row.id, warning }, 'signing warning');
  const print = options.isPrinted
    ? await renderPrint({ ...common, authority: shown, checkCode: checkCodeOf(context.secrets, row.id) })
    : null;
  const sha256 = createHash('sha256').update(pdf).digest('hex');
  return ok({ pdf, sha256, sealSha256: seal.value.sha256, print, images });
}

async function loadImages(
  context: ServiceContext,
  pages: readonly PageRow[],
): Promise<(PageImage & { row: PageRow })[] | null> {
  const readings = await readingsOf(context, pages);
  if (readings === null) return null;
  const images: (PageImage & { row: PageRow })[] = [];
  for (const [i, row] of pages.entries()) {
    const jpeg = row.imageKey === null ? null : await context.objects.get(row.imageKey);
    if (jpeg === null) return null;
    images.push({ ...copyPage(row, jpeg, readings[i] ?? null), row });
  }
  return images;
}

/** The certifier as recorded with the number. */
function certifierOf(copy: CopyRow): CopyCertifier {
  if (copy.certifierName === null) throw new FaultError('signing.not-authorised', 'no certifier is recorded');
  return { fullName: copy.certifierName, titleLines: copy.certifierTitle?.split('\n') ?? [] };
}
