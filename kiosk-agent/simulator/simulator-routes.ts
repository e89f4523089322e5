import { type Fault, fault } from '@saoy/contracts/errors';
import { type SimulatorState, simulatorApi } from '@saoy/contracts/kiosk-api';
import { err, ok, type Result } from '@saoy/contracts/result';
import { simulatedCardReaderFaults } from '@saoy/devices/card-reader';
import {
  type SimulatedPrinter,
  type SimulatedPrinterFault,
  simulatedPrinterFaults,
} from '@saoy/devices/printer';
import {
  type SimulatedScanner,
  type SimulatedScannerFault,
  simulatedScannerFaults,
} from '@saoy/devices/scanner';
import { Router } from 'express';
import { mountEndpoint } from '../http/mount-endpoint.ts';
import type { CardsOnReader } from './cards-on-reader.ts';
import { labelOfFault } from './fault-labels.ts';
import type { PaperShelf } from './paper-shelf.ts';
import type { SimulatedPerson } from './simulated-person.ts';

export interface SimulatorParts {
  readonly scanner: SimulatedScanner;
  readonly printer: SimulatedPrinter;
  readonly person: SimulatedPerson;
  readonly papers: PaperShelf;
  /** Null when nobody's card has a chip. */
  readonly cards: CardsOnReader | null;
}

const labelOfPerson = (person: SimulatedPerson, id: string) =>
  person.people.find((known) => known.id === id)?.label ?? { vi: id, en: id };

/** What the panel beside the simulated kiosk shows and does. Mounted only when the devices are simulated. */
export function simulatorRoutes({ scanner, printer, person, papers, cards }: SimulatorParts): Router {
  const router = Router();

  const state = async (): Promise<Result<SimulatorState, Fault>> => {
    const paper = scanner.state();
    const print = await printer.state();
    const present = person.present();
    return ok({
      papers: papers.list(),
      onGlass: papers.idOf(paper.glass),
      inFeeder: paper.feeder.flatMap((path) => papers.idOf(path) ?? []),
      people: [...person.people],
      person: present.person,
      chips: (cards?.people ?? []).map((id) => ({ id, label: labelOfPerson(person, id) })),
      onReader: cards?.onReader ?? null,
      held: person.held().paper,
      view: person.held().view,
      views: [...person.views],
      behaviours: [...person.behaviours],
      behaviour: present.behaviour,
      faults: [
        ...simulatedScannerFaults.map((name) => ({ device: 'scanner', fault: name })),
        ...simulatedPrinterFaults.map((name) => ({ device: 'printer', fault: name })),
        ...person.faults.map((name) => ({ device: 'camera', fault: name })),
        ...(cards === null ? [] : simulatedCardReaderFaults).map((name) => ({
          device: 'card-reader',
          fault: name,
        })),
      ].map((known) => ({ ...known, label: labelOfFault(known.fault) })),
      active: [
        ...paper.faults.map((order) => ({ device: 'scanner' as const, ...order })),
        ...print.faults.map((order) => ({ device: 'printer' as const, ...order })),
        ...present.faults.map((name) => ({ device: 'camera' as const, fault: name, isSticky: true })),
        ...(cards?.activeFaults ?? []).map((name) => ({
          device: 'card-reader' as const,
          fault: name,
          isSticky: true,
        })),
      ].map((order) => ({
        device: order.device,
        fault: order.fault,
        isSticky: 'isSticky' in order && order.isSticky === true,
      })),
      tray: print.tray.map(({ name, pages, at }) => ({ name, pages, at })),
    });
  };

  mountEndpoint(router, simulatorApi.getSimulator, state);

  mountEndpoint(router, simulatorApi.getPaperPicture, async ({ params }) => {
    const picture = await papers.picture(params.paperId);
    return picture === undefined ? err(fault('general.not-found')) : ok(picture);
  });

  mountEndpoint(router, simulatorApi.placePaper, ({ body }) => {
    const onGlass = body.onGlass === null ? [] : [papers.pathOf(body.onGlass)];
    const inFeeder = body.inFeeder.map((id) => papers.pathOf(id));
    const isKnown = (path: string | undefined): path is string => path !== undefined;
    if (![...onGlass, ...inFeeder].every(isKnown)) return err(fault('general.not-found'));
    scanner.place(onGlass.filter(isKnown), 'glass');
    scanner.place(inFeeder.filter(isKnown), 'feeder');
    return state();
  });

  mountEndpoint(router, simulatorApi.addPaper, async ({ query, body }) => {
    const added = await papers.add(query.name, body, query.resolutionDpi);
    return added.ok ? state() : added;
  });

  mountEndpoint(router, simulatorApi.placePerson, async ({ body }) => {
    const placed = await person.place(body.person, body.behaviour);
    return placed.ok ? state() : placed;
  });

  mountEndpoint(router, simulatorApi.holdPaper, async ({ body: { paper, view } }) => {
    const file = paper === null ? undefined : papers.pathOf(paper);
    if (paper !== null && file === undefined) return err(fault('general.not-found'));
    const held = await person.hold(paper === null ? null : { id: paper, file: file! }, view);
    return held.ok ? state() : held;
  });

  mountEndpoint(router, simulatorApi.placeCard, async ({ body }) => {
    const placed = cards?.place(body.person) ?? err(fault('general.not-found'));
    return placed.ok ? state() : placed;
  });

  mountEndpoint(router, simulatorApi.orderFault, ({ body }) => {
    const { device, fault: name, isSticky, afterPages = 0 } = body;
    if (device === 'scanner' && simulatedScannerFaults.includes(name as SimulatedScannerFault)) {
      scanner.orderFault({ fault: name as SimulatedScannerFault, isSticky, afterPages });
    } else if (device === 'printer' && simulatedPrinterFaults.includes(name as SimulatedPrinterFault)) {
      printer.orderFault({ fault: name as SimulatedPrinterFault, isSticky });
    } else if (device === 'card-reader' && cards?.orderFault(name, isSticky) === true) {
      return state();
    } else if (device === 'camera' && person.faults.includes(name)) {
      person.orderFault(name);
    } else {
      return err(fault('general.not-found'));
    }
    return state();
  });

  mountEndpoint(router, simulatorApi.clearFaults, () => {
    scanner.clearFaults();
    printer.clearFaults();
    person.clearFaults();
    cards?.clearFaults();
    return state();
  });

  return router;
}
