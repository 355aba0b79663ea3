import type { GraphView, MicroEvent } from '../../src/contract/explanation';
import type { Intervention } from '../../src/contract/intervention';
import type { Recipe } from '../../src/contract/recipe';
import { StepExplanation } from '../../src/engine/explain';
import { replay } from '../../src/engine/replay';

export type Kind = MicroEvent['kind'];
export type EventOf<K extends Kind> = Extract<MicroEvent, { kind: K }>;

export interface Place {
  /** Step 1 where it is not said. */
  readonly step?: number;
  readonly view?: GraphView;
  /** The node that backward starts from, by its number; the loss where it is not said. */
  readonly from?: number | null;
  /** An example that is looked at instead of the step's own. */
  readonly example?: number | null;
  readonly interventions?: readonly Intervention[];
}

/** A step's explanation with all of its events. */
export function explained(recipe: Recipe, place: Place = {}) {
  const { step = 1, view = 'compact', from = null, example = null, interventions = [] } = place;
  const trainer = replay({ recipe, interventions }, step - 1);
  const explanation = new StepExplanation(trainer, { view, from, example, scope: null });
  const { head } = explanation;
  const events = explanation.events(0, head.events);
  const name = (node: number) => head.graph[node]?.name ?? '';
  return {
    explanation,
    head,
    events,
    trainer,
    name,
    /** The node of this name. */
    node: (wanted: string) => head.graph.findIndex((one) => one.name === wanted),
    of: <K extends Kind>(kind: K) =>
      events.filter((event): event is EventOf<K> => event.kind === kind),
    /** Each edge of the backward pass as 'loss→err'. */
    edges: () => eventsOf(events, 'backward').map(({ node, to }) => `${name(node)}→${name(to)}`),
  };
}

export type Explained = ReturnType<typeof explained>;

export function eventsOf<K extends Kind>(events: readonly MicroEvent[], kind: K): EventOf<K>[] {
  return events.filter((event): event is EventOf<K> => event.kind === kind);
}

/** The gradients of a graph's nodes as the events' running sums leave them; null where none arrived. */
export function sums(events: readonly MicroEvent[], nodes: number): (number | null)[] {
  const grads = Array.from({ length: nodes }, (): number | null => null);
  for (const event of events) {
    if (event.kind === 'seed') grads[event.node] = event.sum;
    else if (event.kind === 'backward') grads[event.to] = event.sum;
  }
  return grads;
}
