import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { version } from '../../../package.json';
import type { PerceptronDocument as RunDocument } from '../../support/perceptron-document';
import { replay } from '../../../src/engine/replay';
import { Trainer } from '../../../src/engine/trainer';
import { runChecksum } from '../../../src/main/runs/checksum';
import { at, rowsOf } from '../../engine/training';
import { printed, runCli, train } from '../../support/run-cli';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'chainrule-cli-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const read = (name: string) => readFileSync(join(folder, name), 'utf8');

describe('--export FILE.csv', () => {
  it('Ctrl+C while it is written, or before, leaves no half file', async () => {
    writeFileSync(join(folder, 'run.csv'), 'old');
    // Long enough for either; before training has begun Ctrl+C ends the process as it ends any other.
    const output = await train(`--steps 3000000 --export ${folder}/run.csv`, 3000);
    expect([130, null]).toContain(output.code);
    expect(readdirSync(folder)).toEqual(['run.csv']);
    const text = read('run.csv');
    const whole = text === 'old' || text.split('\r\n').length === printed(output).result.steps + 2;
    expect(whole).toBe(true);
  });

  it('has the header, one row a step, and the result as its last row', async () => {
    const options = '--dataset integers --lr 0.02 --steps 5000';
    const { recipe, result } = printed(await train(`${options} --export ${folder}/run.csv`));
    expect(readdirSync(folder)).toEqual(['run.csv']);
    const [header, ...lines] = read('run.csv').trimEnd().split('\r\n');
    expect(header).toBe('step,epoch,sample,x,y,y_pred,loss,w,b,dw,db,lr');
    expect(lines.length).toBe(5000);
    const rows = lines.map((line) => line.split(',').map(Number));
    expect(rows.every((row, i) => row[0] === i + 1 && row[1] === Math.ceil((i + 1) / 3))).toBe(
      true,
    );

    const last = rows.at(-1)!;
    expect(last[0]).toBe(result.steps);
    expect([last[6], last[7], last[8]]).toEqual([result.loss, result.w, result.b]);

    const columns = 'sample x y prediction loss w b dw db learningRate'.split(' ') as Parameters<
      typeof at
    >[1][];
    const exact = rowsOf(new Trainer(recipe)).map((row) => columns.map((name) => at(row, name)));
    expect(rows.map((row) => row.slice(2))).toEqual(exact);
  });

  it('of a diverged run ends with the last committed step', async () => {
    const output = await train(`--lr 0.6 --steps 2000 --export ${folder}/run.csv`);
    expect(output.code).toBe(3);
    const lines = read('run.csv').trimEnd().split('\r\n');
    expect(lines.length).toBe(1 + 1053);
    expect(lines.at(-1)).toContain('1053,1053,1,1,2,');
    expect(lines.at(-1)).toContain(',7.461421413349837e+153,7.461421413349837e+153,');
  });
});

describe('--export FILE.json', () => {
  it('is the run document: what was printed, and a replay comes to the same checksum', async () => {
    const options = '--dataset pair --sampling random --activation relu-abs --w 0.5 --steps 3000';
    const output = printed(await train(`${options} --export ${folder}/run.json`));
    const document = JSON.parse(read('run.json')) as RunDocument;
    expect(document).toMatchObject({
      format: 'chainrule-run',
      version: 1,
      program: `chainrule ${version}`,
      recipe: output.recipe,
      interventions: [],
      result: output.result,
    });
    const { step, committed } = replay(document, document.result.steps);
    expect(runChecksum(step, committed)).toBe(document.result.checksum);
    const { stride, loss, w } = document.history;
    expect(loss.last.length).toBe(Math.ceil(3000 / stride));
    expect(loss.last.length).toBeLessThanOrEqual(512);
    expect(w.last.at(-1)).toBe(output.result.w);
  });

  it('of a run that --until-loss ended', async () => {
    const output = printed(await train(`--lr 0.1 --until-loss 1e-3 --export ${folder}/run.json`));
    const { result } = JSON.parse(read('run.json')) as RunDocument;
    expect(result).toEqual(output.result);
    expect(result.stop).toBe('loss');
  });

  it('takes a name with spaces, and an ending in capitals', async () => {
    const path = join(folder, 'my run.JSON');
    expect((await runCli(['train', '--steps', '2', '--export', path])).code).toBe(0);
    expect((JSON.parse(read('my run.JSON')) as RunDocument).result.steps).toBe(2);
  });
});

describe('a file that cannot be written', () => {
  it('is named, with exit code 2, after the result was printed; nothing is left behind', async () => {
    mkdirSync(join(folder, 'run.csv'));
    const output = await train(`--steps 3 --export ${folder}/run.csv`);
    expect(printed(output).result.steps).toBe(3);
    expect(output.stderr).toMatch(/^--export [^\n]*run\.csv[^\n]*\n$/);
    expect(output.code).toBe(2);
    expect(readdirSync(folder)).toEqual(['run.csv']);
  });

  it('is not touched when an argument is bad', async () => {
    writeFileSync(join(folder, 'run.csv'), 'old');
    expect((await train(`--lr 0 --export ${folder}/run.csv`)).code).toBe(2);
    expect(read('run.csv')).toBe('old');
  });
});
