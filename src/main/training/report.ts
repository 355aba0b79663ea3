import { SERIES_COLUMNS } from '../../contract/lab-events';
import type { History } from '../../engine/history';
import { COLUMN, type Trainer } from '../../engine/trainer';
import type { SeriesColumns, Standing } from './messages';

/** Points a chart gets at the most: more than it has pixels to show. */
const CHART_POINTS = 512;

export function standingOf(trainer: Trainer, stepsPerSecond: number | null): Standing {
  const { row, step, tape } = trainer;
  const at = (column: number) => row[column] as number;
  const { w, b } = trainer.committed;
  const started = step > 0;
  return {
    step,
    epoch: Math.ceil(step / trainer.updatesPerEpoch),
    row: started
      ? {
          example: Number.isNaN(at(COLUMN.sample))
            ? null
            : {
                sample: at(COLUMN.sample),
                x: at(COLUMN.x),
                y: at(COLUMN.y),
                prediction: at(COLUMN.prediction),
              },
          loss: at(COLUMN.loss),
          dw: at(COLUMN.dw),
          db: at(COLUMN.db),
          learningRate: at(COLUMN.learningRate),
        }
      : null,
    w,
    b,
    learningRate: trainer.learningRate,
    // Before the first forward pass only the leaves have data.
    data: tape.data.map((value, i) => (started || tape.nodes[i]?.op === null ? value : Number.NaN)),
    grad: started ? tape.grad.slice() : null,
    stepsPerSecond,
  };
}

/** The history as SERIES_COLUMNS, column after column. */
export function chartSeries(history: History): SeriesColumns {
  const { stride, count, columns: tracked } = history.decimate(CHART_POINTS);
  const [loss, epochLoss, w, b] = [COLUMN.loss, COLUMN.epochLoss, COLUMN.w, COLUMN.b].map(
    (column) => tracked[column],
  );
  const steps = Float64Array.from({ length: count }, (_, i) =>
    Math.min((i + 1) * stride, history.steps),
  );
  const columns = new Float64Array(count * SERIES_COLUMNS.length);
  [steps, loss?.min, loss?.max, epochLoss?.last, w?.last, b?.last].forEach((column, i) => {
    if (column) columns.set(column, i * count);
  });
  return { stride, count, columns };
}
