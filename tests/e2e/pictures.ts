// Takes the two pictures of the README from a running system: `node tests/e2e/pictures.ts`.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { projectRoot } from '../../cli/start/instance.ts';
import { KioskVisitor } from './kiosk-visitor.ts';
import { StaffDesk } from './staff-desk.ts';
import { openStage } from './stage.ts';

const run = promisify(execFile);
const maxBytes = 150 * 1024;
const folder = path.join(projectRoot, 'docs', 'images');

/** Scales a picture and saves it with the best quality that fits into the limit. */
async function save(name: string, picture: Uint8Array | string, widthPx: number): Promise<void> {
  for (const quality of [100, 60, 40, 30, 20, 10]) {
    const bytes = await sharp(picture)
      .resize({ width: widthPx })
      .png({ palette: true, quality, dither: 0, effort: 10, compressionLevel: 9 })
      .toBuffer();
    if (bytes.length > maxBytes) continue;
    await writeFile(path.join(folder, name), bytes);
    console.log(`${name}: ${Math.round(bytes.length / 1024)} KB at quality ${quality}`);
    return;
  }
  throw new Error(`${name} is larger than ${maxBytes / 1024} KB at any quality`);
}

const stage = await openStage();
const work = await mkdtemp(path.join(tmpdir(), 'saoy-pictures-'));
try {
  await mkdir(folder, { recursive: true });
  const certifier = await StaffDesk.enrol(stage, 'certifier');
  const citizen = await KioskVisitor.arrive(stage.browser, stage.kioskUrl, 'en');
  const { page, words } = citizen;
  await citizen.choose('certified');
  await citizen.proveIdentity('mai');
  await citizen.scan('birth-1');
  await citizen.finishScan();
  // The developer's drawer is no part of the kiosk; a line is touched to show where it was read.
  await page.addStyleTag({ content: '.simulator-handle { display: none; }' });
  await page.getByRole('listitem').getByRole('button').first().tap();
  await page.waitForTimeout(1000);
  await save('kiosk.png', await page.screenshot(), 540);
  await citizen.confirm();
  await citizen.sees(words.processing.decidingTitle);
  await certifier.openFirstRequest();
  await certifier.approve();
  await citizen.sees(words.done.title);
  const link = new URL(await citizen.scanQrOnScreen());
  const secret = link.pathname.split('/').at(-1);
  const copy = await fetch(new URL(`/public/v1/downloads/${secret}/copy.pdf`, link));
  const file = path.join(work, 'copy.pdf');
  await writeFile(file, new Uint8Array(await copy.arrayBuffer()));
  await run('pdftoppm', ['-singlefile', '-png', '-r', '150', file, path.join(work, 'copy')]);
  await save('copy.png', path.join(work, 'copy.png'), 600);
} finally {
  await stage.close();
  await rm(work, { recursive: true, force: true });
}
