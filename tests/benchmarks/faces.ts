// `pnpm bench faces [FOLDER] [FACES]`: both engines on the same faces, one run: error rates, thresholds, processor time.
import { access, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { cosineSimilarity, createFaceMatcher, type FaceEngineName, type ModelCard } from '@saoy/server/faces';
import {
  countArgument,
  machineLine,
  processorMsOfChildren,
  quantile,
  spreadHeader,
  spreadLine,
} from './measurements.ts';

const rates = [1e-2, 1e-3, 1e-4] as const;
const resamples = 400;

interface Described {
  readonly embeddings: ReadonlyMap<string, Float32Array>;
  readonly wallMs: readonly number[];
  readonly cpuMsPerFace: number;
  readonly passive: readonly number[];
  readonly card: ModelCard;
}

interface Pair {
  readonly first: string;
  readonly second: string;
}

const folder = process.argv[2] ?? process.env['SAOY_FACES_DIR'] ?? path.resolve('../shared/data/lfw-fold1');
const isThere = await access(path.join(folder, 'pairs.tsv')).then(
  () => true,
  () => false,
);
if (isThere) await compareEngines(folder);
else
  console.log(
    'Skipped: name a folder with pictures Person_0001.jpg and a list pairs.tsv (first, second, 1 for the same person).',
  );

async function compareEngines(from: string): Promise<void> {
  const all = (await readdir(from)).filter((file) => file.endsWith('.jpg')).sort();
  const files = all.slice(0, countArgument(process.argv[3], all.length));
  const genuine = await readGenuinePairs(path.join(from, 'pairs.tsv'), new Set(files));
  console.log(machineLine());
  console.log(`Sample: ${files.length} faces, ${genuine.length} genuine pairs, impostors all against all\n`);
  console.log(spreadHeader('ms a face (wall, one after the other)'));
  const described = new Map<FaceEngineName, Described>();
  for (const engine of ['onnx', 'face-api'] as const) {
    const one = await describeAll(engine, from, files);
    described.set(engine, one);
    console.log(spreadLine(engine, one.wallMs));
  }
  console.log('');
  for (const [engine, one] of described) report(engine, one, genuine, files.length);
}

async function describeAll(
  engine: FaceEngineName,
  from: string,
  files: readonly string[],
): Promise<Described> {
  const matcher = createFaceMatcher({ engine });
  await matcher.warmUp();
  const embeddings = new Map<string, Float32Array>();
  const wallMs: number[] = [];
  const cpuBefore = process.cpuUsage();
  const workersBefore = await processorMsOfChildren();
  for (const file of files) {
    const picture = await readFile(path.join(from, file));
    const begun = performance.now();
    const embedded = await matcher.embed(picture);
    wallMs.push(performance.now() - begun);
    if (embedded.ok) embeddings.set(file, embedded.value.embedding);
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  const workersMs = (await processorMsOfChildren()) - workersBefore;
  // All of these are real people: how often the passive network doubts them.
  const passive: number[] = [];
  for (const file of files.slice(0, 200)) {
    const seen = await matcher.observe(await readFile(path.join(from, file)), { scoreLiveness: true });
    if (seen.ok && seen.value.passiveLiveness !== null) passive.push(seen.value.passiveLiveness);
  }
  await matcher.close();
  return {
    embeddings,
    wallMs,
    cpuMsPerFace: ((user + system) / 1000 + workersMs) / files.length,
    passive,
    card: matcher.card,
  };
}

function report(engine: string, described: Described, genuine: readonly Pair[], faces: number): void {
  const { embeddings, cpuMsPerFace, passive, card } = described;
  const impostors = impostorSimilarities(embeddings);
  const similarities = genuine.map(({ first, second }) => {
    const a = embeddings.get(first);
    const b = embeddings.get(second);
    // A face that is not found is a person refused.
    return a && b ? cosineSimilarity(a, b) : -1;
  });
  console.log(`${engine}: ${card.id}`);
  console.log(`  not found or not clear: ${faces - embeddings.size} of ${faces}`);
  console.log(`  processor time a face, all threads: ${cpuMsPerFace.toFixed(1)} ms`);
  console.log(
    `  ${impostors.length} impostor pairs; equal error rate ${percent(equalErrorRate(similarities, impostors))}`,
  );
  for (const far of rates) {
    const threshold = impostors[Math.floor(impostors.length * far)] ?? 1;
    const [low, high] = spreadOfTar(similarities, threshold);
    console.log(
      `  FAR ${far.toExponential(0)}: threshold ${threshold.toFixed(3)}, TAR ${percent(tarAt(similarities, threshold))} (95 % of resamples ${percent(low)} to ${percent(high)})`,
    );
  }
  for (const name of ['match', 'refer'] as const) {
    const threshold = card.thresholds[name];
    const far = impostors.filter((similarity) => similarity >= threshold).length / impostors.length;
    console.log(
      `  in use, ${name} from ${threshold}: TAR ${percent(tarAt(similarities, threshold))}, FAR ${far.toExponential(1)}`,
    );
  }
  if (passive.length > 0)
    console.log(
      `  passive score of ${passive.length} real faces: below 0.5 ${percent(passive.filter((score) => score < 0.5).length / passive.length)}, median ${quantile(passive, 0.5).toFixed(2)}`,
    );
  console.log('');
}

async function readGenuinePairs(list: string, files: ReadonlySet<string>): Promise<Pair[]> {
  return (await readFile(list, 'utf8'))
    .split('\n')
    .map((line) => line.trim().split('\t'))
    .filter(([first = '', second = '', same]) => same === '1' && files.has(first) && files.has(second))
    .map(([first = '', second = '']) => ({ first, second }));
}

/** Of every face with every face of another person, highest first. */
function impostorSimilarities(embeddings: ReadonlyMap<string, Float32Array>): number[] {
  const faces = [...embeddings].map(([file, embedding]) => ({
    person: file.replace(/_\d+\.jpg$/, ''),
    embedding,
  }));
  const similarities: number[] = [];
  for (const [index, face] of faces.entries())
    for (const other of faces.slice(index + 1))
      if (other.person !== face.person) similarities.push(cosineSimilarity(face.embedding, other.embedding));
  return similarities.sort((a, b) => b - a);
}

/** Where as many genuine pairs are refused as impostors are let in. */
function equalErrorRate(genuine: readonly number[], impostor: readonly number[]): number {
  const sorted = genuine.toSorted((a, b) => a - b);
  let refused = sorted.length;
  for (const [index, threshold] of impostor.entries()) {
    while (refused > 0 && (sorted[refused - 1] ?? -1) >= threshold) refused -= 1;
    const accepted = (index + 1) / impostor.length;
    if (accepted >= refused / sorted.length) return accepted;
  }
  return 1;
}

function tarAt(similarities: readonly number[], threshold: number): number {
  return similarities.filter((similarity) => similarity >= threshold).length / similarities.length;
}

/** The rate in samples of the same size drawn with replacement. */
function spreadOfTar(similarities: readonly number[], threshold: number): [number, number] {
  let state = 1;
  const draw = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return similarities[Math.floor((state / 2 ** 32) * similarities.length)] ?? -1;
  };
  const found = Array.from({ length: resamples }, () =>
    tarAt(
      Array.from({ length: similarities.length }, () => draw()),
      threshold,
    ),
  );
  return [quantile(found, 0.025), quantile(found, 0.975)];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
