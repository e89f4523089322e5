export { IppPrinter, type IppPrinterSettings } from './ipp-printer.ts';
export { followJob, type JobChange, type JobMonitorSettings } from './job-monitor.ts';
export {
  isTerminal,
  type JobState,
  type JobStatus,
  jobStates,
  type Printer,
  type PrinterDescription,
  type PrinterHealth,
  type PrinterReason,
  type PrinterSupply,
  type PrintOrder,
} from './printer.ts';
export type { TrayEntry } from './printer-tray.ts';
export {
  type OrderedPrinterFault,
  SimulatedPrinter,
  type SimulatedPrinterFault,
  type SimulatedPrinterSettings,
  type SimulatedPrinterState,
  simulatedPrinterFaults,
} from './simulated-printer.ts';
