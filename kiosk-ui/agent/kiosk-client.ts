import type { SimulatedFault, SimulatorState } from '@saoy/contracts/kiosk-api';
import type { VisitCommand } from '@saoy/contracts/visit/command';

/** What the screens may ask of the kiosk. The effect of a command shows up in the status, never in an answer. */
export interface KioskClient {
  send(command: VisitCommand): void;
  /** Address of the picture of a scanned page, about `widthPx` wide. */
  pageUrl(pageId: string, widthPx: number): string;
  /** Address of the agent camera's live picture. */
  readonly cameraStreamUrl: string;
  /** Hands over one JPEG of the browser camera; resolves when the next may follow. */
  sendFrame(jpeg: Uint8Array, sequence: number, capturedAtMs: number): Promise<void>;
  /** Present with simulated devices. */
  readonly simulator: SimulatorClient | null;
}

/** The simulator panel's half; each act answers the state after it. */
export interface SimulatorClient {
  read(): Promise<SimulatorState>;
  paperPictureUrl(paperId: string): string;
  placePaper(onGlass: string | null, inFeeder: string[]): Promise<SimulatorState>;
  addPaper(name: string, bytes: Uint8Array): Promise<SimulatorState>;
  placePerson(person: string | null, behaviour: string): Promise<SimulatorState>;
  /** Lays the card of a person on the chip reader; null takes it away. */
  placeCard(person: string | null): Promise<SimulatorState>;
  /** What the person holds up when the screen asks for the card, and how it is seen. */
  holdPaper(paper: string | null, view: string): Promise<SimulatorState>;
  orderFault(device: SimulatedFault['device'], fault: string, isSticky: boolean): Promise<SimulatorState>;
  clearFaults(): Promise<SimulatorState>;
}
