import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { Control } from '../../../src/main/training/control';

/** A thread that has the real Control and writes pairs (n, 2n) into it until it is stopped. */
function hammer(control: Control): Worker {
  const source = resolve(import.meta.dirname, '../../../src/main/training/control.ts');
  const { outputText } = ts.transpileModule(readFileSync(source, 'utf8'), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
  });
  const code = `
    import { parentPort, workerData } from 'node:worker_threads';
    ${outputText}
    const control = new Control(workerData);
    parentPort.postMessage('started');
    let n = 0;
    while (!control.stopped) {
      n += 1;
      control.setNumbers(n, 2 * n);
      control.beat();
    }
    parentPort.postMessage(n);`;
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), {
    workerData: control.buffer,
  });
}

describe('the control words', () => {
  test('never give half of a pair while another thread writes as fast as it can', async () => {
    const control = new Control();
    const thread = hammer(control);
    await once(thread, 'message');
    const reads: { sequence: number; learningRate: number; speed: number }[] = [];
    let torn = 0;
    let backwards = 0;
    let last = 0;
    const end = performance.now() + 500;
    while (performance.now() < end) {
      for (let i = 0; i < 1000; i++) {
        const { sequence, learningRate, speed } = control.numbers();
        if (speed !== 2 * learningRate || sequence !== 2 * learningRate) torn += 1;
        if (learningRate < last) backwards += 1;
        last = learningRate;
      }
      reads.push(control.numbers());
    }
    control.setStopped(true);
    const [written] = (await once(thread, 'message')) as [number];
    expect({ torn, backwards }).toEqual({ torn: 0, backwards: 0 });
    expect(new Set(reads.map(({ sequence }) => sequence)).size).toBeGreaterThan(10);
    expect(control.numbers()).toEqual({
      sequence: 2 * written,
      learningRate: written,
      speed: 2 * written,
    });
    expect(control.beats).toBe(written);
  });

  test('carry any learning rate and speed, to the last bit', () => {
    const control = new Control();
    for (const [learningRate, speed] of [
      [Number.MIN_VALUE, 1],
      [1e12, Number.POSITIVE_INFINITY],
      [0.1, 29.97],
    ] as const) {
      control.setNumbers(learningRate, speed);
      expect(new Control(control.buffer).numbers()).toMatchObject({ learningRate, speed });
    }
  });

  test('change the sequence with every writing, of the same numbers too', () => {
    const control = new Control();
    const before = control.sequence;
    control.setNumbers(0.1, 1);
    control.setNumbers(0.1, 1);
    expect(control.sequence).toBe(before + 4);
  });

  test('share stop and beat', () => {
    const control = new Control();
    const other = new Control(control.buffer);
    expect(other.stopped).toBe(false);
    control.setStopped(true);
    other.beat();
    expect(other.stopped).toBe(true);
    expect(control.beats).toBe(1);
  });
});
