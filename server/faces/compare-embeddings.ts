import type { FaceComparison, FaceDecision, FaceThresholds, ModelCard } from './face-matcher.ts';

export const decideBySimilarity = (similarity: number, thresholds: FaceThresholds): FaceDecision => {
  if (similarity >= thresholds.match) return 'match';
  return similarity >= thresholds.refer ? 'refer' : 'no-match';
};

/** Cosine of two unit vectors; 0 where their lengths differ (embeddings of different models). */
export const cosineSimilarity = (a: Float32Array, b: Float32Array): number =>
  a.length === b.length ? a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0) : 0;

export const compareEmbeddings = (a: Float32Array, b: Float32Array, card: ModelCard): FaceComparison => {
  const similarity = Math.max(-1, Math.min(1, cosineSimilarity(a, b)));
  return {
    similarity,
    decision: decideBySimilarity(similarity, card.thresholds),
    thresholds: card.thresholds,
    model: card.id,
  };
};
