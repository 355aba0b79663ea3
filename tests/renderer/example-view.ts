import { toBase64 } from '../../src/contract/base64';
import { type LabView, PARAMETER_COLUMNS, SERIES_COLUMNS } from '../../src/contract/lab-events';
import { exercise10 } from '../../src/contract/recipe';
import type { SeriesColumns } from '../../src/renderer/lab-view';

/** Exercise 10 after its first step, as the lab says it. */
export const afterOneStep: LabView = {
  run: 1,
  branchedFrom: null,
  state: 'paused',
  recipe: exercise10,
  controls: exercise10,
  interventions: [],
  graph: [
    { name: 'x', latex: 'x', role: 'data', op: null, symbol: null, operands: [], order: 4 },
    { name: 'w', latex: 'w', role: 'parameter', op: null, symbol: null, operands: [], order: 3 },
    {
      name: 'a',
      latex: 'a',
      role: 'operation',
      op: 'multiply',
      symbol: '×',
      operands: [0, 1],
      order: 2,
    },
    {
      name: 'loss',
      latex: '\\mathrm{loss}',
      role: 'operation',
      op: 'square',
      symbol: '²',
      operands: [2],
      order: 1,
    },
  ],
  graphSize: { nodes: 4, edges: 3 },
  parameters: ['w', 'b'],
  initial: [0, 0],
  parameterCount: 2,
  trains: true,
  examples: {
    names: ['x', 'y'],
    training: 1,
    count: 1,
    columns: toBase64(Float64Array.of(1, 2)),
  },
  snapshot: {
    step: 1,
    epoch: 1,
    row: {
      example: { sample: 1, values: [1, 2], prediction: 0 },
      loss: 4,
      gradients: [-4, -4],
      learningRate: 0.1,
    },
    parameters: [0.4, 0.4],
    learningRate: 0.1,
    testLoss: null,
    dead: null,
    data: toBase64(Float64Array.of(1, 0.4, 0, 4)),
    grad: toBase64(Float64Array.of(0, -4, -4, 1)),
    stepsPerSecond: null,
  },
  series: {
    count: 1,
    stride: 1,
    columns: toBase64(
      new Float64Array(SERIES_COLUMNS.length + 2 * PARAMETER_COLUMNS.length).fill(1),
    ),
  },
  outcome: null,
  rate: null,
  speed: Infinity,
  library: {
    storage: { kind: 'memory', reason: 'guest', folder: null, detail: '' },
    kept: null,
    interrupted: null,
    differences: [],
    revision: 0,
    guestNext: null,
  },
};

/** The columns of its one example. */
export const oneExample = [Float64Array.of(1), Float64Array.of(2)];

/** Parameters at one value a point, with gradients of twice that. */
export function parameterColumns(
  parameters: readonly Float64Array[],
): Pick<SeriesColumns, 'parameters' | 'parameterRanges' | 'gradientRanges'> {
  const twice = parameters.map((column) => column.map((value) => 2 * value));
  return {
    parameters,
    parameterRanges: parameters.map((column) => ({ min: column, max: column })),
    gradientRanges: twice.map((column) => ({ min: column, max: column })),
  };
}
