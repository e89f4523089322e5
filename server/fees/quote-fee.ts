import type { Product } from '@saoy/contracts/ids';
import type { Fee } from '@saoy/contracts/requests/confirmation';
import type { ServiceContext } from '../service-context.ts';
import { feeFor } from './fee-for.ts';

/** The fee at the kiosk; a digital copy is the city's own service and free of the certification fee. */
export function quoteFee(
  context: Pick<ServiceContext, 'authorityAt'>,
  quote: { product: Product; originalPages: number; copies: number; at: Date },
): Fee {
  const { product, originalPages, copies, at } = quote;
  if (product === 'digital')
    return { originalPages, copies, perCopyVnd: 0, totalVnd: 0, basis: 'Bản sao số: không thu phí' };
  const { perCopyVnd, totalVnd, basis } = feeFor({
    originalPages,
    copies,
    at,
    channel: 'kiosk',
    table: context.authorityAt(at).feeTable,
  });
  return { originalPages, copies, perCopyVnd, totalVnd, basis };
}
