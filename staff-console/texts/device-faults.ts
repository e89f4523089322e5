import type { Bilingual } from '@saoy/contracts/ids';

/** What is wrong with a device, by error code, in the words of whoever walks there to mend it. */
export const deviceFaults: Record<string, Bilingual> = {
  'scanner.no-paper': { vi: 'Không có giấy', en: 'No paper' },
  'scanner.jam': { vi: 'Kẹt giấy', en: 'Paper jam' },
  'scanner.double-feed': { vi: 'Kéo hai tờ một lúc', en: 'Pulled two sheets' },
  'scanner.cover-open': { vi: 'Nắp đang mở', en: 'Cover open' },
  'scanner.busy': { vi: 'Chương trình khác đang giữ', en: 'Held by another program' },
  'scanner.unplugged': { vi: 'Không trả lời: xem dây và nguồn', en: 'No answer: check cable and power' },
  'scanner.timeout': { vi: 'Quét quá lâu', en: 'Scan took too long' },
  'scanner.garbage': { vi: 'Ảnh quét hỏng', en: 'Unusable picture' },
  'printer.paper-out': { vi: 'Hết giấy', en: 'Out of paper' },
  'printer.jam': { vi: 'Kẹt giấy', en: 'Paper jam' },
  'printer.cover-open': { vi: 'Nắp đang mở', en: 'Door open' },
  'printer.toner-out': { vi: 'Hết mực', en: 'Out of toner' },
  'printer.stopped': { vi: 'Máy dừng', en: 'Stopped' },
  'printer.unplugged': { vi: 'Không trả lời: xem dây và nguồn', en: 'No answer: check cable and power' },
  'printer.busy': { vi: 'Đang giữ lệnh khác', en: 'Holds another job' },
  'printer.refused': { vi: 'Không nhận lệnh in', en: 'Refuses the job' },
  'camera.unavailable': { vi: 'Không có hình', en: 'No picture' },
  'card-reader.unplugged': { vi: 'Không trả lời: xem dây và nguồn', en: 'No answer: check cable and power' },
  'kiosk.disk-full': { vi: 'Sắp hết chỗ trống', en: 'Little free space' },
  'kiosk.server-unreachable': { vi: 'Không nối được máy chủ', en: 'Cannot reach the server' },
};
