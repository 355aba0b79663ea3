import type { MlpRecipe } from '../../contract/recipe';
import { COLUMN, type TrainingState } from '../training-state';
import { lanes } from './arithmetic';
import {
  block,
  f64,
  f64x2,
  i32,
  type I32,
  repeat,
  type Statement,
  type V128,
  when,
} from './instructions';
import { type Areas, areasOf, Layout } from './layout';
import { type LayerAreas, LayerCode, NUMBER } from './layer-code';
import { call, type Local, wasmModule } from './module';
import { forwardOnly, type NetworkAreas, networkAreas } from './network';
import { moved } from './optimizer-code';
import type { Program } from './program';
import { parameterColumns, type Recorded } from './recorder';
import { AT, isNotFinite, TrainingLoop, ZERO } from './training-loop';

const PAIR = 16;
/** The module's functions that go through the layers: forward and backward, and forward only, past the gates. */
const LAYERS = 0;
const TESTED = 1;

/** The training loop of a network, in loops over its units: four examples at once, or one. */
export function layered(state: TrainingState, recipe: MlpRecipe): Program {
  const layout = new Layout();
  const areas = areasOf(layout, state);
  const group = state.sampler.size === 1 ? 2 : 4;
  const network = networkAreas(layout, areas, recipe, state.examples.inputs, group);
  const through = new LayerCode(layout, group, Math.min(group, state.sampler.size));
  const { layers } = network;
  const output = layers.at(-1) as LayerAreas;
  const pairs = layers.slice(1).map((to, l) => [layers[l] as LayerAreas, to] as const);
  const code = block(
    ...pairs.map(([from, to]) => through.forward(from, to)),
    through.loss(output, network.target, network.share, network.losses),
    ...pairs
      .toReversed()
      .flatMap(([from, to], l) => [
        through.addGradients(from, to),
        l < pairs.length - 1 ? through.backward(from, to) : block(),
      ]),
  );
  const tested = forwardOnly(layout, network);
  const loop = (records: boolean) => new Layered(state, areas, network, layout).written(records);
  const module = wasmModule([
    { name: 'layers', function: through.within, code },
    { name: 'tested', ...tested },
    { name: 'run', ...loop(false) },
    { name: 'record', ...loop(true) },
  ]);
  return { module, areas, constants: layout.constants, bytes: layout.end };
}

class Layered extends TrainingLoop {
  readonly #network: NetworkAreas;
  readonly #lanes: ReturnType<typeof lanes>;
  readonly #top = this.within.local('i32');
  readonly #at = this.within.local('i32');
  readonly #end: number;
  /** Of each example of a group: its offset in a column. */
  readonly #examples: readonly Local<'i32'>[];
  readonly #shares: readonly Local<'f64'>[];
  readonly #value = this.within.local('v128');
  readonly #gradient = this.within.local('v128');
  readonly #first = this.within.local('v128');
  readonly #second = this.within.local('v128');
  readonly #check = this.within.local('v128');

  constructor(state: TrainingState, areas: Areas, network: NetworkAreas, layout: Layout) {
    super(state, areas);
    this.#network = network;
    this.#lanes = lanes((value) => f64x2.load(AT, layout.constant(value)));
    this.#examples = this.within.locals('i32', network.group);
    this.#shares = this.within.locals('f64', network.group);
    this.#end = PAIR * -Math.floor(-state.parameters.names.length / 2);
  }

  protected columns(): readonly Recorded[] {
    const { state, areas } = this;
    const { sample, prediction, loss } = COLUMN;
    const each = (area: number) =>
      Array.from({ length: state.tracked }, (_, i) => f64.load(AT, area + NUMBER * i));
    const single = [
      { column: prediction, value: f64.load(AT, areas.prediction) },
      ...(state.examples.training > 1 ? [{ column: sample, value: this.sample.get }] : []),
    ];
    return [
      { column: loss, value: this.loss.get },
      ...(this.single ? single : []),
      ...parameterColumns(each(areas.parameters), each(areas.gradients), state.tracked),
    ];
  }

  protected enter(): Statement {
    return block();
  }

  protected exit(): Statement {
    return block();
  }

  /** Does `body` for each pair of numbers of an area that is `end` bytes long. */
  #pairs(end: number, body: Statement): Statement {
    return block(
      this.#at.set(AT),
      repeat(
        block(body, this.#at.set(i32.add(this.#at.get, i32.const(PAIR)))),
        i32.lt(this.#at.get, i32.const(end)),
      ),
    );
  }

  protected endEpoch(): Statement {
    const { open, wasOpen } = this.areas;
    const { count } = this.state.gates;
    if (count === 0) return block();
    return this.#pairs(
      PAIR * count,
      block(
        f64x2.store(this.#at.get, wasOpen, f64x2.load(this.#at.get, open)),
        f64x2.store(this.#at.get, open, this.#lanes.const(0)),
      ),
    );
  }

  /** Groups from the batch's last examples to its first; where these are fewer, the first one fills up and counts nothing. */
  protected pass(): Statement {
    const { group, losses } = this.#network;
    const { gradients } = this.areas;
    const from = (v: number) => f64x2.load(AT, losses + PAIR * v);
    const top = this.#top.get;
    // What fills up the first group lies before the losses: below an address of 0, were it an offset.
    const place = i32.add(i32.shl(top, i32.const(3)), i32.const(this.areas.losses));
    const lanesOfGroup = Array.from({ length: group / 2 }, (_, v) => v);
    const one = block(
      this.#top.set(i32.sub(top, i32.const(group))),
      ...this.#examples.map((_, e) => this.#choose(e)),
      this.#inputs(),
      call('none', LAYERS),
      ...(this.single ? [] : lanesOfGroup.map((v) => f64x2.store(place, PAIR * v, from(v)))),
    );
    const output = this.#network.layers.at(-1) as LayerAreas;
    const single = block(
      this.#top.set(i32.const(1)),
      one,
      this.loss.set(f64.load(AT, losses + NUMBER)),
      f64.store(AT, this.areas.prediction, f64.load(AT, output.values + NUMBER)),
      // From the offset of the example's numbers.
      this.sample.set(
        f64.add(
          f64.mul(f64.ofI32(this.#examples[1]?.get ?? AT), f64.const(1 / NUMBER)),
          f64.const(1),
        ),
      ),
    );
    return block(
      this.#pairs(this.#end, f64x2.store(this.#at.get, gradients, this.#lanes.const(0))),
      this.countExamples(),
      this.single
        ? single
        : block(
            this.#top.set(this.count.get),
            repeat(one, i32.gt(top, i32.const(0))),
            this.addLosses(),
          ),
      this.movePosition(this.count.get),
    );
  }

  /** Which example stands in place e of the group that begins at `top`, and its share. */
  #choose(e: number): Statement {
    const example = this.#examples[e] as Local<'i32'>;
    const share = this.#shares[e] as Local<'f64'>;
    const place = i32.add(this.#top.get, i32.const(e));
    const fills = i32.lt(example.get, i32.const(0));
    return block(
      example.set(place),
      share.set(this.share.get),
      when(fills, block(share.set(ZERO), example.set(AT))),
      example.set(this.exampleAt(i32.add(this.position.get, example.get))),
    );
  }

  /** The group's numbers, in both orders, its targets and shares. */
  #inputs(): Statement {
    const { layers, target, share } = this.#network;
    const { inputs, count } = this.state.examples;
    const input = layers[0] as LayerAreas;
    const column = (c: number) => this.areas.examples + NUMBER * count * c;
    const of = (e: number, c: number) =>
      f64.load((this.#examples[e] as Local<'i32'>).get, column(c));
    const both = (c: number, v: number): V128 => f64x2.pair(of(2 * v, c), of(2 * v + 1, c));
    const vectors = Array.from({ length: this.#network.group / 2 }, (_, v) => v);
    const columns = Array.from({ length: inputs }, (_, c) => c);
    return block(
      ...columns.flatMap((c) => [
        ...vectors.map((v) =>
          f64x2.store(AT, input.values + c * this.#network.group * NUMBER + PAIR * v, both(c, v)),
        ),
        ...this.#examples.map((_, e) =>
          f64.store(AT, input.byExample + e * input.stride + c * NUMBER, of(e, c)),
        ),
      ]),
      ...vectors.map((v) => f64x2.store(AT, target + PAIR * v, both(inputs, v))),
      ...vectors.map((v) => {
        const [a, b] = [this.#shares[2 * v], this.#shares[2 * v + 1]];
        return f64x2.store(AT, share + PAIR * v, f64x2.pair(a?.get ?? ZERO, b?.get ?? ZERO));
      }),
    );
  }

  /** Groups from the first test example on; where these are fewer, the last one fills up. */
  protected test(): Statement {
    const { training, count } = this.state.examples;
    const { group, losses } = this.#network;
    const top = this.#top.get;
    const last = i32.const(count - training - 1);
    const choose = this.#examples.map((example, e) =>
      block(
        example.set(i32.add(top, i32.const(e))),
        when(i32.gt(example.get, last), example.set(last)),
        example.set(i32.shl(i32.add(example.get, i32.const(training)), i32.const(3))),
      ),
    );
    const one = block(
      ...choose,
      this.#inputs(),
      call('none', TESTED),
      ...Array.from({ length: group / 2 }, (_, v) =>
        f64x2.store(
          i32.shl(top, i32.const(3)),
          this.areas.testLosses + PAIR * v,
          f64x2.load(AT, losses + PAIR * v),
        ),
      ),
      this.#top.set(i32.add(top, i32.const(group))),
    );
    return block(this.#top.set(AT), repeat(one, i32.lt(top, i32.const(count - training))));
  }

  protected update(leave: Statement): Statement {
    const { parameters, gradients, first, second } = this.areas;
    const { optimizer } = this.state.recipe;
    const at: I32 = this.#at.get;
    const a = this.#lanes;
    const { moments, value } = moved(
      a,
      optimizer,
      {
        value: this.#value.get,
        gradient: this.#gradient.get,
        first: this.#first,
        second: this.#second,
      },
      {
        learningRate: f64x2.splat(this.learningRate.get),
        rate: f64x2.splat(this.rate.get),
        root: f64x2.splat(this.root.get),
      },
    );
    const keptFirst = optimizer !== 'sgd';
    const keptSecond = optimizer === 'adam';
    const move = block(
      this.#value.set(f64x2.load(at, parameters)),
      this.#gradient.set(f64x2.load(at, gradients)),
      keptFirst ? this.#first.set(f64x2.load(at, first)) : block(),
      keptSecond ? this.#second.set(f64x2.load(at, second)) : block(),
      moments,
      this.#value.set(value),
      f64x2.store(at, parameters, this.#value.get),
      keptFirst ? f64x2.store(at, first, this.#first.get) : block(),
      keptSecond ? f64x2.store(at, second, this.#second.get) : block(),
      this.#check.set(a.add(this.#check.get, a.mul(this.#value.get, a.const(0)))),
    );
    const checked = [this.loss.get, f64.lane(this.#check.get, 0), f64.lane(this.#check.get, 1)];
    const prediction = this.single ? [f64.load(AT, this.areas.prediction)] : [];
    return block(
      this.#check.set(a.const(0)),
      this.#pairs(this.#end, move),
      when(isNotFinite([...checked, ...prediction]), leave),
    );
  }
}
