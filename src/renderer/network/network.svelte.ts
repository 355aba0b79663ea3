import { fromBase64 } from '../../contract/base64';
import type { LabApi } from '../../contract/lab-api';
import type { Network, NetworkQuery, NeuronNumbers } from '../../contract/network';
import type { NodeNumbers } from '../graph/node-numbers';
import { LatestAnswer } from '../surfaces/latest-answer.svelte';
import type { Where } from '../surfaces/surfaces.svelte';

export interface NetworkPicture extends Omit<
  Network,
  'activations' | 'gradients' | 'parameters' | 'slopes' | 'unit'
> {
  readonly activations: Float64Array;
  readonly gradients: Float64Array;
  readonly parameters: Float64Array;
  readonly slopes: Float64Array;
  readonly unit: (Pick<NeuronNumbers, 'name' | 'graph'> & { readonly numbers: NodeNumbers }) | null;
}

/** What the window asks of the lab for the picture of a network. */
export class NetworkState {
  /** The example that goes through it, from 1; null: the step's. */
  example = $state<number | null>(null);
  /** Layers that are drawn as one. */
  collapsed = $state.raw<readonly number[]>([]);
  /** Whether every node of the graph is drawn in its place. */
  everyNode = $state(false);

  readonly #latest: LatestAnswer<NetworkQuery, NetworkPicture>;

  constructor(api: () => LabApi | null) {
    this.#latest = new LatestAnswer(async (query) => {
      const answer = await api()?.network(query);
      if (!answer) return null;
      const { unit } = answer;
      return {
        ...answer,
        activations: fromBase64(answer.activations),
        gradients: fromBase64(answer.gradients),
        parameters: fromBase64(answer.parameters),
        slopes: fromBase64(answer.slopes),
        unit: unit && {
          name: unit.name,
          graph: unit.graph,
          numbers: { data: fromBase64(unit.data), grad: fromBase64(unit.grad), reached: null },
        },
      };
    });
  }

  get picture(): NetworkPicture | null {
    return this.#latest.answer;
  }

  get error() {
    return this.#latest.error;
  }

  /** @param unit the neuron that is open */
  want({ step, stands, example, key }: Where, unit: string | null): void {
    const query = { step: stands ? null : step, example: this.example ?? example, unit };
    this.#latest.want([query], key);
  }

  collapse(layer: number): void {
    const others = this.collapsed.filter((one) => one !== layer);
    this.collapsed = others.length < this.collapsed.length ? others : [...others, layer];
  }
}
