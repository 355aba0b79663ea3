import { toBase64 } from '../../contract/base64';
import type { Network, NetworkQuery } from '../../contract/network';
import { DataLeaves, ParameterLeaves } from '../../engine/leaves';
import { NotThere } from '../../engine/question';
import { Scope } from '../../engine/scope';
import { Tape } from '../../engine/tape';
import type { Trainer } from '../../engine/trainer';
import { Refusal } from './refusal';
import { type StandingNow, standsBefore } from './standing-now';

/**
 * A network at one example, forward and backward.
 * @param trainer stands before the step that is asked for; where `now` is given only its model and examples count
 * @throws Refusal for a model that is no network, an example or a neuron that is not there
 */
export function networkAt(
  trainer: Trainer,
  { example, unit }: Omit<NetworkQuery, 'step'>,
  now: StandingNow | null,
): Network {
  const { model, examples } = trainer;
  if (model.layers.length === 0) throw new Refusal('model', 'mlp');
  if (example !== null && example > examples.count) {
    throw new Refusal('example', `1 … ${examples.count}`);
  }
  const { parameters, step } = standsBefore(trainer, now);
  const first = now ? (now.sample ?? 1) : (trainer.batch.at(-1) ?? 0) + 1;
  const shown = example ?? first;

  const tape = new Tape(model.root);
  const leaves = new ParameterLeaves(model, tape);
  leaves.write(tape.data, parameters);
  new DataLeaves(model, tape, examples).set(tape.data, shown - 1);
  tape.forward();
  tape.backward();
  const units = model.layers.flat().map((node) => tape.indexOf(node));
  const picked = (numbers: Float64Array, nodes: readonly number[]) =>
    toBase64(Float64Array.from(nodes, (node) => numbers[node] as number));
  return {
    step,
    example: shown,
    layers: model.layers.map((layer) => layer.map(({ label }) => label)),
    activations: picked(tape.data, units),
    gradients: picked(tape.grad, units),
    parameters: toBase64(parameters),
    slopes: toBase64(leaves.read(tape.grad)),
    loss: tape.data[tape.data.length - 1] as number,
    target: examples.columns[examples.inputs]?.[shown - 1] as number,
    unit: unit === null ? null : neuron(trainer, tape, unit),
  };
}

function neuron({ model }: Trainer, tape: Tape, name: string): Network['unit'] {
  const scope = scopeOf(model, tape, name);
  return {
    name,
    graph: scope.describe(model, tape),
    data: toBase64(scope.pick(tape.data)),
    grad: toBase64(scope.pick(tape.grad)),
  };
}

function scopeOf(model: Trainer['model'], tape: Tape, name: string): Scope {
  try {
    return new Scope(model, tape, name);
  } catch (error) {
    if (!(error instanceof NotThere)) throw error;
    throw new Refusal('unit', error.accepted);
  }
}
