import { toBase64 } from '../contract/base64';
import { columnNames } from '../contract/dataset';
import {
  type Examples,
  type LabView,
  type Series,
  SHOWN_PARAMETERS,
  type Snapshot,
} from '../contract/lab-events';
import type { LibraryState } from '../contract/library';
import type { Examples as EngineExamples } from '../engine/datasets';
import type { SeriesColumns, Standing } from './training/messages';
import type { Session } from './training/session';

/** Interventions that a view carries at the most, the latest: more would not fit in a frame. */
const VIEW_INTERVENTIONS = 1000;

/** A session as the seam states it. */
export function viewOf(session: Session, library: LibraryState): LabView {
  const { run, state, outcome, controls, speed, rate } = session;
  const { graph, graphSize, parameterNames, initial, trains, examples } = run.structure;
  return {
    run: run.number,
    branchedFrom: run.branchedFrom,
    state,
    recipe: run.recipe,
    controls,
    interventions: run.interventions.slice(-VIEW_INTERVENTIONS),
    graph,
    graphSize,
    parameters: parameterNames.slice(0, SHOWN_PARAMETERS),
    initial: [...initial.subarray(0, SHOWN_PARAMETERS)],
    parameterCount: parameterNames.length,
    trains,
    examples: examplesOf(examples),
    snapshot: snapshotOf(run.standing),
    series: seriesOf(run.series),
    outcome,
    rate,
    speed,
    library,
  };
}

export function snapshotOf(standing: Standing): Snapshot {
  const { step, epoch, row, parameters, learningRate, testLoss, dead, stepsPerSecond } = standing;
  return {
    ...{ step, epoch, row, parameters, learningRate, testLoss, dead, stepsPerSecond },
    data: standing.data && toBase64(standing.data),
    grad: standing.grad && toBase64(standing.grad),
  };
}

export function seriesOf({ count, stride, columns }: SeriesColumns): Series {
  return { count, stride, columns: toBase64(columns) };
}

function examplesOf({ inputs, columns, training, count }: EngineExamples): Examples {
  const all = new Float64Array(columns.length * count);
  columns.forEach((column, i) => all.set(column, i * count));
  return { names: columnNames(inputs), training, count, columns: toBase64(all) };
}
