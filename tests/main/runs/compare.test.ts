import { describe, expect, it } from 'vitest';
import { fromBase64 } from '../../../src/contract/base64';
import { decodeFrame, encodeFrame } from '../../../src/contract/frame';
import { exercise10, type Recipe } from '../../../src/contract/recipe';
import type { PerceptronHistory, RunHistory } from '../../../src/contract/run-document';
import { comparison, comparisonCsv, textCell } from '../../../src/main/runs/compare';
import { searchable } from '../../../src/main/runs/library/summary';
import { mlp } from '../../engine/model-recipes';
import { documentOf } from './document-of';

function comparable(recipe: Recipe, name = '', interventions = {}) {
  const run = { recipe, interventions: [], ...interventions };
  const document = { ...documentOf(run, 20), name };
  return { document, summary: { ...searchable(name, document).summary, stored: true } };
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => Math.sqrt(i + 2));

describe('a comparison', () => {
  it('lists the settings that differ, and no other', () => {
    const { differences } = comparison([
      comparable(exercise10),
      comparable({ ...exercise10, learningRate: 0.2, initial: { w: -1, b: 0 } }),
    ]);
    expect(differences).toEqual([
      { field: 'learningRate', values: ['0.1', '0.2'] },
      { field: 'initial.w', values: ['0', '-1'] },
    ]);
  });

  it('of different models says what one of them does not have; changes count as settings', () => {
    const change = { step: 3, change: { kind: 'learning-rate', value: 0.5 } } as const;
    const { differences, runs } = comparison([
      comparable(mlp({ hidden: [4, 4] })),
      comparable(exercise10, '', { interventions: [change] }),
    ]);
    const of = (field: string) => differences.find((one) => one.field === field)?.values;
    expect(of('hidden')).toEqual(['[4,4]', null]);
    expect(of('initial.w')).toEqual([null, '0']);
    expect(of('changes')).toEqual([null, 'learning-rate 0.5 from step 3']);
    expect(runs.map(({ changes }) => changes)).toEqual([0, 1]);
  });

  it('has of every bucket the least and largest loss and the parameters after it, over the steps', () => {
    const one = comparable(exercise10);
    const [run] = comparison([one, comparable(exercise10)]).runs;
    const { count, columns } = run?.series ?? { count: 0, columns: '' };
    const all = [...fromBase64(columns)];
    const { loss, ...of } = one.document.history;
    const { w, b } = of as PerceptronHistory;
    const { min, max } = loss;
    expect(count).toBe(20);
    const steps = Array.from({ length: 20 }, (_, i) => i + 1);
    expect(all).toEqual([...steps, ...min, ...max, ...w.last, ...b.last]);
    expect(all.at(-1)).toBe(run?.parameters[1]?.value);
  });

  it('of eight runs with all parameters and points there can be fits in a frame', () => {
    const one = comparable(mlp({ hidden: [4, 4] }));
    const { history } = one.document as { history: RunHistory };
    const series = { min: numbers(512), max: numbers(512), last: numbers(512) };
    const parameters = Object.fromEntries(
      Object.keys(history.parameters).map((name) => [name, series]),
    );
    expect(Object.keys(parameters)).toHaveLength(16);
    const full = { ...one.document, history: { stride: 1, loss: series, parameters } };
    const frame = encodeFrame(comparison(Array(8).fill({ ...one, document: full })));
    expect(decodeFrame(frame)).toMatchObject({ runs: Array(8).fill({ steps: 20 }) });
  });

  it('as CSV has a row a run with the differing settings, results and parameters in full', () => {
    const fast = { ...exercise10, learningRate: 0.2 };
    const runs = [comparable(exercise10, 'slow'), comparable(fast, 'fast, "really"')];
    const lines = comparisonCsv(comparison(runs)).split('\r\n');
    const result = (i: number) =>
      runs[i]?.document.result as { w: number; b: number; loss: number };
    expect(lines).toEqual([
      'run,learningRate,steps,stop,loss,w,b',
      `slow,0.1,20,stopped,${result(0).loss},${result(0).w},${result(0).b}`,
      `"fast, ""really""",0.2,20,stopped,${result(1).loss},${result(1).w},${result(1).b}`,
      '',
    ]);
  });
});

describe('promise 22: text cells cannot become formulas; numbers stay numbers', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['−1', "'−1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ['a=1', 'a=1'],
    ['', ''],
  ])('%j is written as %j', (text, cell) => {
    expect(textCell(text)).toBe(cell);
  });

  it('in every row: a run’s name is text, its numbers are numbers', () => {
    const runs = [
      comparable({ ...exercise10, initial: { w: -1.25, b: 0 } }, '=cmd|calc'),
      comparable(exercise10, '-2'),
    ];
    const [, first, second] = comparisonCsv(comparison(runs)).split('\r\n');
    expect(first).toMatch(/^'=cmd\|calc,-1\.25,20,stopped,/);
    expect(second).toMatch(/^'-2,0,20,stopped,/);
    for (const cell of [first, second].flatMap((line) => line?.split(',').slice(4) ?? [])) {
      expect(String(Number(cell))).toBe(cell);
    }
  });
});
