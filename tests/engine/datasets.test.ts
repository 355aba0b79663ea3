import { describe, expect, it } from 'vitest';
import {
  type Dataset,
  generatedKinds,
  inputCount,
  trainingCount,
} from '../../src/contract/dataset';
import { examplesOf } from '../../src/engine/datasets';
import { Mt19937 } from '../../src/engine/mt19937';

const drawn = (dataset: Dataset, seed = 1) => examplesOf(dataset, new Mt19937(seed));
const rows = ({ columns, count }: ReturnType<typeof drawn>) =>
  Array.from({ length: count }, (_, i) => columns.map((column) => column[i] as number));

describe.each(generatedKinds)('%s', (kind) => {
  const plain = { kind, count: 41, noise: 0, test: 0 } as const;

  it('has as many examples as asked for, each with its inputs and a target', () => {
    const examples = drawn(plain);
    expect([examples.count, examples.training]).toEqual([41, 41]);
    expect(examples.columns).toHaveLength(inputCount(plain) + 1);
    const targets = new Set(examples.columns.at(-1));
    if (kind !== 'line') expect(targets).toEqual(new Set([-1, 1]));
  });

  it('is the same for the same seed, and another for another', () => {
    expect(rows(drawn(plain))).toEqual(rows(drawn(plain)));
    expect(rows(drawn(plain, 2))).not.toEqual(rows(drawn(plain)));
  });

  it('noise moves the inputs, or the line’s targets, and nothing else', () => {
    const noisy = rows(drawn({ ...plain, noise: 0.2 }));
    rows(drawn(plain)).forEach((row, i) => {
      const moved = row.map((value, c) => value !== noisy[i]?.[c]);
      const target = row.length - 1;
      expect(moved).toEqual(row.map((_, c) => (kind === 'line' ? c === target : c !== target)));
    });
  });

  it('the split holds examples out, and loses none', () => {
    const dataset = { ...plain, test: 9 };
    const split = drawn(dataset);
    expect([split.training, split.count, trainingCount(dataset)]).toEqual([32, 41, 32]);
    const text = (all: number[][]) => all.map(String).sort();
    expect(text(rows(split))).toEqual(text(rows(drawn(plain))));
    // Both parts keep the order in which the examples were made.
    const order = rows(drawn(plain)).map(String);
    const places = rows(split).map((row) => order.indexOf(String(row)));
    const rising = (part: number[]) => [...part].sort((a, b) => a - b);
    expect(places.slice(0, 32)).toEqual(rising(places.slice(0, 32)));
    expect(places.slice(32)).toEqual(rising(places.slice(32)));
  });
});

it('the fixed ones and one’s own points draw nothing', () => {
  const points: Dataset = { kind: 'points', x: [[1, 2]], y: [3], test: 0 };
  for (const dataset of ['one', 'pair', 'integers', 'karpathy', points] as const) {
    const random = new Mt19937(5);
    examplesOf(dataset, random);
    expect(random.random()).toBe(new Mt19937(5).random());
  }
  expect(rows(drawn('karpathy'))).toEqual([
    [2, 3, -1, 1],
    [3, -1, 0.5, -1],
    [0.5, 1, 1, -1],
    [1, 1, -1, 1],
  ]);
  expect(rows(drawn(points))).toEqual([[1, 2, 3]]);
});

it('circles have radius 1 and ½, and XOR’s target says whether the signs differ', () => {
  for (const [x1 = 0, x2 = 0, y] of rows(
    drawn({ kind: 'circles', count: 20, noise: 0, test: 0 }),
  )) {
    expect(Math.hypot(x1, x2)).toBeCloseTo(y === 1 ? 0.5 : 1, 12);
  }
  for (const [x1 = 0, x2 = 0, y] of rows(drawn({ kind: 'xor', count: 20, noise: 0, test: 0 }))) {
    expect(y).toBe(x1 * x2 < 0 ? 1 : -1);
  }
});
