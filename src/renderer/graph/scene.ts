import type { MicroEvent } from '../../contract/explanation';
import type { Graph } from '../../contract/graph';
import type { LabView } from '../../contract/lab-events';
import { brief } from '../format';
import type { LabState } from '../lab.svelte';
import { StepNotation } from '../../contract/step-notation';
import type { EdgeFlow } from '../stepping/moment';
import type { Stepper } from '../stepping/stepper.svelte';
import type { NodeNumbers } from './node-numbers';

/** The graph with its numbers, as the window shows it now. */
export interface GraphScene {
  /** Null when it has too many nodes to be drawn. */
  readonly graph: Graph | null;
  readonly size: { readonly nodes: number; readonly edges: number };
  readonly numbers: NodeNumbers;
  /** What went along the edges so far in the step that is gone through. */
  readonly flows: readonly EdgeFlow[];
  /** What happens now; null at rest. */
  readonly event: MicroEvent | null;
  /** The active edge in words: the local derivative, and the product. */
  readonly activeLines: readonly string[];
  /** The node whose gradient is not told yet. */
  readonly secret: number | null;
}

/** Always the same, so that what follows it sees no change while a run trains. */
export const NONE: readonly never[] = [];

/** A step that is gone through, or where the run stands. */
export function sceneOf({ stepper, numbers, network }: LabState, view: LabView): GraphScene {
  const { loaded, moment, scope } = stepper;
  const stepping = stepper.place !== null && loaded !== null;
  // Of a neuron that is open, what is known while no step is gone through.
  const unit = network.picture?.unit;
  const neuron = unit?.name === scope ? unit : null;
  const standing = scope === null ? view.graph : (neuron?.graph ?? NONE);
  return {
    graph: stepping ? loaded.head.graph : standing,
    size: view.graphSize,
    numbers: moment ?? neuron?.numbers ?? numbers,
    flows: moment?.flows ?? NONE,
    event: stepping ? stepper.event : null,
    activeLines: activeLines(stepper),
    secret: stepper.secret,
  };
}

function activeLines({ loaded, moment, event, secret }: Stepper): readonly string[] {
  if (!loaded || !moment || event?.kind !== 'backward') return NONE;
  const n = new StepNotation(loaded.head);
  const { node, operand, to, upstream, local, contribution } = event;
  if (secret !== null) return [n.slope(node, to), '? × ? = ?'];
  const symbols = n.slopeSymbols(node, operand);
  const value = brief(local);
  const rule = symbols === value ? symbols : `${symbols} = ${value}`;
  const factor = local < 0 ? `(${value})` : value;
  return [
    `${n.slope(node, to)} = ${rule}`,
    `${brief(upstream)} × ${factor} = ${brief(contribution)}`,
  ];
}
