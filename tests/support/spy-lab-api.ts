import { toBase64 } from '../../src/contract/base64';
import { type LabApi, labArguments, type LabMethod } from '../../src/contract/lab-api';
import type { LabView } from '../../src/contract/lab-events';
import { exercise10 } from '../../src/contract/recipe';

/** A view in which every number that JSON would lose occurs. */
export const oddView: LabView = {
  run: 1,
  branchedFrom: null,
  state: 'diverged',
  recipe: { ...exercise10, initial: { w: -0, b: 5e-324 } },
  controls: exercise10,
  interventions: [{ step: 2, change: { kind: 'learning-rate', value: 1e12 } }],
  graph: [
    {
      name: 'ŷ',
      latex: String.raw`\hat y`,
      role: 'operation',
      op: 'mul',
      symbol: '×',
      operands: [0, 1],
      order: 1,
    },
    { name: '', latex: '', role: 'data', op: null, symbol: null, operands: [], order: 2 },
  ],
  graphSize: { nodes: 2, edges: 2 },
  parameters: ['w', 'b'],
  initial: [0, -0],
  parameterCount: 2,
  trains: true,
  examples: {
    names: ['x', 'y'],
    training: 2,
    count: 2,
    columns: toBase64(Float64Array.of(1, -0, Number.NaN, 2)),
  },
  snapshot: {
    step: 2,
    epoch: 2,
    row: {
      example: { sample: 1, values: [-0, Number.NaN], prediction: Number.POSITIVE_INFINITY },
      loss: Number.NEGATIVE_INFINITY,
      gradients: [0, 1e308],
      learningRate: 0.1,
    },
    parameters: [Number.NaN, -0],
    testLoss: null,
    dead: { count: 1, of: 1, names: ['ŷ'] },
    learningRate: Number.POSITIVE_INFINITY,
    data: toBase64(Float64Array.of(Number.NaN, Number.NEGATIVE_INFINITY, -0, 0.1)),
    grad: null,
    stepsPerSecond: null,
  },
  series: { count: 0, stride: 1, columns: '' },
  outcome: { kind: 'diverged', at: { step: 3, node: 'loss' } },
  rate: null,
  speed: Number.POSITIVE_INFINITY,
  library: {
    storage: { kind: 'memory', reason: 'guest', folder: null, detail: '' },
    kept: { id: 'a', name: '', notes: '', tags: [], steps: 2 },
    interrupted: null,
    differences: [{ field: 'w', stated: '-0', replayed: '0' }],
    revision: 0,
    guestNext: null,
  },
};

export interface SpyCall {
  readonly method: LabMethod;
  readonly argument: unknown;
}

export interface SpyLabApi {
  readonly api: LabApi;
  /** Every call that got through, in order. */
  readonly calls: SpyCall[];
}

/** A LabApi that notes what reaches it and answers `oddView` or null, unless `answers` says otherwise. */
export function spyLabApi(answers: Partial<LabApi> = {}): SpyLabApi {
  const calls: SpyCall[] = [];
  const method = (name: LabMethod) => (argument: never) => {
    calls.push({ method: name, argument });
    const answer = answers[name] as ((argument: never) => Promise<unknown>) | undefined;
    if (answer) return answer(argument);
    return Promise.resolve(name === 'view' ? oddView : null);
  };
  const names = Object.keys(labArguments) as LabMethod[];
  return { api: Object.fromEntries(names.map((n) => [n, method(n)])) as unknown as LabApi, calls };
}
