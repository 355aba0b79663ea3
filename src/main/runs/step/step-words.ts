import type { Explanation, GraphView } from '../../../contract/explanation';
import type { Intervention } from '../../../contract/intervention';
import type { Recipe } from '../../../contract/recipe';
import { latexNumber, type StepLatex } from '../../../contract/step-latex';
import { sumsLosses } from '../../../engine/batch-pass';
import { HAS_GRAD, type Moment } from '../../../engine/moment';
import { changeWords } from '../notebook/words';
import { listed, math } from '../notebook/formulas';
import type { WriteTask } from '../writers/run-writer';
import type { ExampleFigures, StepFigures } from './figures';
import { shownStep } from './shown-step';

/** What is all named in a sentence, at the most. */
const MOST_NAMED = 12;

/** Of an update of which a number is not finite. */
export const NOT_MADE =
  'Not every number is finite, so the lab does not make this update: the run ends before it.';

/** Where the step stands in its run. */
export function standingWords(task: WriteTask, trains: boolean): string {
  const { step } = shownStep(task);
  const { steps, divergedAt } = task.result;
  if (steps === 0 && divergedAt === null && !trains)
    return 'forward and backward, without training';
  if (step <= steps) return `step ${step} of ${steps}`;
  if (divergedAt?.step === step) return `step ${step}, in which the run diverged`;
  return `step ${step}, as it would be taken next`;
}

/** What was changed right before the step. */
export function changedWords(
  interventions: readonly Intervention[],
  step: number,
): readonly string[] {
  const changes = interventions.filter((one) => one.step === step);
  return changes.length === 0 ? [] : [`In this run, ${listed(changes.map(changeWords))}.`];
}

/** Which graph is gone through, where it is not the compact one. */
export function viewWords(view: GraphView): readonly string[] {
  if (view === 'compact') return [];
  return [
    'The graph is the one that the notebook builds: a difference is the sum with what is multiplied by −1, and an exponent is a node of its own.',
  ];
}

/** What the step begins with, and what it takes. */
export function beforeWords(
  recipe: Recipe,
  figures: StepFigures,
  latex: StepLatex,
): readonly string[] {
  const { head, start, updates, examples } = figures;
  const { graph, batch, learningRate, reused } = head;
  const values = [...graph.keys()].flatMap((node) => {
    const { role } = graph[node] ?? {};
    return role === 'parameter' || role === 'input' ? [equals(latex, node, start.data[node])] : [];
  });
  const several = updates.length > 0 && batch.length > 1;
  const data = several ? [] : givenWords(latex, examples[0]);
  const eta = math(String.raw`\eta = ${latexNumber(learningRate)}`);
  const kind = sumsLosses(recipe) ? 'sum' : 'mean';
  return [
    [
      ...(values.length === 0 ? [] : [valueWords(values, updates.length > 0)]),
      ...(reused ? ['It goes through the graph of the first step again.'] : []),
      ...(!reused && (data.length > 0 || several)
        ? [`It takes ${exampleWords(batch)}${data.length > 0 ? `: ${listed(data)}` : ''}.`]
        : []),
      ...(several
        ? [`The gradients are those of ${math('L_B')}, the ${kind} of their losses.`]
        : []),
      ...(updates.length > 0 ? [`The learning rate is ${eta}.`] : []),
    ].join(' '),
    ...keptWords(figures, latex),
  ];
}

function valueWords(values: readonly string[], trains: boolean): string {
  const when = trains ? 'Before this step' : 'Here';
  if (values.length <= MOST_NAMED) return `${when} ${listed(values)}.`;
  return `${when} the ${values.length} parameters are as the last table has them.`;
}

/** Gradients that the step begins with; nothing where all were set to 0. */
function keptWords({ head, start }: StepFigures, latex: StepLatex): readonly string[] {
  const kept = keptGradients(head, start).map((node) =>
    math(`${latex.gradient(node)} = ${latexNumber(start.grad[node] as number)}`),
  );
  if (kept.length === 0) return [];
  const which = head.zeroed === 'none' ? 'The gradients' : 'Only the parameters’ gradients';
  const not = head.zeroed === 'none' ? 'not ' : '';
  const old = kept.length <= MOST_NAMED ? listed(kept) : `what the steps before left`;
  return [
    `${which} were ${not}set to 0 before this step: it begins with ${old}, and adds to that.`,
  ];
}

/** Nodes whose gradients go on from what the steps before left. What backward begins at is set, not added to. */
export function keptGradients({ root, graph }: Explanation, start: Moment): readonly number[] {
  return [...graph.keys()].filter((node) => {
    const set = node === root && graph[root]?.op !== null;
    return !set && ((start.reached[node] ?? 0) & HAS_GRAD) !== 0;
  });
}

/** What an example gives to the leaves. */
export function givenWords(
  latex: StepLatex,
  example: ExampleFigures | undefined,
): readonly string[] {
  return (example?.given ?? []).map(({ node, value }) => equals(latex, node, value));
}

function equals(latex: StepLatex, node: number, value = Number.NaN): string {
  return math(`${latex.name(node)} = ${latexNumber(value)}`);
}

/** What the examples of a step are called: example 3, or examples 1 and 2. */
function exampleWords(batch: readonly number[]): string {
  if (batch.length === 1) return `example ${batch[0] ?? 1}`;
  if (batch.length <= MOST_NAMED) return `examples ${listed(batch.map(String))}`;
  return `${batch.length} examples`;
}
