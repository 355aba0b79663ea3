import { recipeName } from '../../../contract/recipe-name';
import type { Checkpoint } from '../../../engine/checkpoint';
import { math } from '../notebook/formulas';
import { type StepFigures, stepFigures } from '../step/figures';
import { modelWords } from '../step/model-words';
import { shownStep } from '../step/shown-step';
import { reopening } from '../step/reopen';
import {
  beforeWords,
  changedWords,
  keptGradients,
  NOT_MADE,
  standingWords,
  viewWords,
} from '../step/step-words';
import type { WriteTask } from '../writers/run-writer';
import { Calculations } from './calculations';
import { MOST_EDGES, MOST_UPDATES, leftOut } from './left-out';
import { batchLossParagraphs, display, passParagraphs, writtenPart } from './passes';
import { lossTable, nodeTable, parameterTable } from './tables';
import { ruleWords, updateFormulas } from './updates';

/**
 * A step of a run worked out by hand, as Markdown with LaTeX between dollar signs, as GitHub, VS Code, pandoc and Jupyter read it.
 * @param before where the run stands before the step
 */
export function derivation(task: WriteTask, before: Checkpoint): string {
  const { run, program, labels } = task;
  const { recipe } = run;
  const { step, view } = shownStep(task);
  const figures = stepFigures(run, before, view, MOST_EDGES);
  const { head, start, examples, losses, loss, updates, trains } = figures;
  const several = head.batch.length > 1;
  const calculations = new Calculations(head, several ? 'L_B' : null);
  const { latex } = calculations;
  const { words, code } = modelWords(recipe, updates.length);
  const passages = examples.map((example, i) => ({
    ...{ calculations, head, example },
    part: writtenPart(example, MOST_EDGES),
    earlier: examples[i - 1]?.sample ?? null,
  }));
  const parts = passages.map(({ part }) => part);
  const kept = keptGradients(head, start).length > 0;
  const name = labels.name === '' ? '' : `**${escaped(labels.name)}** · `;
  const reopen = reopening(run, step, trains);

  return `${[
    trains ? `# Step ${step}, worked out` : '# Forward and backward, worked out',
    `${name}${escaped(recipeName(recipe))} · ${standingWords(task, trains)} · ${program}`,
    'In the formulas numbers are rounded to six significant digits, so the last one of a result may differ from what they give by hand. The tables at the end have every digit.',
    ...leftOut(figures, parts),
    '## The model and the example',
    words,
    ...(code === null ? [] : [fenced(code)]),
    ...viewWords(view),
    ...changedWords(run.interventions, step),
    ...beforeWords(recipe, figures, latex),
    ...passages.flatMap(passParagraphs),
    ...(several && loss !== null ? batchLossParagraphs(recipe, losses, loss) : []),
    ...updateParagraphs(task, figures, calculations, step),
    '## Every digit',
    ...passages.flatMap(({ example, part }, i) => [
      ...(several ? [`Example ${example.sample}, after its backward pass:`] : []),
      nodeTable(latex, head, example, part, kept && i === 0 ? start : null),
    ]),
    ...(several ? [lossTable(head.batch, losses)] : []),
    ...(updates.length > 0 ? [parameterTable(latex, figures)] : []),
    reopen.words,
    ...(reopen.code === null ? [] : [fenced(reopen.code)]),
  ].join('\n\n')}\n`;
}

function updateParagraphs(
  { run }: WriteTask,
  { updates, finite, trains }: StepFigures,
  { latex }: Calculations,
  step: number,
): readonly string[] {
  if (updates.length === 0) {
    const why = trains ? 'No name is a parameter' : 'The expression has no loss';
    return ['## Update', `${why}, so nothing is updated.`];
  }
  return [
    '## Update',
    ...(finite ? [] : [NOT_MADE]),
    ruleWords(run.recipe.optimizer, step, updates[0]),
    ...updates.slice(0, MOST_UPDATES).flatMap((update) => {
      const formulas = updateFormulas(latex, update).map(display);
      return formulas.length > 1 ? [`**${math(latex.name(update.node))}**`, ...formulas] : formulas;
    }),
  ];
}

/** A text in which Markdown sees no marks. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#|$~]/g, String.raw`\$&`).replaceAll(/\s+/g, ' ');
}

/** A block of code, closed by more backticks than it holds. */
function fenced(code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${code.trimEnd()}\n${fence}`;
}
