import { toBase64 } from '../../src/contract/base64';
import { type LabApi, labArguments, type LabMethod } from '../../src/contract/lab-api';
import type { LabView } from '../../src/contract/lab-events';
import { exercise10 } from '../../src/contract/recipe';

/** A view in which every number that JSON would lose occurs. */
export const oddView: LabView = {
  run: 1,
  state: 'diverged',
  recipe: { ...exercise10, initial: { w: -0, b: 5e-324 } },
  controls: exercise10,
  interventions: [{ step: 2, change: { kind: 'learning-rate', value: 1e12 } }],
  graph: [
    { name: 'ŷ', role: 'operation', op: 'mul', symbol: '×', operands: [0, 1], order: 1 },
    { name: '', role: 'data', op: null, symbol: null, operands: [], order: 2 },
  ],
  examples: { x: [1, -0], y: [Number.NaN, 2] },
  snapshot: {
    step: 2,
    epoch: 2,
    row: {
      example: { sample: 1, x: -0, y: Number.NaN, prediction: Number.POSITIVE_INFINITY },
      loss: Number.NEGATIVE_INFINITY,
      dw: 0,
      db: 1e308,
      learningRate: 0.1,
    },
    w: Number.NaN,
    b: -0,
    learningRate: Number.POSITIVE_INFINITY,
    data: toBase64(Float64Array.of(Number.NaN, Number.NEGATIVE_INFINITY, -0, 0.1)),
    grad: null,
    stepsPerSecond: null,
  },
  series: { count: 0, stride: 1, columns: '' },
  outcome: { kind: 'diverged', at: { step: 3, node: 'loss' } },
  speed: Number.POSITIVE_INFINITY,
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
