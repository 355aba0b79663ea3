import { toBase64 } from '../../src/contract/base64';
import { type LabView, SERIES_COLUMNS } from '../../src/contract/lab-events';
import { exercise10 } from '../../src/contract/recipe';

/** Exercise 10 after its first step, as the lab says it. */
export const afterOneStep: LabView = {
  run: 1,
  state: 'paused',
  recipe: exercise10,
  controls: exercise10,
  interventions: [],
  graph: [
    { name: 'x', role: 'data', op: null, symbol: null, operands: [], order: 4 },
    { name: 'w', role: 'parameter', op: null, symbol: null, operands: [], order: 3 },
    { name: 'a', role: 'operation', op: 'multiply', symbol: '×', operands: [0, 1], order: 2 },
    { name: 'loss', role: 'operation', op: 'square', symbol: '²', operands: [2], order: 1 },
  ],
  examples: { x: [1], y: [2] },
  snapshot: {
    step: 1,
    epoch: 1,
    row: {
      example: { sample: 1, x: 1, y: 2, prediction: 0 },
      loss: 4,
      dw: -4,
      db: -4,
      learningRate: 0.1,
    },
    w: 0.4,
    b: 0.4,
    learningRate: 0.1,
    data: toBase64(Float64Array.of(1, 0.4, 0, 4)),
    grad: toBase64(Float64Array.of(0, -4, -4, 1)),
    stepsPerSecond: null,
  },
  series: {
    count: 1,
    stride: 1,
    columns: toBase64(Float64Array.from(SERIES_COLUMNS, () => 1)),
  },
  outcome: null,
  speed: Infinity,
};
