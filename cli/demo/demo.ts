// The whole main job on an isolated instance: from a page on the glass to a copy that the verifier calls genuine.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseAnswer } from '@saoy/contracts/endpoint-call';
import { FaultError } from '@saoy/contracts/errors';
import type { Product } from '@saoy/contracts/ids';
import { type FileVerdict, publicApi } from '@saoy/contracts/public-api';
import type { RefusalReason } from '@saoy/contracts/refusal-reasons';
import { ensureFixtures, filesInTray, type Instance, projectRoot, startInstance } from '../start/instance.ts';
import { RobotCitizen } from './robot-citizen.ts';
import { StaffRobot } from './staff-robot.ts';
import { Timeline } from './timeline.ts';

interface DemoOptions {
  readonly out?: string;
  readonly product: Product;
  readonly page: readonly string[];
  readonly dpi: number;
  readonly decide: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** What stands in `verdict.json`. */
interface DemoVerdict {
  readonly status: FileVerdict['status'] | 'refused' | 'failed';
  readonly reasonCode: string;
  readonly report: FileVerdict['report'];
}

const resultFiles = [
  'copy.pdf',
  'printed.pdf',
  'trust.pem',
  'seal-keys.cose',
  'verdict.json',
  'timeline.json',
] as const;
type ResultFile = (typeof resultFiles)[number];

const person = 'mai';
const defaultPaper = 'birth-1';

export async function demo(options: DemoOptions): Promise<void> {
  const say = (text: string) => (options.json ? console.error(text) : console.log(text));
  const pages: { name: string; bytes: Uint8Array }[] = [];
  for (const file of options.page) {
    const bytes = await readFile(file).catch(() => null);
    if (bytes === null) return stop(`${file} cannot be read`);
    pages.push({ name: path.basename(file), bytes: new Uint8Array(bytes) });
  }
  const dataDir = await mkdtemp(path.join(tmpdir(), 'saoy-demo-'));
  const fixtures = {
    papersDir: path.join(projectRoot, 'var', 'papers'),
    peopleDir: path.join(projectRoot, 'var', 'people'),
  };
  const timeline = new Timeline(({ step, startMs, ms }) =>
    say(`${String(startMs).padStart(7)} ms  +${String(ms).padStart(6)} ms  ${step}`),
  );
  let instance: Instance | undefined;
  try {
    await ensureFixtures({ ...fixtures, onStep: say });
    instance = await timeline.measure('start the services', () =>
      startInstance({
        ...fixtures,
        dataDir,
        areStatusUrlsNamed: false,
        onLine: (service, line) => {
          if (options.verbose) console.error(`${service}: ${line}`);
        },
      }),
    );
    const outcome = await runVisit(instance, { ...options, pages }, timeline);
    const { copy, printed, verdict } = outcome;
    const trust = await readFile(path.join(instance.pkiDir, 'root.pem'));
    const sealKeys = await fetchSealKeys(instance.publicUrl);
    await leaveFiles({
      'copy.pdf': copy,
      'printed.pdf': printed,
      'trust.pem': trust,
      'seal-keys.cose': sealKeys,
      ...reportOf(verdict),
    });
    if (options.json) console.log(JSON.stringify(verdict, null, 2));
    else
      say(
        `Verdict: ${verdict.status} (${verdict.reasonCode})${options.out === undefined ? '' : `, files in ${options.out}`}`,
      );
    process.exitCode = verdict.status === 'genuine' ? 0 : 1;
  } catch (error) {
    const verdict: DemoVerdict = {
      status: 'failed',
      reasonCode: error instanceof FaultError ? error.code : 'general.internal',
      report: null,
    };
    if (options.json) console.log(JSON.stringify(verdict, null, 2));
    await leaveFiles(reportOf(verdict));
    stop((error as Error).message);
  } finally {
    await instance?.stop();
    await rm(dataDir, { recursive: true, force: true });
  }

  function reportOf(verdict: DemoVerdict) {
    return {
      'verdict.json': `${JSON.stringify(verdict, null, 2)}\n`,
      'timeline.json': `${JSON.stringify(timeline.steps, null, 2)}\n`,
    };
  }

  /** What an earlier run left in the folder must not be taken for a result of this one. */
  async function leaveFiles(files: Partial<Record<ResultFile, Uint8Array | string | null>>): Promise<void> {
    const { out } = options;
    if (out === undefined) return;
    await mkdir(out, { recursive: true });
    for (const name of resultFiles) {
      const content = files[name] ?? null;
      if (content === null) await rm(path.join(out, name), { force: true });
      else await writeFile(path.join(out, name), content);
    }
  }

  function stop(message: string): void {
    console.error(`saoy: ${message}`);
    process.exitCode = 1;
  }
}

interface VisitOptions extends DemoOptions {
  readonly pages: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

async function runVisit(
  instance: Instance,
  options: VisitOptions,
  timeline: Timeline,
): Promise<{ copy: Uint8Array | null; printed: Uint8Array | null; verdict: DemoVerdict }> {
  const kiosk = instance.kiosks[0]!;
  const certifier = new StaffRobot(instance.publicUrl);
  const invitation = instance.enrolmentLinks.find(({ roles }) => roles.includes('certifier'));
  if (invitation === undefined) throw new Error('no certifier is invited');
  await timeline.measure('certifier enrols a passkey', () => certifier.enrol(invitation.url));

  const citizen = await RobotCitizen.arrive(kiosk.url, person);
  try {
    await timeline.measure('language, service, consent', () => citizen.begin(options.product));
    const identity = await timeline.measure('identity: card and live face', () => citizen.proveIdentity());
    const papers: string[] = [];
    for (const { name, bytes } of options.pages)
      papers.push(await citizen.addPaper(name, bytes, options.dpi));
    for (const [i, paper] of (papers.length > 0 ? papers : [defaultPaper]).entries()) {
      await citizen.layOnGlass(paper);
      await timeline.measure(`scan page ${i + 1}`, () => citizen.scanPage());
    }
    await timeline.measure('last page scanned → details on screen', () => citizen.finishScan());
    const [requestId] = await timeline.measure('confirm', () =>
      citizen.confirm({ product: options.product, delivery: { print: true, download: true, email: null } }),
    );
    const isForPolicy = options.product === 'digital' && identity === 'match' && options.decide === 'approve';
    await timeline.measure('decision', () => decide(certifier, requestId!, options.decide, isForPolicy));
    const [decided] = await timeline.measure('approved → released copy', () => citizen.awaitDecided());
    if (decided?.refusal)
      return {
        copy: null,
        printed: null,
        verdict: { status: 'refused', reasonCode: decided.refusal.reason, report: null },
      };
    const [done] = await timeline.measure('printing', () => citizen.awaitDone());
    if (done?.downloadUrl == null) throw new Error(`no copy came: ${done?.state ?? 'no request'}`);
    const copy = await timeline.measure('download by QR', () => download(done.downloadUrl!));
    const verdict = await timeline.measure('verify the copy', () => check(instance.publicUrl, copy));
    const tray = filesInTray(path.dirname(instance.pkiDir), kiosk.id);
    const printed = tray.length === 0 ? null : new Uint8Array(await readFile(tray.at(-1)!));
    await timeline.measure('end', () => citizen.leave());
    return { copy, printed, verdict };
  } finally {
    citizen.close();
  }
}

/** Approves or refuses as a certifier does; a digital copy without doubt is decided by policy meanwhile. */
async function decide(
  certifier: StaffRobot,
  requestId: string,
  decision: string,
  isForPolicy: boolean,
): Promise<void> {
  try {
    if (decision !== 'approve')
      await certifier.refuse(requestId, decision.replace('refuse:', '') as RefusalReason);
    else if (!isForPolicy || (await certifier.listQueue()).some(({ id }) => id === requestId))
      await certifier.approve(requestId);
  } catch (error) {
    const isDecidedAlready =
      error instanceof FaultError && error.code === 'request.step-not-allowed' && decision === 'approve';
    if (!isDecidedAlready) throw error;
  }
}

/** Fetches the copy as the phone that scanned the QR does. */
async function download(downloadUrl: string): Promise<Uint8Array> {
  const link = new URL(downloadUrl);
  const secret = link.pathname.split('/').at(-1)!;
  const response = await fetch(new URL(publicApi.downloadCopy.path.replace(':secret', secret), link));
  if (!response.ok) throw new Error(`the download answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** The list under which seals are checked without a network. */
async function fetchSealKeys(publicUrl: string): Promise<Uint8Array> {
  const response = await fetch(new URL(publicApi.getSealKeys.path, publicUrl));
  if (!response.ok) throw new Error(`the list of seal keys answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Asks the public verifier, as a stranger does. */
async function check(publicUrl: string, copy: Uint8Array): Promise<DemoVerdict> {
  const response = await fetch(new URL(publicApi.verifyFile.path, publicUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/pdf' },
    body: copy as NonNullable<RequestInit['body']>,
  });
  const answer = parseAnswer(
    publicApi.verifyFile,
    response.status,
    new Uint8Array(await response.arrayBuffer()),
  );
  if (!answer.ok) throw new FaultError(answer.error.code, answer.error.detail);
  const { status, reasonCode, report } = answer.value;
  return { status, reasonCode, report };
}
