import type { Recipe } from '../../../contract/recipe';
import { StepExplanation } from '../../../engine/explain';
import type { Tape } from '../../../engine/tape';
import { Trainer } from '../../../engine/trainer';
import { type Backward, edgeWords, forwardWords, nameOf } from './calculations';
import { equation, listed, math } from './formulas';
import { roadToParameter } from './road';
import { updateWords } from './update-words';

/** Edges up to which all of a graph are written out. */
const MOST_EDGES = 30;

/** The first step's calculations for one of its examples. */
export interface FirstStep {
  /** Index of the example. */
  readonly index: number;
  /** With the example's numbers, forward pass done. */
  readonly tape: Tape;
  readonly words: readonly string[];
}

export function firstStep(recipe: Recipe): FirstStep {
  const trainer = new Trainer(recipe);
  const { batch, tape, model } = trainer;
  const index = batch[0] as number;
  trainer.setExample(index);
  tape.forward();

  const edges = backwardEdges(recipe, index);
  const long = edges.length > MOST_EDGES;
  const road = long ? roadToParameter(tape, new Set(trainer.parameterNodes)) : null;
  const target = road?.at(-1)?.to ?? null;
  const onRoad = road && new Map(road.map((edge) => [edge.node, edge]));
  const named = new Set(
    [model.parameters, model.inputs, model.data.map(({ node }) => node)].flat(),
  );
  const shown = edges.filter(({ node, operand, to }) => {
    if (onRoad) return onRoad.get(node)?.operand === operand;
    const leaf = tape.nodes[to];
    // A constant is nothing that could be changed.
    return leaf !== undefined && (leaf.op !== null || named.has(leaf));
  });
  const computed = tape.nodes.flatMap(({ op }, node) =>
    op !== null && (onRoad?.has(node) ?? true) ? [forwardWords(tape, node, op)] : [],
  );
  const root = math(nameOf(tape, tape.nodes.length - 1));
  const given = model.data
    .filter(({ node }) => tape.has(node))
    .map(({ node }) => equation(node.label, tape.data[tape.indexOf(node)] as number));
  return {
    index,
    tape,
    words: [
      taken(batch.length, index, given),
      ...(target === null
        ? []
        : [
            `Its graph has ${tape.nodes.length} nodes, too many to write out. Here is one road through it, from ${root} to the parameter ${math(nameOf(tape, target))}.`,
          ]),
      ...bulleted(
        `**Forward.** ${onRoad ? 'The values on this road:' : 'From the leaves on:'}`,
        computed.slice(-MOST_EDGES),
      ),
      ...bulleted(
        `**Backward.** The gradient of ${root} is 1. Each line is one edge: what arrives at its beginning, times the local derivative, goes to its end. What reaches a node by several edges adds up.`,
        shown
          .slice(0, MOST_EDGES)
          .map((edge) => edgeWords(tape, edge, tape.nodes[edge.node]?.op ?? 'add')),
      ),
      ...updateWords(recipe, target),
    ],
  };
}

/** Every edge that an example's backward pass goes through. */
function backwardEdges(recipe: Recipe, index: number): readonly Backward[] {
  const question = { view: 'compact', from: null, example: index + 1, scope: null } as const;
  const explanation = new StepExplanation(new Trainer(recipe), question);
  return explanation
    .events(0, explanation.head.events)
    .filter((event): event is Backward => event.kind === 'backward');
}

function taken(batch: number, index: number, given: readonly string[]): string {
  const one =
    batch === 1
      ? `The first step takes example ${index + 1}`
      : `The first step takes ${batch} examples. Here is one of them, example ${index + 1}`;
  return given.length > 0 ? `${one}: ${listed(given)}.` : `${one}.`;
}

/** Nothing where there is nothing to list. */
function bulleted(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length > 0 ? [heading, lines.map((line) => `- ${line}`).join('\n')] : [];
}
