import { recipeName } from '../../../contract/recipe-name';
import { inOneLine, StepLatex } from '../../../contract/step-latex';
import type { Checkpoint } from '../../../engine/checkpoint';
import { type ExampleFigures, type StepFigures, stepFigures } from '../step/figures';
import { modelWords } from '../step/model-words';
import { reopening } from '../step/reopen';
import { shownStep } from '../step/shown-step';
import {
  beforeWords,
  changedWords,
  givenWords,
  NOT_MADE,
  standingWords,
  viewWords,
} from '../step/step-words';
import type { WriteTask } from '../writers/run-writer';
import { drawing } from './drawing';
import { MOST_EDGES } from './limit';
import { element, escaped, type Markup, sentence } from './markup';
import { edgeTable, ruleMarkup, updateLines, updateTable } from './tables';
import style from './worksheet.css?raw';

/** Nothing but this file itself: no script, and nothing from elsewhere. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/**
 * A step of a run as a page to be printed and filled in by hand, and then the same with its answers, from a new page on.
 * @param before where the run stands before the step
 */
export function worksheet(task: WriteTask, before: Checkpoint): string {
  const { step, view } = shownStep(task);
  const figures = stepFigures(task.run, before, view, MOST_EDGES);
  const what = figures.trains ? `Step ${step}` : 'Forward and backward';
  const name = task.labels.name === '' ? '' : `${task.labels.name}: `;
  const title = `${name}${what} by hand`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta name="generator" content="${escaped(task.program)}">`,
    element('title', {}, escaped(title)),
    `<style>\n${style}</style>`,
    '</head>',
    '<body>',
    new Sheets(task, figures, title).markup,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

class Sheets {
  readonly #task: WriteTask;
  readonly #figures: StepFigures;
  /** In formulas of their own, and in sentences. */
  readonly #latex: StepLatex;
  readonly #inline: StepLatex;
  readonly #title: string;

  constructor(task: WriteTask, figures: StepFigures, title: string) {
    this.#task = task;
    this.#figures = figures;
    this.#title = title;
    const partial = (of: string, by: string) => String.raw`\dfrac{\partial ${of}}{\partial ${by}}`;
    const total = figures.head.batch.length > 1 ? 'L_B' : null;
    this.#latex = new StepLatex(figures.head, { partial, total });
    this.#inline = new StepLatex(figures.head, { ...inOneLine, total });
  }

  get markup(): Markup {
    return [this.#sheet(false), this.#sheet(true)].join('\n');
  }

  /** All of it once: to be filled in, or with the answers. */
  #sheet(answers: boolean): Markup {
    const { examples, updates } = this.#figures;
    const [first, ...others] = examples.map((example, i) =>
      this.#example(example, examples[i - 1], answers),
    );
    const words = answers
      ? element('p', {}, 'Numbers are rounded to six significant digits.')
      : this.#words();
    const opening = [this.#head(answers), words, ...(first?.graph ?? [])];
    return element(
      'section',
      { class: answers ? 'answers' : 'task' },
      element('div', first?.lying ? { class: 'lying' } : {}, ...opening),
      ...(first?.edges ?? []),
      ...others.flatMap(({ lying, graph, edges }) => [
        element('div', { class: lying ? 'next lying' : 'next' }, ...graph),
        ...edges,
      ]),
      updates.length > 0 ? this.#update(answers) : '',
      this.#foot(),
    );
  }

  #head(answers: boolean): Markup {
    const title = answers ? `Answer key: ${this.#title}` : this.#title;
    const person = element(
      'div',
      { class: 'person' },
      element('div', {}, 'Name ', element('span', {})),
      element('div', {}, 'Date ', element('span', { class: 'date' })),
    );
    const words = element('h1', {}, escaped(title));
    return element('header', { class: 'head' }, words, answers ? '' : person);
  }

  /** What is given, and what is to be done. */
  #words(): Markup {
    const { run } = this.#task;
    const { head, updates } = this.#figures;
    const { words, code } = modelWords(run.recipe, updates.length);
    const given = [
      ...viewWords(head.view),
      ...changedWords(run.interventions, head.step),
      ...beforeWords(run.recipe, this.#figures, this.#inline),
    ];
    const todo = [
      `The forward pass is done: every node shows its value. Go backward from $${this.#latex.name(head.root)}$, along the edges in the order of their numbers. For each, write into the table what arrives, the local derivative, and their product, the contribution.`,
      'Write each node’s gradient into its box in the graph: the sum of all contributions that reach it.',
      ...(updates.length > 0 ? ['Update the parameters.'] : []),
    ];
    const paragraph = (one: string) => element('p', {}, sentence(one));
    return element(
      'div',
      { class: 'words' },
      element(
        'div',
        {},
        paragraph(words),
        ...(code === null ? [] : [element('pre', {}, escaped(code))]),
        ...given.map(paragraph),
      ),
      element('ol', {}, ...todo.map((one) => element('li', {}, sentence(one)))),
    );
  }

  #example(example: ExampleFigures, earlier: ExampleFigures | undefined, answers: boolean) {
    const { head } = this.#figures;
    const { figures, lying } = drawing(this.#latex, head, example, answers);
    const several = head.batch.length > 1;
    const given = givenWords(this.#latex, example);
    const heading = `Example ${example.sample}${given.length > 0 ? `: ${given.join(', ')}` : ''}`;
    return {
      lying,
      graph: [
        several ? element('h2', {}, sentence(heading)) : '',
        earlier
          ? element(
              'p',
              {},
              `The parameters’ gradients go on from what example ${earlier.sample} gave.`,
            )
          : '',
        ...figures,
      ],
      edges:
        example.edges.length === 0
          ? []
          : [
              element('h2', {}, 'Edges, in the order of the backward pass'),
              edgeTable(this.#latex, example, answers),
            ],
    };
  }

  #update(answers: boolean): Markup {
    const lines = [
      ...updateLines(this.#latex, this.#figures),
      ...(this.#figures.finite ? [] : [NOT_MADE]),
    ];
    return element(
      'div',
      { class: 'together' },
      element('h2', {}, 'Update'),
      element('p', {}, ruleMarkup(this.#task.run.recipe.optimizer, this.#figures)),
      updateTable(this.#latex, this.#figures, answers),
      ...(answers ? lines.map((one) => element('p', {}, one)) : []),
    );
  }

  #foot(): Markup {
    const { run, labels, program } = this.#task;
    const { step } = shownStep(this.#task);
    const { trains } = this.#figures;
    const { code, words } = reopening(run, step, trains);
    const name = labels.name === '' ? '' : `${labels.name} · `;
    return element(
      'footer',
      { class: 'foot' },
      escaped(
        `${name}${recipeName(run.recipe)} · ${standingWords(this.#task, trains)} · ${program}. ${words} `,
      ),
      ...(code === null ? [] : [element('code', {}, escaped(code))]),
    );
  }
}
