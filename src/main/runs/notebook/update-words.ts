import type { MoveDetail } from '../../../contract/explanation';
import type { Optimizer, Recipe } from '../../../contract/recipe';
import { sumsLosses } from '../../../engine/batch-pass';
import { latexName } from '../../../engine/describe';
import { Trainer } from '../../../engine/trainer';
import { nameOf } from './calculations';
import { enclosed, math, number, partial } from './formulas';

/** Parameters whose first update is written out. */
const MOST = 4;

/** The first step's update of the first few parameters. @param also one on the tape that is written out before them */
export function updateWords(recipe: Recipe, also: number | null): readonly string[] {
  const trainer = new Trainer(recipe);
  const { model, tape, parameterNodes, batch, learningRate } = trainer;
  if (!model.trains || parameterNodes.length === 0) return [];
  const loss = trainer.pass.run(batch, 'parameters', false);
  const moves = Array.from(parameterNodes, (node, i) => {
    const gradient = tape.grad[node] as number;
    return { node, gradient, ...trainer.move(i, gradient) };
  });
  const finite = moves.every(({ gradient, after }) => Number.isFinite(gradient + after));
  if (!Number.isFinite(loss) || !finite)
    return ['Not all of these numbers are finite, so the lab made no step from here.'];
  const root = latexName(model.root.label);
  const several = batch.length > 1;
  const first = moves.filter(({ node }) => node === also);
  const shown = [...new Set([...first, ...moves])].slice(0, MOST);
  const lines = shown.map(({ node, gradient, before, after, detail }) => {
    const name = nameOf(tape, node);
    const known = several ? [math(`${partial(root, name)} = ${number(gradient)}`)] : [];
    const { prepared, move } = movedBy(detail, gradient, learningRate);
    const update = math(
      String.raw`${name} \leftarrow ${number(before)} - ${move} = ${number(after)}`,
    );
    return `- ${[...known, ...prepared, update].join(', ')}`;
  });
  return [
    ...(several
      ? [
          `The gradient of the whole step is the ${sumsLosses(recipe) ? 'sum' : 'mean'} of those of its ${batch.length} examples.`,
        ]
      : []),
    `**Update.** ${rules[recipe.optimizer]}, with the learning rate ${math(String.raw`\eta = ${number(learningRate)}`)}.`,
    lines.join('\n'),
    ...(moves.length > shown.length ? [`So do the other ${moves.length - shown.length}.`] : []),
  ];
}

const rules: Readonly<Record<Optimizer, string>> = {
  sgd: String.raw`Each parameter goes against its gradient $g$: $p \leftarrow p - \eta \cdot g$`,
  momentum: String.raw`Each parameter goes by its velocity, in the first step its gradient $g$: $v = g$ and $p \leftarrow p - \eta \cdot v$`,
  adam: 'Each parameter goes against its gradient $g$ as Adam does it',
};

/** What an optimiser makes of the gradient in the first step, and what it takes from the parameter. */
function movedBy(detail: MoveDetail, gradient: number, learningRate: number) {
  const eta = number(learningRate);
  switch (detail.kind) {
    case 'sgd':
      return { prepared: [], move: `${eta} \\cdot ${enclosed(gradient)}` };
    case 'momentum':
      return {
        prepared: [math(`v = g = ${number(detail.velocity)}`)],
        move: `${eta} \\cdot ${enclosed(detail.velocity)}`,
      };
    case 'adam': {
      const { first, second, correction1, correction2 } = detail;
      return {
        prepared: [
          math(String.raw`m = 0.1 \cdot g = ${number(first)}`),
          math(String.raw`s = 0.001 \cdot g^2 = ${number(second)}`),
        ],
        move: String.raw`\frac{${eta}}{${number(correction1)}} \cdot \frac{${number(first)}}{\sqrt{${number(second)}} / \sqrt{${number(correction2)}} + 10^{-8}}`,
      };
    }
  }
}
