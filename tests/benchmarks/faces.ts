import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cosineSimilarity, createFaceMatcher } from '@saoy/server/faces';

/** What the face benchmark measured on one list of pairs. */
export interface FaceBenchmark {
  readonly sample: string;
  readonly faces: number;
  readonly notFound: number;
  readonly msPerFace: { readonly median: number; readonly p95: number };
  readonly equalErrorRate: number;
  /** Of the genuine pairs, at a false accept rate of all impostor pairs. */
  readonly tarAtFar: readonly { readonly far: number; readonly tar: number; readonly threshold: number }[];
  /** What the thresholds in use do on this sample. */
  readonly inUse: {
    readonly match: { tar: number; far: number };
    readonly refer: { tar: number; far: number };
  };
}

/**
 * Compares all faces of a folder with pictures named `Person_0001.jpg` and a list `pairs.tsv` (first, second, same).
 * Faces that are not found count as genuine pairs refused. null when the folder is not there.
 */
export const measureFaces = async (folder: string): Promise<FaceBenchmark | null> => {
  const list = join(folder, 'pairs.tsv');
  if (
    !(await access(list).then(
      () => true,
      () => false,
    ))
  )
    return null;
  const files = (await readdir(folder)).filter((file) => file.endsWith('.jpg')).sort();
  const matcher = createFaceMatcher();
  await matcher.warmUp();
  const embeddings = new Map<string, Float32Array>();
  const times: number[] = [];
  for (const file of files) {
    const bytes = await readFile(join(folder, file));
    const begun = performance.now();
    const embedded = await matcher.embed(bytes);
    times.push(performance.now() - begun);
    if (embedded.ok) embeddings.set(file, embedded.value.embedding);
  }
  const { thresholds } = matcher.card;
  await matcher.close();
  const genuine = (await readGenuinePairs(list)).map(([first, second]) => {
    const a = embeddings.get(first);
    const b = embeddings.get(second);
    return a && b ? cosineSimilarity(a, b) : -1;
  });
  const impostor = impostorSimilarities(embeddings);
  const tarAt = (threshold: number): number =>
    genuine.filter((similarity) => similarity >= threshold).length / genuine.length;
  const farAt = (threshold: number): number =>
    impostor.filter((similarity) => similarity >= threshold).length / impostor.length;
  const sortedTimes = times.toSorted((a, b) => a - b);
  return {
    sample: `${genuine.length} genuine pairs, ${impostor.length} impostor pairs`,
    faces: files.length,
    notFound: files.length - embeddings.size,
    msPerFace: { median: at(sortedTimes, 0.5), p95: at(sortedTimes, 0.95) },
    equalErrorRate: equalErrorRate(genuine, impostor),
    tarAtFar: [1e-2, 1e-3, 1e-4].map((far) => {
      const threshold = impostor[Math.floor(impostor.length * far)] ?? 1;
      return { far, tar: tarAt(threshold), threshold };
    }),
    inUse: {
      match: { tar: tarAt(thresholds.match), far: farAt(thresholds.match) },
      refer: { tar: tarAt(thresholds.refer), far: farAt(thresholds.refer) },
    },
  };
};

const readGenuinePairs = async (list: string): Promise<[string, string][]> =>
  (await readFile(list, 'utf8'))
    .split('\n')
    .map((line) => line.trim().split('\t'))
    .filter(([, , same]) => same === '1')
    .map(([first = '', second = '']) => [first, second]);

/** Of every face with every face of another person, highest first. */
const impostorSimilarities = (embeddings: ReadonlyMap<string, Float32Array>): number[] => {
  const faces = [...embeddings].map(([file, embedding]) => ({
    person: file.replace(/_\d+\.jpg$/, ''),
    embedding,
  }));
  const similarities: number[] = [];
  for (const [index, face] of faces.entries())
    for (const other of faces.slice(index + 1))
      if (other.person !== face.person) similarities.push(cosineSimilarity(face.embedding, other.embedding));
  return similarities.sort((a, b) => b - a);
};

/** Where as many genuine pairs are refused as impostors are let in. */
const equalErrorRate = (genuine: readonly number[], impostor: readonly number[]): number => {
  for (const [index, threshold] of impostor.entries()) {
    const accepted = (index + 1) / impostor.length;
    const refused = genuine.filter((similarity) => similarity < threshold).length / genuine.length;
    if (accepted >= refused) return accepted;
  }
  return 1;
};

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** Prints the numbers as JSON. The first argument names the folder; without it nothing is measured. */
if (import.meta.main) {
  const folder = process.argv[2];
  const measured = folder === undefined ? null : await measureFaces(folder);
  console.log(
    measured ? JSON.stringify(measured, null, 2) : 'faces: skipped, no folder with pairs.tsv given',
  );
}
