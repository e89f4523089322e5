import { z } from 'zod';

const vnd = z.int().nonnegative();

/**
 * The fee for certifying copies, dated. The defaults are Circular 226/2016/TT-BTC art. 4; `channels` says
 * what share the person pays (Hanoi Resolution 77/2025: the city pays for online filing; whether a kiosk
 * counts as online is for the authority to decide, so the kiosk charges unless configured otherwise).
 */
export const feeTableSchema = z.object({
  /** First day in force, Vietnam time. */
  effectiveFrom: z.iso.date(),
  basis: z.string().min(1),
  /** Price of each of the first `firstPages` pages. */
  firstPageVnd: vnd,
  firstPages: z.int().positive(),
  /** Price of each page after those. */
  furtherPageVnd: vnd,
  capPerCopyVnd: vnd,
  channels: z.object({
    kiosk: z.enum(['charge', 'waive']),
    online: z.enum(['charge', 'waive']),
  }),
  /** Law by which a channel is free; part of the basis when it applies. */
  waiverBasis: z.string().optional(),
});

export type FeeTable = z.infer<typeof feeTableSchema>;
export type FeeChannel = keyof FeeTable['channels'];

/** The national table, charged at the kiosk. */
export const NATIONAL_FEE_TABLE: FeeTable = {
  effectiveFrom: '2017-01-01',
  basis: 'Thông tư 226/2016/TT-BTC, Điều 4',
  firstPageVnd: 2_000,
  firstPages: 2,
  furtherPageVnd: 1_000,
  capPerCopyVnd: 200_000,
  channels: { kiosk: 'charge', online: 'charge' },
};
