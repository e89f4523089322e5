import { describe, expect, it } from 'vitest';
import { compareEmbeddings, cosineSimilarity, decideBySimilarity } from './compare-embeddings.ts';
import { onnxModelCard } from './onnx-model-card.ts';

describe('decideBySimilarity', () => {
  it.each([
    [1, 'match'],
    [0.42, 'match'],
    [0.4199, 'refer'],
    [0.34, 'refer'],
    [0.3399, 'no-match'],
    [-1, 'no-match'],
  ] as const)('calls %d a %s', (similarity, decision) => {
    expect(decideBySimilarity(similarity, { match: 0.42, refer: 0.34 })).toBe(decision);
  });
});

describe('compareEmbeddings', () => {
  it('names the model and its thresholds beside the similarity', () => {
    const a = new Float32Array([0.6, 0.8]);
    const comparison = compareEmbeddings(a, a, onnxModelCard);
    expect(comparison).toMatchObject({
      decision: 'match',
      thresholds: onnxModelCard.thresholds,
      model: onnxModelCard.id,
    });
    expect(comparison.similarity).toBeCloseTo(1);
  });

  it('finds nothing in common between embeddings of different models', () => {
    expect(cosineSimilarity(new Float32Array([1, 0]), new Float32Array([1]))).toBe(0);
  });
});
