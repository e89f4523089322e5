type Operation = (...operands: unknown[]) => unknown;

/** What face-api calls as methods of tensors; the core alone has functions only. */
const names = [
  'abs',
  'add',
  'avgPool',
  'cast',
  'clipByValue',
  'concat',
  'conv2d',
  'depthwiseConv2d',
  'div',
  'exp',
  'expandDims',
  'floor',
  'log',
  'matMul',
  'max',
  'maxPool',
  'mean',
  'min',
  'mul',
  'pad',
  'relu',
  'reshape',
  'resizeBilinear',
  'reverse',
  'separableConv2d',
  'sigmoid',
  'slice',
  'softmax',
  'split',
  'sqrt',
  'squeeze',
  'stack',
  'sub',
  'sum',
  'tile',
  'transpose',
  'unstack',
] as const;

/**
 * Gives tensors the methods that face-api uses, as the whole of TensorFlow.js would: the core and one backend are a
 * fifth of its size. Doing so twice changes nothing.
 */
export const registerChainedOperations = (tf: typeof import('@tensorflow/tfjs-core')): void => {
  const operations = tf as unknown as Record<string, Operation> & { image: Record<string, Operation> };
  const methods = tf.Tensor.prototype as unknown as Record<string, Operation>;
  for (const name of names) {
    const operation = operations[name] ?? operations.image[name];
    if (operation === undefined) throw new Error(`TensorFlow.js has no ${name}`);
    methods[name] ??= function (this: unknown, ...operands) {
      return operation(this, ...operands);
    };
  }
  for (const rank of [1, 2, 3, 4])
    methods[`as${rank}D`] ??= function (this: { size: number }, ...shape) {
      return tf.reshape(this as never, rank === 1 ? [this.size] : (shape as number[]));
    };
  methods['toFloat'] ??= function (this: unknown) {
    return tf.cast(this as never, 'float32');
  };
  methods['toInt'] ??= function (this: unknown) {
    return tf.cast(this as never, 'int32');
  };
};
