import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { Mt19937 } from '../../src/engine/mt19937';

describe("the seminar's seeds", () => {
  it.each([
    { seed: 0, draws: '2 2 1 2 3 2 2 2 2 2 3 1', random: [0.8444218515250481, 0.7579544029403025] },
    {
      seed: 1,
      draws: '1 3 1 2 1 2 2 2 3 2 1 1',
      random: [0.13436424411240122, 0.8474337369372327],
    },
    {
      seed: 42,
      draws: '3 1 1 3 2 1 1 1 3 1 3 3',
      random: [0.6394267984578837, 0.025010755222666936],
    },
  ])('random.seed($seed) draws $draws from randint(1, 3)', ({ seed, draws, random }) => {
    const first = new Mt19937(seed);
    expect(Array.from({ length: 12 }, () => first.randint(1, 3)).join(' ')).toBe(draws);
    const again = new Mt19937(seed);
    expect([again.random(), again.random()]).toEqual(random);
  });
});

describe('against Python itself', () => {
  const RANGES: readonly (readonly [number, number])[] = [
    [1, 3],
    [0, 0],
    [0, 1],
    [-5, 5],
    [0, 254],
    [0, 255],
    [0, 256],
    [1, 1_000_000],
    [0, 2 ** 31 - 1],
    [0, 2 ** 31],
    [0, 2 ** 32 - 2],
  ];
  // Few enough for one run of Python, and enough that the 624 words are renewed several times.
  const ROUNDS = 60;

  const PYTHON = `
import json, random, sys
task = json.load(sys.stdin)
answers = []
for seed in task["seeds"]:
    random.seed(seed)
    draws = []
    for _ in range(task["rounds"]):
        draws += [random.randint(low, high) for low, high in task["ranges"]]
        draws.append(random.random())
    answers.append(draws)
print(json.dumps(answers))
`;

  it('draws the same numbers for 200 seeds, over ranges of every width', () => {
    const chance = new Mt19937(2024);
    const seeds = [0, 1, 2, 42, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1];
    // Any number of bits is as likely as any other.
    while (seeds.length < 200) seeds.push(Math.floor(2 ** (53 * chance.random())));

    const output = execFileSync('python3', ['-c', PYTHON], {
      input: JSON.stringify({ seeds, ranges: RANGES, rounds: ROUNDS }),
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    const expected = JSON.parse(output) as number[][];
    seeds.forEach((seed, i) => {
      const ours = new Mt19937(seed);
      const draws: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        for (const [low, high] of RANGES) draws.push(ours.randint(low, high));
        draws.push(ours.random());
      }
      expect(draws, `seed ${seed}`).toEqual(expected[i]);
    });
  });
});

describe('the state', () => {
  it('continues identically after save and restore, at any place in the 624 words', () => {
    for (const used of [0, 1, 623, 624, 625, 2000]) {
      const original = new Mt19937(7);
      for (let i = 0; i < used; i++) original.word();
      const state = original.save();
      const expected = Array.from({ length: 1500 }, () => original.random());

      const restored = new Mt19937(99);
      restored.restore(state);
      expect(Array.from({ length: 1500 }, () => restored.random())).toEqual(expected);
    }
  });

  it('is copied: drawing on does not change what was saved', () => {
    const generator = new Mt19937(7);
    const state = generator.save();
    const before = [...state];
    for (let i = 0; i < 1000; i++) generator.word();
    expect([...state]).toEqual(before);
  });
});

it('stays within the range, and reaches both of its ends', () => {
  const generator = new Mt19937(3);
  const seen = new Set(Array.from({ length: 200 }, () => generator.randint(-2, 2)));
  expect([...seen].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2]);
});
