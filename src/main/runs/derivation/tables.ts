import type { Explanation } from '../../../contract/explanation';
import type { StepLatex } from '../../../contract/step-latex';
import { HAS_GRAD, type Moment } from '../../../engine/moment';
import { math } from '../notebook/formulas';
import type { ExampleFigures, StepFigures, Update } from '../step/figures';
import type { WrittenPart } from './passes';

/** Rows of a table at the most. */
export const MOST_ROWS = 1500;

/** Every digit: the shortest that is the same number. */
export function everyDigit(value: number): string {
  return Number.isNaN(value) ? 'not defined' : String(value);
}

/** A formula in a cell, which a bar would end. */
export function cell(latex: string): string {
  return math(latex.replaceAll('|', String.raw`\vert `));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const right = head.map((_, i) => (i === 0 ? '---' : '---:'));
  return [head, right, ...rows].map(line).join('\n');
}

/**
 * An example's nodes; of a graph with too many, those that were written about.
 * @param start what the step began with, to be shown where gradients were kept; null: not shown
 */
export function nodeTable(
  latex: StepLatex,
  { graph, root }: Explanation,
  { data, grad }: ExampleFigures,
  { edges }: WrittenPart,
  start: Moment | null,
): string {
  const all = [...graph.keys()].filter((node) => node <= root);
  const written = new Set(edges.flatMap(({ node, to }) => [node, to]));
  const shown = all.length <= MOST_ROWS ? all : all.filter((node) => written.has(node));
  const before = (node: number) =>
    start && ((start.reached[node] ?? 0) & HAS_GRAD) !== 0 ? (start.grad[node] as number) : 0;
  return table(
    ['node', 'value', ...(start ? ['gradient before'] : []), 'gradient'],
    shown.map((node) => [
      cell(latex.name(node)),
      everyDigit(data[node] as number),
      ...(start ? [everyDigit(before(node))] : []),
      everyDigit(grad[node] as number),
    ]),
  );
}

/** What every parameter was, its gradient, what the optimiser keeps, and what it is now. */
export function parameterTable(latex: StepLatex, { updates }: StepFigures): string {
  const kept: Readonly<Record<Update['move']['kind'], readonly string[]>> = {
    sgd: [],
    momentum: ['$v$'],
    adam: ['$m$', '$s$'],
  };
  const kind = updates[0]?.move.kind ?? 'sgd';
  return table(
    ['parameter', 'before', 'gradient', ...kept[kind], 'after'],
    updates
      .slice(0, MOST_ROWS)
      .map(({ node, before, gradient, after, move }) => [
        cell(latex.name(node)),
        ...[before, gradient, ...keptBy(move), after].map(everyDigit),
      ]),
  );
}

function keptBy(move: Update['move']): readonly number[] {
  if (move.kind === 'sgd') return [];
  return move.kind === 'momentum' ? [move.velocity] : [move.first, move.second];
}

/** The losses of a batch's examples. */
export function lossTable(batch: readonly number[], losses: readonly number[]): string {
  return table(
    ['example', 'loss'],
    losses.slice(0, MOST_ROWS).map((loss, i) => [String(batch[i] ?? ''), everyDigit(loss)]),
  );
}
