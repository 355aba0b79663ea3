import type { Explanation, MicroEvent, Phase } from '../../contract/explanation';
import { StepNotation } from '../../contract/step-notation';
import { brief, count } from '../format';
import { list } from './words';

/** A calculation in words. */
export interface StepWords {
  readonly words: string;
  readonly next: string;
  /** For a voice: no signs that it would skip. */
  readonly spoken: string;
}

const phases: Readonly<Record<Phase, string>> = {
  forward: 'Forward',
  loss: 'Loss',
  order: 'Order',
  backward: 'Backward',
  update: 'Update',
};

/** As it is said: "minus 4", "partial L by partial w". */
function aloud(text: string): string {
  return text
    .replaceAll(/∂(\S+)\/∂([^\s,.:;]+)/g, 'partial $1 by partial $2')
    .replaceAll('ŷ', 'y hat')
    .replaceAll(/−(?=[\d∞])/g, 'minus ')
    .replaceAll('−', ' minus ')
    .replaceAll('×', 'times')
    .replaceAll('÷', 'divided by')
    .replaceAll('²', ' squared')
    .replaceAll('←', 'becomes')
    .replaceAll('=', 'is')
    .replaceAll(/ +/g, ' ');
}

const signed = (value: number) => (value < 0 ? `(${brief(value)})` : brief(value));

function said(event: MicroEvent, head: Explanation): { words: string; voice: string } {
  const n = new StepNotation(head);
  switch (event.kind) {
    case 'example': {
      const values = event.leaves.map(({ node, value }) => `${n.name(node)} = ${brief(value)}`);
      const which =
        event.of === 1
          ? `Example ${count(event.sample)}`
          : `Example ${count(event.sample)}, number ${count(event.number)} of the batch of ${count(event.of)}`;
      return same(`${which} enters the graph: ${list(values)}.`);
    }
    case 'forward': {
      const { operands, name } = n.node(event.node);
      return {
        words: `Forward: ${name} is computed from ${list([...new Set(operands.map((one) => n.name(one)))])}.`,
        voice: `Forward: ${name} = ${n.symbols(event.node)} = ${brief(event.value)}.`,
      };
    }
    case 'loss':
      return same(`The loss of this example is ${brief(event.value)}.`);
    case 'visit':
      return same(`Topological order: ${n.name(event.node)} is visited for the first time.`);
    case 'descend':
      return same(
        event.seen
          ? `Topological order: from ${n.name(event.node)} to its child ${n.name(event.to)}, which was visited before.`
          : `Topological order: from ${n.name(event.node)} down to its child ${n.name(event.to)}.`,
      );
    case 'append':
      return same(
        `Topological order: all children of ${n.name(event.node)} are in the map, so it is appended.`,
      );
    case 'seed':
      if (n.of !== n.root) {
        return same(
          `Backward arrives: the neurons behind ${n.name(event.node)} send it ${n.gradient(event.node)} = ${brief(event.value)}.`,
        );
      }
      return same(
        event.value === 1
          ? `Backward begins: ${n.gradient(event.node)} = 1, since ${n.root} changes with itself one to one.`
          : `Backward begins: this example counts ${brief(event.value)} of the batch’s mean, so that is ${n.gradient(event.node)}.`,
      );
    case 'backward': {
      const { node, to, before, sum } = event;
      const added =
        before === 0 ? '' : ` It is added to ${brief(before)}, which came before: ${brief(sum)}.`;
      return {
        words: `Backward through ${n.name(node)} = ${n.symbols(node)} into ${n.name(to)}: what arrives at ${n.name(node)}, times how much ${n.name(node)} changes with ${n.name(to)}.${added}`,
        voice: `Backward into ${n.name(to)}: ${brief(event.upstream)} × ${brief(event.local)} = ${brief(event.contribution)}. ${n.gradient(to)} = ${brief(sum)}.`,
      };
    }
    case 'batch-loss':
      return same(`The loss of all ${count(event.of)} examples together is ${brief(event.value)}.`);
    case 'update':
      return {
        words: `Update: ${n.name(event.node)} moves against its gradient, η times as far.`,
        voice: `Update: ${n.name(event.node)} ← ${brief(event.before)} − ${brief(event.learningRate)} × ${brief(event.gradient)} = ${brief(event.after)}.`,
      };
  }
}

function same(words: string): { words: string; voice: string } {
  return { words, voice: words };
}

function announced(event: MicroEvent | null, head: Explanation): string {
  const n = new StepNotation(head);
  if (!event) {
    return head.example === null ? 'This step is done.' : 'Only looked at: nothing is updated.';
  }
  switch (event.kind) {
    case 'example':
      return `Next: example ${count(event.sample)} enters the graph.`;
    case 'forward':
      return `Next: ${n.name(event.node)} = ${n.symbols(event.node)}.`;
    case 'loss':
      return `Next: the loss.`;
    case 'visit':
      return `Next: ${n.name(event.node)} is visited.`;
    case 'descend':
      return `Next: from ${n.name(event.node)} to ${n.name(event.to)}.`;
    case 'append':
      return `Next: ${n.name(event.node)} is appended.`;
    case 'seed':
      return `Next: backward begins at ${n.name(event.node)}.`;
    case 'backward':
      return `Next: backward from ${n.name(event.node)} into ${n.name(event.to)}.`;
    case 'batch-loss':
      return 'Next: the loss of the whole batch.';
    case 'update':
      return `Next: ${n.name(event.node)} ← ${brief(event.before)} − ${brief(event.learningRate)} × ${signed(event.gradient)}.`;
  }
}

/** What is said while a step is gone through. */
export const steps = {
  phases,
  phasesLabel: 'Phases of the step',
  edge: (number: number, of: number) => `edge ${number} of ${of}`,
  explanation: 'Explanation',
  copyLatex: 'Copy LaTeX',
  copied: 'Copied',
  numericCheck: (value: string) => `numeric check ${value}`,
  stack: 'call stack',
  visited: 'visited',
  map: 'map',
  place: (step: number, steps: number, epoch: number, sample: string) =>
    `Step ${count(step)} of ${count(steps)} · epoch ${count(epoch)}${sample}`,
  sample: (sample: number, of: number, values: string) =>
    ` · example ${count(sample)} of ${count(of)}: ${values}`,
  tooLong: (events: number, most: number) =>
    `This step has ${count(events)} calculations; the first ${count(most)} are shown.`,
  begin: 'Press Next: the first calculation of this step.',
  again: 'The graph of the first step is used again: no forward pass, so the loss stays as it was.',
  look: (step: number, example: number, of: number, values: string) =>
    `${step === 1 ? 'Before the first step' : `After step ${count(step - 1)}`} · looking at example ${count(example)} of ${count(of)}: ${values}`,
  /** @param secret the gradient is asked for: words and voice do not tell it */
  words: (
    event: MicroEvent,
    coming: MicroEvent | null,
    head: Explanation,
    secret: boolean,
  ): StepWords => {
    const { words, voice } = said(event, head);
    if (!secret) return { words, next: announced(coming, head), spoken: aloud(voice) };
    const asked = words.replace(/ It is added to .*$/, '');
    return {
      words: asked,
      next: 'Type the gradient, or press Next: it is told.',
      spoken: aloud(asked),
    };
  },
};
