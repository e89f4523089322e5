/** `12.000 đồng`; whole đồng only, as there is no smaller unit. */
export const formatDong = (amountVnd: number): string => `${groupThousands(amountVnd)} đồng`;

const groupThousands = (amount: number): string =>
  String(Math.round(amount)).replace(/\B(?=(\d{3})+$)/g, '.');
