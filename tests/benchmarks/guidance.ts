// `pnpm bench guidance [SECONDS]`: the face screen in Chromium without a GPU, before a camera that plays drawn scenes.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { countArgument, machineLine, spreadHeader, spreadLine } from './measurements.ts';

const require = createRequire(import.meta.url);
const cameraRate = 30;
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
};

interface Seen {
  readonly atMs: number;
  readonly seen: string;
}

/** What stands before the camera for two seconds each: width of the face's cut-out and where its middle is. */
const scenes = [
  { expected: 'ok', widthPx: 300, x: 320, y: 240 },
  { expected: 'not-centred', widthPx: 300, x: 80, y: 240 },
  { expected: 'too-far', widthPx: 90, x: 320, y: 240 },
  { expected: 'no-face', widthPx: 0, x: 0, y: 0 },
] as const;
const sceneMs = 2_000;

const seconds = countArgument(process.argv[2], 16);
const folder = await mkdtemp(path.join(tmpdir(), 'guidance-'));
try {
  console.log(machineLine());
  await run(folder, seconds);
} finally {
  await rm(folder, { recursive: true });
}

async function run(work: string, forSeconds: number): Promise<void> {
  const video = path.join(work, 'camera.mjpeg');
  await writeFile(video, await drawScenes());
  const site = await serveKiosk(work);
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--headless=new',
      '--disable-gpu',
      '--no-first-run',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${video}`,
    ],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
    const cpu = await browser.newBrowserCDPSession();
    const begun = performance.now();
    await page.goto(`${site.url}/?screen=face&state=&lang=vi&camera=browser`);
    await page.waitForSelector('.live-face[data-guided-frames]', { timeout: 60_000 });
    console.log(`First guidance ${Math.round(performance.now() - begun)} ms after the page was asked for`);
    const before = await processorSeconds(cpu);
    const seen = await page.evaluate<Seen[]>(watchGuidance(forSeconds * 1000));
    const used = (await processorSeconds(cpu)) - before;
    report(seen, used);
  } finally {
    await browser.close();
    site.close();
  }
}

/** Runs in the page: when each frame was guided and what was seen. */
function watchGuidance(forMs: number): string {
  return `new Promise((resolve) => {
    const view = document.querySelector('.live-face');
    const seen = [];
    const observer = new MutationObserver(() => {
      seen.push({ atMs: performance.now(), seen: view.dataset.seen });
    });
    observer.observe(view, { attributes: true, attributeFilter: ['data-guided-frames'] });
    setTimeout(() => {
      observer.disconnect();
      resolve(seen);
    }, ${forMs});
  })`;
}

function report(seen: readonly Seen[], processorSecondsUsed: number): void {
  const spanMs = (seen.at(-1)?.atMs ?? 0) - (seen[0]?.atMs ?? 0);
  const gaps = seen.slice(1).map(({ atMs }, index) => atMs - (seen[index]?.atMs ?? 0));
  console.log(
    `${seen.length} frames in ${(spanMs / 1000).toFixed(1)} s: ${((seen.length - 1) / (spanMs / 1000)).toFixed(1)} a second; all of Chromium used ${((processorSecondsUsed / (spanMs / 1000)) * 100).toFixed(0)} % of one processor`,
  );
  console.log(spreadHeader('ms from frame to frame'));
  console.log(spreadLine('guidance', gaps));
  console.log(
    `Said: ${[...new Set(seen.map((one) => one.seen))].join(', ')}; shown: ${scenes.map(({ expected }) => expected).join(', ')}`,
  );
}

async function processorSeconds(session: { send(method: 'SystemInfo.getProcessInfo'): Promise<unknown> }) {
  const { processInfo } = (await session.send('SystemInfo.getProcessInfo')) as {
    processInfo: { cpuTime: number }[];
  };
  return processInfo.reduce((sum, one) => sum + one.cpuTime, 0);
}

/** A face of a sample photo before a wall, one JPEG after the other, as Chromium's simulated camera wants them. */
async function drawScenes(): Promise<Buffer> {
  const face = await sharp(require.resolve('@vladmandic/face-api/demo/sample6.jpg'))
    .extract({ left: 1118, top: 300, width: 300, height: 360 })
    .toBuffer();
  const frames: Buffer[] = [];
  for (const { widthPx, x, y } of scenes) {
    const wall = sharp({ create: { width: 640, height: 480, channels: 3, background: '#b8bcc0' } });
    const layers = [];
    if (widthPx > 0) {
      const heightPx = Math.round(widthPx * 1.2);
      const input = await sharp(face).resize(widthPx, heightPx).toBuffer();
      const left = Math.round(x - widthPx / 2);
      const cut = Math.max(0, -left);
      layers.push({
        input: await sharp(input)
          .extract({ left: cut, top: 0, width: widthPx - cut, height: heightPx })
          .toBuffer(),
        left: Math.max(0, left),
        top: Math.round(y - heightPx / 2),
      });
    }
    const frame = await wall.composite(layers).jpeg({ quality: 90 }).toBuffer();
    for (let shown = 0; shown < (sceneMs / 1000) * cameraRate; shown += 1) frames.push(frame);
  }
  return Buffer.concat(frames);
}

/** The screens as built for developers, which need no agent. */
async function serveKiosk(work: string): Promise<{ readonly url: string; close(): void }> {
  const kioskUi = path.resolve(import.meta.dirname, '../../kiosk-ui');
  const outDir = path.join(work, 'site');
  const vite = path.join(kioskUi, 'node_modules/vite/bin/vite.js');
  const config = path.join(kioskUi, 'preview/vite.config.ts');
  await promisify(execFile)(process.execPath, [vite, 'build', '--config', config, '--outDir', outDir], {
    cwd: kioskUi,
  });
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = path.join(outDir, path.normalize(name === '/' ? 'index.html' : name));
    readFile(file).then(
      (bytes) =>
        response
          .setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream')
          .end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
