import { EXPLAINED_NODES } from '../../training/inspect-messages';
import type { StepFigures } from '../step/figures';
import type { WrittenPart } from './passes';
import { MOST_ROWS } from './tables';

/** Edges of the backward pass that are written out, those of all examples together. */
export const MOST_EDGES = 400;
/** Parameters whose update is written out. */
export const MOST_UPDATES = 60;

const count = (value: number) => value.toLocaleString('en');

/** What of the step is not written out, and how to get it; nothing where all is. */
export function leftOut(
  { head, examples, updates }: StepFigures,
  parts: readonly WrittenPart[],
): readonly string[] {
  const nodes = head.graph.length;
  const edges = examples[0]?.edges.length ?? 0;
  const written = parts[0]?.edges.length ?? 0;
  const all = head.batch.length;
  const missing = [
    ...(all > examples.length
      ? [
          `${count(all - examples.length)} of the ${count(all)} examples (the lab goes through the batch from its last example on, so that one comes first here)`,
        ]
      : []),
    ...(edges > written
      ? [
          `${count(edges - written)} of the ${count(edges)} edges of an example’s backward pass, and the operations that lie behind them (those that are here come first, and need nothing that is not)`,
        ]
      : []),
    ...(updates.length > MOST_UPDATES
      ? [
          `${count(updates.length - MOST_UPDATES)} of the ${count(updates.length)} updates${updates.length > MOST_ROWS ? '' : ', which stand in the last table'}`,
        ]
      : []),
    ...(nodes > MOST_ROWS
      ? [
          `in the tables, nodes that no formula here is about${updates.length > MOST_ROWS ? `, and parameters from the ${count(MOST_ROWS + 1)}th on` : ''}`,
        ]
      : []),
  ];
  if (missing.length === 0) return [];
  const way =
    nodes <= EXPLAINED_NODES
      ? 'In the lab they can all be seen: go to this step on the timeline, press Back and Next for its calculations, and press the number of an example for those of that example.'
      : 'The graph is larger than what the lab can show. The run’s Python script computes every gradient: export it, and print `p.grad` in its loop.';
  return [
    `**Not written out here**, since the file would be too long: ${missing.join('; ')}. ${way}`,
  ];
}
