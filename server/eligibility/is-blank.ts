import type { PageReading } from '../recognition/page-reading.ts';

/** Nothing is printed on the page: the back of a sheet, or a sheet laid the wrong way round. */
export const isBlank = (page: PageReading): boolean => page.problems.some(({ code }) => code === 'blank');
