import type { MlpRecipe } from '../../contract/recipe';
import type { Examples } from '../datasets';
import { type Graph, GraphCode } from './graph-code';
import { after, block, f64, type F64, f64x2, i32, repeat, type Statement } from './instructions';
import { Layout } from './layout';
import { type LayerAreas, NUMBER } from './layer-code';
import { call, type Local, WasmFunction, wasmModule } from './module';
import { forwardOnly, networkAreas } from './network';
import { AT } from './training-loop';

const PAIR = 16;
/** Examples of a network that are gone through together. */
const GROUP = 4;
/** The module's function that takes such a group through the layers. */
const LAYERS = 0;
/** Examples of a call at the most: a multiple of GROUP, and few enough that the compiler's better code soon takes over. */
export const CHUNK = 512;
const COLUMN_BYTES = CHUNK * NUMBER;

/** A graph's forward pass for many examples as a WebAssembly module, and where its numbers stand, in bytes. */
export interface ForwardProgram {
  /** Exports `run(examples)`, for 1 … CHUNK of them. */
  readonly module: Uint8Array<ArrayBuffer>;
  /** Binary64 of each parameter, in declared order. */
  readonly parameters: number;
  /** Columns of CHUNK binary64, data leaf by data leaf. */
  readonly columns: number;
  /** The root's value of each example. */
  readonly results: number;
  /** Constants by address, each in two lanes. */
  readonly constants: ReadonlyMap<number, number>;
  /** Bytes of memory it needs. */
  readonly bytes: number;
}

function areasOf(layout: Layout, { parameters, data }: Graph) {
  return {
    parameters: layout.numbers(parameters.names.length),
    columns: layout.bytes(COLUMN_BYTES * data.nodes.length),
    results: layout.bytes(COLUMN_BYTES),
  };
}

/** Does `body` at every `stride` bytes of the columns, as far as the examples go. */
function overExamples(
  within: WasmFunction,
  at: Local<'i32'>,
  stride: number,
  body: Statement,
): Statement {
  const end = i32.mul(within.parameter(0).get, i32.const(NUMBER));
  const one = block(body, at.set(i32.add(at.get, i32.const(stride))));
  return block(at.set(AT), repeat(one, i32.lt(at.get, end)));
}

/** Of any graph, written out. */
export function straightForward(graph: Graph): ForwardProgram {
  const layout = new Layout();
  const areas = areasOf(layout, graph);
  const within = new WasmFunction(1);
  const at = within.local('i32');
  const nodes = new GraphCode(within, graph);
  const one = block(
    nodes.leaves(at.get, areas.columns, COLUMN_BYTES),
    nodes.forward(),
    f64.store(at.get, areas.results, nodes.values.at(-1) as F64),
  );
  const loads = nodes.parameters.map((parameter, i) =>
    parameter.set(f64.load(AT, areas.parameters + NUMBER * i)),
  );
  const code = after(
    block(...loads, overExamples(within, at, NUMBER, one)),
    within.parameter(0).get,
  );
  const module = wasmModule([{ name: 'run', function: within, code }]);
  return { module, ...areas, constants: layout.constants, bytes: layout.end };
}

/** Of a network: its prediction, or its loss. Where the last group has fewer examples, what fills it up is not looked at. */
export function layeredForward(
  graph: Graph,
  recipe: MlpRecipe,
  { inputs }: Pick<Examples, 'inputs'>,
): ForwardProgram {
  const layout = new Layout();
  const areas = areasOf(layout, graph);
  // Neither gradients nor gates are computed.
  const none = { gradients: 0, open: 0 };
  const network = networkAreas(layout, { ...areas, ...none }, recipe, inputs, GROUP);
  const input = network.layers[0] as LayerAreas;
  const output = network.layers.at(-1) as LayerAreas;
  const isLoss = graph.data.nodes.length > inputs;
  const results = isLoss ? network.losses : output.values;
  const within = new WasmFunction(1);
  const at = within.local('i32');
  const taken = (leaf: number, to: number) =>
    vectors.map((v) => {
      const column = areas.columns + COLUMN_BYTES * leaf;
      return f64x2.store(AT, to + PAIR * v, f64x2.load(at.get, column + PAIR * v));
    });
  const vectors = Array.from({ length: GROUP / 2 }, (_, v) => v);
  const columns = Array.from({ length: inputs }, (_, c) => c);
  const group = block(
    ...columns.flatMap((c) => taken(c, input.values + GROUP * NUMBER * c)),
    ...(isLoss ? taken(inputs, network.target) : []),
    call('none', LAYERS),
    ...vectors.map((v) =>
      f64x2.store(at.get, areas.results + PAIR * v, f64x2.load(AT, results + PAIR * v)),
    ),
  );
  const code = after(overExamples(within, at, GROUP * NUMBER, group), within.parameter(0).get);
  const module = wasmModule([
    { name: 'layers', ...forwardOnly(layout, network) },
    { name: 'run', function: within, code },
  ]);
  return { module, ...areas, constants: layout.constants, bytes: layout.end };
}
