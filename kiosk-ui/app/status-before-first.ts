import type { KioskStatus } from '@saoy/contracts/visit/status';

/** What the screen goes by when the agent is missing from the start: words in Vietnamese and nothing to touch. */
export const statusBeforeFirst: KioskStatus = {
  revision: 0,
  kiosk: {
    id: 'unknown',
    name: '',
    authority: { vi: 'Sao Y', en: 'Sao Y' },
    cameraSource: 'agent',
    isSimulated: false,
    isOnline: true,
    contact: '',
  },
  language: 'vi',
  display: { textSize: 'normal', contrast: 'normal', reach: 'normal', isSpoken: false },
  visitToken: null,
  visit: { screen: 'attract', outOfService: null },
  idle: null,
  fault: null,
  isStaffCalled: false,
  canGoBack: false,
};
