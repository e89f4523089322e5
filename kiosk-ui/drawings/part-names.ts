/** The parts of a kiosk that a fault can be about. */
export const partNames = [
  'scanner',
  'feeder',
  'scanner-lid',
  'printer',
  'printer-tray',
  'printer-door',
  'printer-toner',
  'camera',
  'plug',
  'card',
  'face',
  'network',
  'clock',
  'kiosk',
] as const;
export type PartName = (typeof partNames)[number];
