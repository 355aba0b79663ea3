import type { MlpRecipe } from '../../contract/recipe';
import { block, type Statement } from './instructions';
import type { Areas, Layout } from './layout';
import { type LayerAreas, LayerCode, NUMBER } from './layer-code';
import type { WasmFunction } from './module';

const PAIR = 16;

/** Areas of a network beside those of every kernel, for a group of examples. */
export interface NetworkAreas {
  readonly group: number;
  /** Inputs first, output last. */
  readonly layers: readonly LayerAreas[];
  /** The group's targets, shares in the loss, and losses. */
  readonly target: number;
  readonly share: number;
  readonly losses: number;
}

/** @param inputs inputs an example has @param group examples that are gone through together, 2 or 4 */
export function networkAreas(
  layout: Layout,
  areas: Pick<Areas, 'parameters' | 'gradients' | 'open'>,
  recipe: MlpRecipe,
  inputs: number,
  group: number,
): NetworkAreas {
  const widths = [inputs, ...recipe.hidden, 1];
  let parameters = 0;
  let gates = 0;
  const layers = widths.map((units, l): LayerAreas => {
    const last = l === widths.length - 1;
    const activation = last ? recipe.output : recipe.activation;
    const [first, open] = [parameters * NUMBER, areas.open + gates * PAIR];
    const hasGates = l > 0 && !last && activation === 'relu';
    if (l > 0) parameters += units * ((widths[l - 1] as number) + 1);
    if (hasGates) gates += units;
    const stride = PAIR * -Math.floor(-units / 2);
    return {
      units,
      activation,
      values: layout.numbers(units * group),
      byExample: layout.bytes(stride * group),
      stride,
      gradients: layout.numbers(units * group),
      parameters: areas.parameters + first,
      sums: areas.gradients + first,
      open: hasGates ? open : null,
    };
  });
  const each = () => layout.numbers(group);
  return { group, layers, target: each(), share: each(), losses: each() };
}

/** A function that computes a group's predictions and losses from its inputs and targets, and leaves the gates alone. */
export function forwardOnly(
  layout: Layout,
  { group, layers, target, share, losses }: NetworkAreas,
): { readonly function: WasmFunction; readonly code: Statement } {
  const through = new LayerCode(layout, group, group);
  const ungated = layers.map((layer) => ({ ...layer, open: null }));
  const code = block(
    ...ungated.slice(1).map((to, l) => through.forward(ungated[l] as LayerAreas, to)),
    through.loss(ungated.at(-1) as LayerAreas, target, share, losses),
  );
  return { function: through.within, code };
}
