import type { ModelKind } from '../../../contract/recipe';

/** What was trained, as the beginning of a sentence. */
export const titles: Readonly<Record<ModelKind, string>> = {
  perceptron: 'A perceptron',
  mlp: 'A multi-layer perceptron',
  expression: 'An expression',
};
