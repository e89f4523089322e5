import type { ReadDocument } from '@saoy/contracts/requests/view';
import type { PageReading } from '../recognition/page-reading.ts';
import type { ServiceContext } from '../service-context.ts';
import type { PageRow } from '../storage/schema.ts';

/** Readings of the pages in order, null for a page that could not be read; null when they were erased. */
export async function readingsOf(
  context: Pick<ServiceContext, 'objects'>,
  pages: readonly PageRow[],
): Promise<(PageReading | null)[] | null> {
  const readings: (PageReading | null)[] = [];
  for (const page of pages) {
    if (page.imageKey === null) return null;
    const bytes = page.readingKey === null ? null : await context.objects.get(page.readingKey);
    if (page.state === 'read' && bytes === null) return null;
    readings.push(bytes === null ? null : (JSON.parse(Buffer.from(bytes).toString('utf8')) as PageReading));
  }
  return readings;
}

/** The document that the pages make; null while one of them is being read, and after they were erased. */
export async function documentOf(
  context: Pick<ServiceContext, 'objects' | 'assembleDocument'>,
  pages: readonly PageRow[],
): Promise<ReadDocument | null> {
  if (pages.length === 0 || pages.some(({ state }) => state === 'reading')) return null;
  const readings = await readingsOf(context, pages);
  return readings === null ? null : context.assembleDocument(readings);
}
