export { SaneScanner, type SaneScannerSettings } from './sane-scanner.ts';
export {
  LEAST_RESOLUTION_DPI,
  type ScannedPage,
  type Scanner,
  type ScannerDescription,
  type ScannerHealth,
  type ScanOrder,
  type ScanSource,
} from './scanner.ts';
export {
  type OrderedScannerFault,
  SimulatedScanner,
  type SimulatedScannerFault,
  type SimulatedScannerSettings,
  type SimulatedScannerState,
  simulatedScannerFaults,
} from './simulated-scanner.ts';
