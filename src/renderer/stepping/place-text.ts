import type { MicroEvent } from '../../contract/explanation';
import type { Graph } from '../../contract/graph';
import type { LabView } from '../../contract/lab-events';
import { brief } from '../format';
import { messages } from '../messages/messages';
import type { Stepper } from './stepper.svelte';

const t = messages.steps;

/** The step, epoch and example that the window shows. */
export function placeText(stepper: Stepper, view: LabView): string {
  const head = stepper.place ? stepper.loaded?.head : null;
  const { steps } = view.recipe.stop;
  if (!head) return messages.run.place(view.snapshot.step, steps, view.snapshot.epoch);
  const example = stepper.latest('example');
  const values = example?.kind === 'example' ? valuesOf(example, head.graph) : '';
  if (example?.kind !== 'example') return t.place(head.step, steps, head.epoch, '');
  if (head.example !== null) return t.look(head.step, head.example, view.examples.count, values);
  const sample = t.sample(example.sample, view.examples.training, values);
  return t.place(head.step, steps, head.epoch, sample);
}

/** Which edge of how many a gradient moves along now; empty where none does. Edges are counted; the seed before them is not one. */
export function edgeText({ event, span }: Stepper): string {
  return event?.kind === 'backward' ? t.edge(event.number, (span?.count ?? 1) - 1) : '';
}

function valuesOf({ leaves }: Extract<MicroEvent, { kind: 'example' }>, graph: Graph): string {
  return leaves.map(({ node, value }) => `${graph[node]?.name ?? ''} = ${brief(value)}`).join(', ');
}
