import type { RunResult } from '../../../contract/run-document';
import type { RunSource } from '../../../engine/replay';
import { partsOf, type RunParts } from '../python/run-parts';
import { runtime } from '../python/runtime';
import { type Sections, sectionsOf } from '../python/sections';
import { titles } from '../python/titles';
import { type Cell, code, markdown, notebookText } from './cells';
import { firstStep } from './first-step';
import { oneOperation } from './one-operation';
import { dataWords, loopWords, modelWords, resultWords } from './words';

/** Parameters up to which all gradients of the first step are printed. */
const MOST_PRINTED = 8;

/**
 * A run as a Jupyter notebook (nbformat 4.5): the code of the Python script in cells, with what it does and the run's own
 * numbers between them. Its cells, run in order, come to the same binary64 as the run.
 */
export function notebook(program: string, run: RunSource, result: RunResult): string {
  const parts = partsOf(program, run, result);
  const sections = sectionsOf(parts);
  return notebookText([
    markdown('title', titleWords(parts)),
    code('imports', sections.imports),
    markdown('data-words', ['## The data', ...dataWords(parts)]),
    code('data', sections.examples),
    markdown('value-words', VALUE),
    code('value', [runtime.value]),
    markdown('arithmetic-words', ARITHMETIC),
    code('arithmetic', [runtime.arithmetic]),
    ...stepCells(parts, sections),
    markdown('loop-words', ['## The loop', ...loopWords(parts)]),
    code('batches', [runtime.batches]),
    code('optimizer', [runtime.optimizer]),
    code('settings', sections.settings),
    code('loop', [
      ...[...sections.draws, ...sections.optimizers],
      ...(sections.loop.length > 0 ? ['', ...sections.loop] : []),
    ]),
    markdown('result-words', ['## The result', ...resultWords(parts)]),
    code('result', [...sections.printed, '', ...sections.checksum]),
  ]);
}

function titleWords({ recipe, result, program }: RunParts): readonly string[] {
  return [
    `# ${titles[recipe.model]}, trained step by step`,
    `This is a run of ${program}${result.steps > 0 ? `, of ${result.steps} step${result.steps === 1 ? '' : 's'}` : ''}. Here the same is done in plain Python, without packages. Run the cells from top to bottom, each with Shift and Enter: the last one prints the same numbers as the lab, to the last bit. To start again, restart the kernel.`,
    'In the text numbers are rounded to six digits. The code has all of them.',
  ];
}

const VALUE = [
  '## A number that knows where it comes from',
  'A `Value` holds a number, `data`, and its gradient, `grad`: how much the last node changes when this one changes a little. It also knows the Values it was computed from, and a backward rule: how to pass on what arrives at it.',
  '`backward()` sets the gradient of the last node to 1 and goes through the graph in reverse. So every node has its whole gradient before it passes anything on. That is the chain rule.',
];
const ARITHMETIC = [
  'The class needs these functions; you can skip them at first. Where Python would stop with an error, as in 1 ÷ 0, they give what the processor gives. And they compute exp, log and tanh by + − × ÷ alone, because the last bit would otherwise differ between machines.',
];

/** The model, one of its operations, and its first step. */
function stepCells(parts: RunParts, sections: Sections): readonly Cell[] {
  const { index, tape, words } = firstStep(parts.recipe);
  const one = oneOperation(tape);
  const early = parts.changes.some(({ step }) => step === 1);
  return [
    ...(one === null
      ? []
      : [
          markdown('operation-words', ['## One operation and its local derivative', ...one.words]),
          code('operation', one.code),
        ]),
    markdown('model-words', ['## The model', ...modelWords(parts)]),
    code('parameters', sections.parameters),
    code('forward', sections.forward),
    markdown('step-words', [
      '## One step by hand',
      ...words,
      ...(early
        ? ['In the run itself something was changed before this step already: see the loop below.']
        : []),
    ]),
    code('step', stepLines(parts, index)),
  ];
}

/** Forward and backward for one example; what follows finds the gradients at 0. */
function stepLines({ parameters }: RunParts, index: number): readonly string[] {
  const few =
    parameters.length > MOST_PRINTED ? `list(parameters.items())[:${MOST_PRINTED}]` : null;
  return [
    `loss = forward(examples[${index}])`,
    'loss.backward()',
    'print("loss", loss.data)',
    `for name, p in ${few ?? 'parameters.items()'}:`,
    '    print(name, p.data, "gradient", p.grad)',
    '',
    '# The loop below starts without them.',
    'for p in parameters.values():',
    '    p.grad = 0.0',
  ];
}
