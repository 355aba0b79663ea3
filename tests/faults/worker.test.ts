import { describe, expect, test } from 'vitest';
import type { LabEvent } from '../../src/contract/lab-events';
import { committedOf } from '../engine/training';
import type { PerceptronDocument as RunDocument } from '../support/perceptron-document';
import { replay } from '../../src/engine/replay';
import { inMemory, rejection } from '../main/training/built-lab';
import { endless, expectFailed, expectTrainsAgain, faultyLab, workerFailed } from './faulty-lab';

const timesFailed = (events: readonly LabEvent[]) =>
  events.filter((event) => event.kind === 'state' && event.state === 'failed').length;

// A hang is noticed after two seconds.
describe.each(['throw', 'exit', 'memory', 'hang'] as const)(
  'promise 11: a training worker that fails (%s)',
  (kind) => {
    test('rejects the step that is waited for, and trains again after Reset', async () => {
      const open = await faultyLab({ kind, on: 'step', after: 0 }, endless);
      expect(await rejection(open.api.step({}))).toMatchObject(workerFailed(kind));
      expectFailed(await open.view(), kind);
      expect(timesFailed(open.events)).toBe(1);
      for (const call of [open.api.play({}), open.api.step({})]) {
        expect(await rejection(call)).toMatchObject({ code: 'wrong-state' });
      }
      expect(await open.api.pause({})).toBeNull();
      await expectTrainsAgain(open);
    });

    test('rejects the run that is begun', async () => {
      const creating = faultyLab({ kind, on: 'begin', after: 0 }, endless);
      expect(await rejection(creating)).toMatchObject(workerFailed(kind));
    });

    test('in mid-run says so; the run so far is kept and can be exported', async () => {
      const files = inMemory();
      const open = await faultyLab({ kind, on: 'play', after: 300 }, endless, files);
      await open.api.play({});
      await open.untilStep(1);
      await open.api.change({ change: { kind: 'learning-rate', value: 0.02 } });
      const failed = await open.until('failed');
      expectFailed(failed, kind);
      expect(failed.snapshot.step).toBeGreaterThan(0);
      expect(timesFailed(open.events)).toBe(1);

      await open.api.exportRun({ format: 'json' });
      const { result, recipe, interventions } = JSON.parse(await files.text()) as RunDocument;
      expect(result).toMatchObject({ stop: 'stopped', steps: failed.snapshot.step });
      const again = committedOf(replay({ recipe, interventions }, result.steps));
      expect(again).toStrictEqual({ w: result.w, b: result.b, loss: result.loss });

      await expectTrainsAgain(open);
    });
  },
);
