import { inputCount } from '../../../contract/dataset';
import type { Recipe } from '../../../contract/recipe';
import { latexName } from '../../../engine/describe';
import { listed, math } from '../notebook/formulas';
import { predictions } from '../notebook/words';

/** What is trained. */
export interface ModelWords {
  /** Sentences with LaTeX between dollar signs. */
  readonly words: string;
  /** An expression as it was typed; null for a model that has a name. */
  readonly code: string | null;
}

const LOSS = String.raw`The loss is the square of the error, $L = (\hat y - y)^2$.`;

/** @param parameters how many it has */
export function modelWords(recipe: Recipe, parameters: number): ModelWords {
  switch (recipe.model) {
    case 'perceptron':
      return {
        words: `A perceptron has two parameters, the weight $w$ and the bias $b$. ${predictions[recipe.activation]} ${LOSS}`,
        code: null,
      };
    case 'mlp': {
      const shape = [inputCount(recipe.dataset), ...recipe.hidden, 1];
      const unit = recipe.activation === 'relu' ? String.raw`\mathrm{ReLU}` : String.raw`\tanh`;
      const output = recipe.output === 'tanh' ? String.raw`\tanh(z)` : 'z';
      return {
        words: `A multi-layer perceptron ${shape.join('-')} with ${parameters} parameters. Each neuron adds up its weighted inputs, starting from its bias: $z = b + w_1 x_1 + w_2 x_2 + \\dots$ A hidden neuron gives $h = ${unit}(z)$ to the next layer, the last one gives the prediction $\\hat y = ${output}$. ${LOSS} In a name like $w^{(1)}_{2,3}$ the layer stands above, its neuron and then the input below.`,
        code: null,
      };
    }
    case 'expression': {
      const trained = recipe.names.flatMap(({ name, role }) => (role === 'parameter' ? name : []));
      const which =
        trained.length === 0
          ? 'No name in it is a parameter.'
          : `Its parameter${trained.length === 1 ? ' is' : 's are'} ${listed(trained.map((name) => math(latexName(name))))}.`;
      return { words: `The model is an expression. ${which}`, code: recipe.text };
    }
  }
}
