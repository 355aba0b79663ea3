import type { PerceptronRecipe } from '../../src/contract/recipe';
import type {
  PerceptronHistory,
  PerceptronResult,
  RunDocument,
} from '../../src/contract/run-document';

/** The document of a perceptron's run. */
export type PerceptronDocument = RunDocument & {
  readonly recipe: PerceptronRecipe;
  readonly result: PerceptronResult;
  readonly history: PerceptronHistory;
};
