import type { DeadUnits } from '../../contract/diagnosis';
import type { ErrorData } from '../../contract/errors';
import type { Outcome, Snapshot } from '../../contract/lab-events';
import { brief, count } from '../format';
import { equations, list } from './words';

const moving = (few: readonly string[] | null) =>
  few === null
    ? 'the parameters move'
    : few.length === 1
      ? `${list(few)} moves`
      : `${list(few)} move`;

export function failure({ params }: ErrorData): string {
  switch (params['reason']) {
    case 'hung':
      return 'The training worker hung for two seconds and was ended.';
    case 'out-of-memory':
      return 'The training worker ran out of memory.';
    case 'exited':
      return 'The training worker ended by itself.';
    default:
      return `The training worker made a mistake (${params['detail'] ?? ''}).`;
  }
}

/** What is said of the step that was taken last, and of how the run ended. */
export const happened = {
  label: 'What happened',
  replay: (progress: number) => `Training again up to that step: ${Math.floor(progress * 100)} %.`,
  ready: (names: readonly string[], values: readonly number[], few: readonly string[] | null) =>
    `Press Next: the example ${equations(names, values).join(', ')} goes forward to the loss, the gradients come back, and ${moving(few)}.`,
  readyRandom: (few: readonly string[] | null) =>
    `Press Next: an example is drawn and goes forward to the loss, the gradients come back, and ${moving(few)}.`,
  readyBatch: (size: number, few: readonly string[] | null) =>
    `Press Next: ${count(size)} examples go forward to their loss, the gradients come back and add up, and ${moving(few)}.`,
  noLoss:
    'This expression has no loss: every node is computed, and nothing can be trained. A line loss = … makes it trainable.',
  running: (snapshot: Snapshot) =>
    snapshot.stepsPerSecond === null
      ? 'Training.'
      : `Training at about ${count(Number(snapshot.stepsPerSecond.toPrecision(2)))} steps a second.`,
  step: (
    step: number,
    sample: number,
    names: readonly string[],
    values: readonly number[],
    prediction: number | null,
    loss: number,
  ) => {
    const what = `Step ${count(step)} took example ${count(sample)}, ${list(equations(names, values))}`;
    return prediction === null
      ? `${what}: the loss was ${brief(loss)}.`
      : `${what}: ŷ = ${brief(prediction)}, so the loss was ${brief(loss)}.`;
  },
  batch: (step: number, loss: number, sum: boolean) =>
    `Step ${count(step)} took a batch of examples: the ${sum ? 'sum' : 'mean'} of their losses was ${brief(loss)}.`,
  update: (
    names: readonly string[],
    gradients: readonly number[],
    learningRate: number,
    values: readonly number[],
  ) => {
    const slopes = names.map((name, i) => `∂L/∂${name} = ${brief(gradients[i] ?? NaN)}`);
    const now = names.map(
      (name, i) => `${name}${i === 0 ? ' is now' : ''} ${brief(values[i] ?? NaN)}`,
    );
    return `${list(slopes)}; with η = ${brief(learningRate)}, ${list(now)}.`;
  },
  updateAll: (number: number, learningRate: number) =>
    `All ${count(number)} parameters moved against their gradients, with η = ${brief(learningRate)}.`,
  noGradient: (names: readonly string[]) =>
    names.length === 2
      ? `Both gradients were 0, so ${list(names)} did not move: no gradient comes through.`
      : `Every gradient was 0, so ${list(names)} did not move: no gradient comes through.`,
  dead: ({ count: number, of, names }: DeadUnits) =>
    of === 1
      ? 'The ReLU is dead: in the whole last epoch no gradient came through it on any example. As long as that is so, its weights stay where they are: start with other values.'
      : `${count(number)} of ${count(of)} ReLUs are dead: in the whole last epoch no gradient came through them on any example (${names.slice(0, 5).join(', ')}${number > 5 ? ', …' : ''}).`,
  ended: (outcome: Outcome, step: number): string => {
    switch (outcome.kind) {
      case 'steps':
        return `Finished: all ${count(step)} steps are done.`;
      case 'loss':
        return `Finished at step ${count(step)}: the loss of the epoch is below the limit.`;
      case 'diverged': {
        const { step: at, node, domain } = outcome.at;
        const undefinedThere = domain
          ? ` (${domain.op} of ${list(domain.operands.map(brief))} is not defined)`
          : '';
        return `Diverged: at step ${count(at)} ${node} was the first number that is not finite${undefinedThere}. You see the last finite state, step ${count(step)}. Try a smaller learning rate, then press Reset.`;
      }
      case 'failed':
        return `${failure(outcome.error)} The run up to step ${count(step)} is kept and can be exported. Press Reset to train again.`;
    }
  },
};
