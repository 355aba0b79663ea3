import {
  PARAMETER_COLUMNS,
  type Row,
  SERIES_COLUMNS,
  SHOWN_PARAMETERS,
} from '../../contract/lab-events';
import { countEdges, describeGraph } from '../../engine/describe';
import type { BucketedColumn, History } from '../../engine/history';
import type { Stretch } from '../../engine/stretch';
import { COLUMN, type Trainer } from '../../engine/trainer';
import type { SeriesColumns, Standing, Structure } from './messages';

/** Points a chart gets at the most; of many curves fewer, and fewest while they change several times a second. */
const CHART_POINTS = 512;
const MANY_PARAMETERS = 4;
/** Nodes of a graph that is drawn, at the most. */
export const DRAWN_NODES = 300;

export function structureOf(trainer: Trainer): Structure {
  const { tape, model, parameterNames, initial, examples } = trainer;
  const nodes = tape.nodes.length;
  return {
    graph: nodes > DRAWN_NODES ? null : describeGraph(model, tape),
    graphSize: { nodes, edges: countEdges(tape) },
    parameterNames,
    initial,
    trains: model.trains,
    examples,
  };
}

/** @param testLoss of the last epoch that was completed */
export function standingOf(
  trainer: Trainer,
  testLoss: number | null,
  stepsPerSecond: number | null,
): Standing {
  const { step, tape, committed, model } = trainer;
  const drawn = tape.nodes.length <= DRAWN_NODES;
  const computed = step > 0 || !model.trains;
  const reached = step > 0;
  return {
    step,
    epoch: Math.ceil(step / trainer.updatesPerEpoch),
    row: reached ? rowOf(trainer) : null,
    parameters: [...committed.subarray(0, SHOWN_PARAMETERS)],
    committed: committed.slice(),
    learningRate: trainer.learningRate,
    testLoss,
    dead: trainer.dead,
    // Before the first forward pass only the leaves have data.
    data: drawn
      ? tape.data.map((value, i) => (computed || tape.nodes[i]?.op === null ? value : Number.NaN))
      : null,
    grad: drawn && reached ? tape.grad.slice() : null,
    stepsPerSecond,
  };
}

function rowOf(trainer: Trainer): Row {
  const { row, examples, tracked } = trainer;
  const at = (column: number) => row[column] as number;
  const sample = at(COLUMN.sample);
  const prediction = at(COLUMN.prediction);
  return {
    example: Number.isNaN(sample)
      ? null
      : {
          sample,
          values: examples.columns.map((column) => column[sample - 1] as number),
          prediction: Number.isNaN(prediction) ? null : prediction,
        },
    loss: at(COLUMN.loss),
    gradients: Array.from({ length: tracked }, (_, i) => at(trainer.gradientColumn(i))),
    learningRate: at(COLUMN.learningRate),
  };
}

/** The whole history as a Series has it, column after column. @param running whether the next one follows at once */
export function chartSeries(history: History, trainer: Trainer, running: boolean): SeriesColumns {
  const share = trainer.tracked <= MANY_PARAMETERS ? 1 : running ? 4 : 2;
  const points = CHART_POINTS / share;
  return stretchSeries({ ...history.decimate(points), from: 1, to: history.steps }, trainer);
}

/** A stretch of a run likewise. */
export function stretchSeries(stretch: Stretch, trainer: Trainer): SeriesColumns {
  const { from, to, stride, count, columns: tracked } = stretch;
  const column = (index: number) => tracked[index] as BucketedColumn;
  const steps = Float64Array.from({ length: count }, (_, i) =>
    Math.min(from - 1 + (i + 1) * stride, to),
  );
  const { min, max } = column(COLUMN.loss);
  const all = [
    steps,
    min,
    max,
    column(COLUMN.epochLoss).last,
    column(COLUMN.testLoss).last,
    ...Array.from({ length: trainer.tracked }, (_, i) => {
      const value = column(trainer.parameterColumn(i));
      const gradient = column(trainer.gradientColumn(i));
      return [value.last, value.min, value.max, gradient.min, gradient.max];
    }).flat(),
  ];
  const width = SERIES_COLUMNS.length + PARAMETER_COLUMNS.length * trainer.tracked;
  const columns = new Float64Array(count * width);
  all.forEach((one, i) => columns.set(one.subarray(0, count), i * count));
  return { stride, count, columns };
}
