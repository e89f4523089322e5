// A whole Sao Y with its built pages, and one Chromium in which every person gets a context of their own.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { buildPages } from '../../cli/start/build-pages.ts';
import {
  ensureFixtures,
  filesInTray,
  type Instance,
  projectRoot,
  startInstance,
} from '../../cli/start/instance.ts';
import { drawHeldPaper } from '../../devices/camera/index.ts';
import { launchChromium } from './launch-chromium.ts';

export interface Stage {
  readonly instance: Instance;
  readonly browser: Browser;
  /** Address of the first kiosk. */
  readonly kioskUrl: string;
  /** What the services said, for a look after a failure. */
  readonly lines: readonly string[];
  /** The newest PDF in the tray of a kiosk, as a file name; throws when the tray is empty. */
  lastPrint(kioskId?: string): string;
  printsIn(kioskId: string): number;
  close(): Promise<void>;
}

interface StageOptions {
  readonly serverEnv?: Record<string, string>;
  readonly agentEnv?: Record<string, string>;
  /** Whom the camera of the browser sees. */
  readonly personBeforeBrowser?: string;
  /** Whose card, the side with the code, is held before the camera of the browser instead. */
  readonly cardBeforeBrowser?: string;
}

/** Builds the pages, draws papers and people where absent, starts the services and the browser. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const fixtures = {
    papersDir: path.join(projectRoot, 'var', 'papers'),
    peopleDir: path.join(projectRoot, 'var', 'people'),
  };
  await buildPages({ root: projectRoot, log: (line) => console.info(line) });
  await ensureFixtures(fixtures);
  const dataDir = await mkdtemp(path.join(tmpdir(), 'saoy-e2e-'));
  const lines: string[] = [];
  let instance: Instance | undefined;
  try {
    instance = await startInstance({
      ...fixtures,
      dataDir,
      serverEnv: options.serverEnv ?? {},
      agentEnv: options.agentEnv ?? {},
      onLine: (service, line) => lines.push(`${service}: ${line}`),
    });
    const cameraFile =
      options.personBeforeBrowser !== undefined
        ? await filmOf(fixtures.peopleDir, options.personBeforeBrowser, dataDir)
        : options.cardBeforeBrowser !== undefined
          ? await filmPaper(path.join(fixtures.papersDir, `${options.cardBeforeBrowser}.jpg`), dataDir)
          : undefined;
    const browser = await launchChromium(cameraFile);
    return compose(instance, browser, dataDir, lines);
  } catch (error) {
    await instance?.stop();
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  }
}

function compose(instance: Instance, browser: Browser, dataDir: string, lines: readonly string[]): Stage {
  return {
    instance,
    browser,
    lines,
    kioskUrl: instance.kiosks[0]!.url,
    lastPrint: (kioskId = 'kiosk-1') => {
      const file = filesInTray(dataDir, kioskId).at(-1);
      if (file === undefined) throw new Error(`nothing lies in the tray of ${kioskId}`);
      return file;
    },
    printsIn: (kioskId) => filesInTray(dataDir, kioskId).length,
    close: async () => {
      await browser.close();
      await instance.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A paper held before the camera. */
async function filmPaper(scan: string, folder: string): Promise<string> {
  const file = path.join(folder, 'paper.mjpeg');
  await writeFile(file, Buffer.concat(await drawHeldPaper(await readFile(scan), 'clear')));
  return file;
}

/** A person looking straight ahead, as MJPEG: JPEG frames one after the other. */
async function filmOf(peopleDir: string, person: string, folder: string): Promise<string> {
  const { people } = JSON.parse(await readFile(path.join(peopleDir, 'people.json'), 'utf8')) as {
    people: { id: string; clips: Record<string, { frames: string[] }> }[];
  };
  const frames = people.find(({ id }) => id === person)?.clips['neutral']?.frames ?? [];
  const pictures = await Promise.all(frames.map((frame) => readFile(path.join(peopleDir, frame))));
  const file = path.join(folder, `${person}.mjpeg`);
  await writeFile(file, Buffer.concat(pictures));
  return file;
}
