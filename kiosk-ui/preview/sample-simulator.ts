import type { SimulatorState } from '@saoy/contracts/kiosk-api';
import type { SimulatorClient } from '../agent/kiosk-client.ts';
import { samplePage } from './sample-page.ts';

const papers = [
  ['birth-certificate', 'Giấy khai sinh', 'Birth certificate'],
  ['diploma', 'Bằng tốt nghiệp', 'Diploma'],
  ['card-front', 'Thẻ căn cước, mặt trước', 'Identity card, front'],
] as const;

let state: SimulatorState = {
  papers: papers.map(([id, vi, en]) => ({ id, label: { vi, en }, kind: id })),
  onGlass: 'birth-certificate',
  inFeeder: [],
  people: [{ id: 'holder', label: { vi: 'Chủ thẻ', en: 'Holder of the card' } }],
  person: 'holder',
  chips: [{ id: 'holder', label: { vi: 'Chủ thẻ', en: 'Holder of the card' } }],
  onReader: null,
  held: null,
  view: 'clear',
  views: ['clear', 'glare'],
  behaviours: ['obeys', 'still picture', 'replayed video'],
  behaviour: 'obeys',
  faults: [
    { device: 'scanner', fault: 'jam', label: { vi: 'Kẹt giấy', en: 'Jam' } },
    { device: 'printer', fault: 'paper-out', label: { vi: 'Hết giấy', en: 'Paper out' } },
    { device: 'camera', fault: 'unplugged', label: { vi: 'Rút dây', en: 'Unplugged' } },
  ],
  active: [],
  tray: [{ name: 'Copy 1', pages: 2, at: '2026-11-20T09:00:00+07:00' }],
};
const change = (by: Partial<SimulatorState>): Promise<SimulatorState> => {
  state = { ...state, ...by };
  return Promise.resolve(state);
};

/** The simulator panel's other half, without devices. */
export const sampleSimulator: SimulatorClient = {
  read: () => Promise.resolve(state),
  paperPictureUrl: samplePage,
  placePaper: (onGlass, inFeeder) => change({ onGlass, inFeeder }),
  addPaper: () => Promise.resolve(state),
  placePerson: (person, behaviour) => change({ person, behaviour }),
  placeCard: (onReader) => change({ onReader }),
  holdPaper: (held, view) => change({ held, view }),
  orderFault: (device, fault, isSticky) => change({ active: [...state.active, { device, fault, isSticky }] }),
  clearFaults: () => change({ active: [] }),
};
