import type { Bilingual } from '@saoy/contracts/ids';

/** Words of the simulator panel for the faults its devices can be put into. */
export const faultLabels: Readonly<Record<string, Bilingual>> = {
  'no-paper': { vi: 'Không có giấy', en: 'No paper' },
  jam: { vi: 'Kẹt giấy', en: 'Jam' },
  'double-feed': { vi: 'Kéo hai tờ', en: 'Double feed' },
  'cover-open': { vi: 'Nắp mở', en: 'Cover open' },
  busy: { vi: 'Đang bận', en: 'Busy' },
  unplugged: { vi: 'Rút dây', en: 'Unplugged' },
  slow: { vi: 'Chậm', en: 'Slow' },
  garbage: { vi: 'Dữ liệu hỏng', en: 'Garbage output' },
  'paper-out': { vi: 'Hết giấy', en: 'Out of paper' },
  'toner-out': { vi: 'Hết mực', en: 'Toner empty' },
  'toner-low': { vi: 'Mực sắp hết', en: 'Toner low' },
  stopped: { vi: 'Máy in dừng', en: 'Stopped' },
  'lost-job': { vi: 'Mất lệnh in', en: 'Lost job' },
  aborted: { vi: 'Lệnh in bị hủy', en: 'Job aborted' },
  unavailable: { vi: 'Không có hình', en: 'No picture' },
};

export const labelOfFault = (fault: string): Bilingual => faultLabels[fault] ?? { vi: fault, en: fault };
