import type { Fee } from '@saoy/contracts/requests/confirmation';
import { vietnamDay } from '../calendar/vietnam-time.ts';
import type { FeeChannel, FeeTable } from './fee-table.ts';

export interface FeeQuestion {
  /** Pages of the original, each side with content counted once. */
  readonly originalPages: number;
  readonly copies: number;
  /** When the fee is due; a table that is not yet in force then is refused. */
  readonly at: Date;
  readonly channel: FeeChannel;
  readonly table: FeeTable;
}

/** The fee with how it came about. */
export interface FeeBreakdown extends Fee {
  /** Price of one copy before a waiver. */
  readonly listPerCopyVnd: number;
  readonly isCapped: boolean;
  readonly isWaived: boolean;
}

/**
 * Computes the fee of several copies of one original, in đồng.
 * @throws RangeError when a count is not a positive whole number or the table is not in force
 */
export const feeFor = ({ originalPages, copies, at, channel, table }: FeeQuestion): FeeBreakdown => {
  for (const count of [originalPages, copies]) {
    if (!Number.isSafeInteger(count) || count < 1) throw new RangeError('pages and copies are at least 1');
  }
  if (vietnamDay(at) < table.effectiveFrom) throw new RangeError('the fee table is not in force yet');
  const first = Math.min(originalPages, table.firstPages);
  const uncapped = first * table.firstPageVnd + (originalPages - first) * table.furtherPageVnd;
  const listPerCopyVnd = Math.min(uncapped, table.capPerCopyVnd);
  const isWaived = table.channels[channel] === 'waive';
  const perCopyVnd = isWaived ? 0 : listPerCopyVnd;
  return {
    originalPages,
    copies,
    perCopyVnd,
    totalVnd: perCopyVnd * copies,
    basis: isWaived && table.waiverBasis !== undefined ? `${table.basis}; ${table.waiverBasis}` : table.basis,
    listPerCopyVnd,
    isCapped: uncapped > table.capPerCopyVnd,
    isWaived,
  };
};
