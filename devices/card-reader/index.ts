export type { CardChannel, CardReader, CardReaderState } from './card-reader.ts';
export { TravelCard, type TravelCardOptions } from './emulator/travel-card.ts';
export type { MachineReadableKey } from './icao/access-key.ts';
export { type ChipFile, readTravelChip, type TravelChip } from './icao/read-travel-chip.ts';
export { PcscCardReader, type PcscCardReaderSettings } from './pcsc-card-reader.ts';
export {
  type OrderedCardReaderFault,
  SimulatedCardReader,
  type SimulatedCardReaderFault,
  simulatedCardReaderFaults,
} from './simulated-card-reader.ts';
