/** A unit of the network, as it is drawn. */
export interface Unit {
  readonly name: string;
  readonly layer: number;
  readonly index: number;
  /** Its number among all units, layer after layer. */
  readonly number: number;
  readonly x: number;
  readonly y: number;
}

/** An input has nothing inside. */
export function isNeuron({ layer }: Unit): boolean {
  return layer > 0;
}

/** A layer that is drawn as one. */
export interface Block {
  readonly layer: number;
  readonly units: number;
  readonly x: number;
  readonly y: number;
}

/** A weight between two units; where a layer is drawn as one, all weights between two layers or of one unit are one edge. */
export interface Edge {
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
  /** Names of the units at its ends; a layer that is drawn as one has none. */
  readonly ends: readonly string[];
  /** The weights it stands for, by their place in declared order. */
  readonly weights: readonly number[];
}

export interface NetworkLayout {
  readonly columns: readonly {
    readonly layer: number;
    readonly x: number;
    readonly size: number;
  }[];
  readonly units: readonly Unit[];
  readonly blocks: readonly Block[];
  readonly edges: readonly Edge[];
  /** Pixels. */
  readonly radius: number;
  /** Whether units are wide enough for their name and value. */
  readonly roomy: boolean;
}

/** Pixels of a unit that shows its name and value. */
export const CARD = { width: 86, height: 34 } as const;
const MARGIN = { x: 56, top: 44, bottom: 14 } as const;
const MOST_RADIUS = 15;
const LEAST_RADIUS = 2.5;

/**
 * Layers from left to right, inputs first.
 * @param layers names of each layer's units
 * @param collapsed layers that are drawn as one
 */
export function layOut(
  layers: readonly (readonly string[])[],
  collapsed: readonly number[],
  size: { readonly width: number; readonly height: number },
): NetworkLayout {
  const height = Math.max(1, size.height - MARGIN.top - MARGIN.bottom);
  const step = (size.width - 2 * MARGIN.x) / Math.max(1, layers.length - 1);
  const most = Math.max(
    1,
    ...layers.flatMap((layer, l) => (collapsed.includes(l) ? [] : [layer.length])),
  );
  const spacing = height / most;
  const roomy = spacing >= CARD.height + 6 && step >= CARD.width * 1.35;
  const radius = Math.max(LEAST_RADIUS, Math.min(MOST_RADIUS, spacing * 0.4, step * 0.2));
  const x = (layer: number) => MARGIN.x + layer * step;
  const middle = MARGIN.top + height / 2;

  let number = 0;
  const units = layers.flatMap((layer, l) =>
    layer.map((name, index): Unit => {
      const gap = Math.min(
        spacing * (most / layer.length),
        roomy ? 76 : 3.4 * radius,
        height / layer.length,
      );
      const y = middle + (index - (layer.length - 1) / 2) * gap;
      return { name, layer: l, index, number: number++, x: x(l), y };
    }),
  );
  const at = (layer: number, index: number) =>
    units.find((unit) => unit.layer === layer && unit.index === index) as Unit;
  const place = layers.map((layer, l) => layer.map((_, i) => at(l, i)));
  return {
    columns: layers.map((layer, l) => ({ layer: l, x: x(l), size: layer.length })),
    units: units.filter(({ layer }) => !collapsed.includes(layer)),
    blocks: collapsed.map((l) => ({
      layer: l,
      units: layers[l]?.length ?? 0,
      x: x(l),
      y: middle,
    })),
    edges: edgesOf(place, collapsed, (l) => ({ x: x(l), y: middle })),
    radius,
    roomy,
  };
}

/** Declared order: neuron by neuron its weights from the first input on, then its bias. */
function edgesOf(
  layers: readonly (readonly Unit[])[],
  collapsed: readonly number[],
  block: (layer: number) => { readonly x: number; readonly y: number },
): readonly Edge[] {
  const edges = new Map<string, Edge & { readonly weights: number[] }>();
  let parameter = 0;
  for (let l = 1; l < layers.length; l++) {
    for (const to of layers[l] ?? []) {
      for (const from of layers[l - 1] ?? []) {
        const [fromAll, toAll] = [collapsed.includes(l - 1), collapsed.includes(l)];
        const key = `${l} ${fromAll ? '' : from.index} ${toAll ? '' : to.index}`;
        const edge = edges.get(key) ?? {
          from: fromAll ? block(l - 1) : from,
          to: toAll ? block(l) : to,
          ends: [...(fromAll ? [] : [from.name]), ...(toAll ? [] : [to.name])],
          weights: [],
        };
        edge.weights.push(parameter++);
        edges.set(key, edge);
      }
      parameter += 1;
    }
  }
  return [...edges.values()];
}

/** Edges that look the same, as one path. */
export interface EdgeBand {
  readonly key: string;
  readonly positive: boolean;
  /** Pixels. */
  readonly width: number;
  readonly path: string;
}

/** More lines than these are one blot. */
export const MOST_EDGES = 400;
/** Widths that can be told apart, of a few edges; of many all are thinner. */
const WIDTHS = [0.4, 0.8, 1.4, 2.2, 3.2, 4.4] as const;
const FEW = 60;

/**
 * The largest weights, at most MOST_EDGES; of one unit all.
 * @param weights in declared order, with the biases
 * @param unit whose edges alone are drawn, by name
 */
export function edgeBands(
  edges: readonly Edge[],
  weights: Float64Array,
  unit: string | null = null,
): readonly EdgeBand[] {
  const looks = edges.map(({ from, to, ends, weights: own }) => {
    const mean = (of: (weight: number) => number) =>
      own.reduce((all, i) => all + of(weights[i] ?? 0), 0) / own.length;
    const path = `M${from.x.toFixed(1)},${from.y.toFixed(1)}L${to.x.toFixed(1)},${to.y.toFixed(1)}`;
    const drawn = unit === null || ends.includes(unit);
    return { drawn, positive: mean((weight) => weight) >= 0, size: mean(Math.abs), path };
  });
  const sizes = Float64Array.from(looks, ({ size }) => size).sort();
  const [least = 0, largest = 0] = [sizes.at(-MOST_EDGES), sizes.at(-1)];
  const count = looks.filter(({ drawn }) => drawn).length;
  const thinner = Math.min(1, Math.sqrt(FEW / Math.min(count, MOST_EDGES)));
  const paths = new Map<string, string[]>();
  for (const { drawn, positive, size, path } of looks) {
    if (!drawn || (unit === null && size < least)) continue;
    const share = size / Math.max(largest, Number.MIN_VALUE);
    const width = Math.min(WIDTHS.length - 1, Math.floor(share * WIDTHS.length));
    const key = `${width}${positive ? '+' : '−'}`;
    const alike = paths.get(key);
    if (alike) alike.push(path);
    else paths.set(key, [path]);
  }
  return [...paths.keys()].toSorted().map((key) => ({
    key,
    positive: key.endsWith('+'),
    width: thinner * (WIDTHS[Number(key.charAt(0))] ?? 1),
    path: paths.get(key)?.join('') ?? '',
  }));
}

/** The unit whose calculation a node of the graph belongs to, by the node's name: w2_3_1, s2_3_1, z2_3 belong to h2_3. */
export function unitOf(node: string, layers: readonly (readonly string[])[]): string | null {
  const names = layers.flat();
  const output = layers.at(-1)?.[0] ?? null;
  if (names.includes(node)) return node;
  if (['y', 'err', 'loss'].includes(node) || node.startsWith('−y')) return output;
  const match = /^[wbpsz](\d+)_(\d+)/.exec(node);
  if (!match) return null;
  const [, layer = '', index = ''] = match;
  return layers[Number(layer)]?.[Number(index) - 1] ?? null;
}

/** A parameter of a unit, and its gradient at the example that is shown. */
export interface UnitParameter {
  readonly name: string;
  readonly value: number;
  readonly gradient: number;
}

/**
 * The weights of a unit, in the order of its inputs, then its bias; an input of the network has none.
 * @param parameters in declared order
 * @param gradients likewise
 */
export function parametersOf(
  unit: Unit,
  layers: readonly (readonly string[])[],
  parameters: Float64Array,
  gradients: Float64Array,
): readonly UnitParameter[] {
  if (!isNeuron(unit)) return [];
  const { layer, index } = unit;
  const inputs = (l: number) => layers[l - 1]?.length ?? 0;
  let first = index * (inputs(layer) + 1);
  for (let l = 1; l < layer; l++) first += (layers[l]?.length ?? 0) * (inputs(l) + 1);
  const place = `${layer}_${index + 1}`;
  return Array.from({ length: inputs(layer) + 1 }, (_, i) => ({
    name: i < inputs(layer) ? `w${place}_${i + 1}` : `b${place}`,
    value: parameters[first + i] ?? NaN,
    gradient: gradients[first + i] ?? NaN,
  }));
}
