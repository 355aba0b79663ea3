// One contender on one workload, in a process of its own: node contender.mjs <workload> <contender> <slices> <steps a slice>.
// Prints {rates, parameters}: steps a second of each slice after one that warms up, and the parameters after all of them.
import { enginePath } from './engine.mjs';
import { plainLoop, start, workloads } from './workloads.mjs';

const { History, Trainer } = await import(enginePath);

/** The lab's own: `record` also keeps the history. */
function ours(backend, records) {
  return ({ recipe }) => {
    const trainer = new Trainer(recipe, [], backend);
    const history = new History(trainer.row.length);
    return {
      get parameters() {
        return trainer.committed;
      },
      advance: (steps) => (records ? trainer.record(steps, history) : trainer.advance(steps)),
    };
  };
}

/** Weights of each layer from the parameters, neuron by neuron: `cut(inputs, units)` is the next layer's. */
function layersOf(parameters) {
  let at = 0;
  return (inputs, units) => {
    const neurons = Array.from({ length: units }, (_, j) => {
      const from = at + j * (inputs + 1);
      return {
        weights: parameters.slice(from, from + inputs),
        bias: parameters[from + inputs],
      };
    });
    at += units * (inputs + 1);
    return neurons;
  };
}

async function synaptic({ recipe }) {
  const { default: lib } = await import('synaptic');
  const { Layer, Network, Neuron } = lib;
  const [input, output] = [new Layer(1), new Layer(1)];
  input.project(output);
  output.set({ squash: Neuron.squash.IDENTITY });
  output.list[0].bias = recipe.initial.b;
  const network = new Network({ input, output });
  const [connection] = Object.values(output.list[0].connections.inputs);
  connection.weight = recipe.initial.w;
  // Its error is y − ŷ, ours 2(ŷ − y).
  const rate = 2 * recipe.learningRate;
  return {
    get parameters() {
      // A call compiles the network, whose neurons keep their old numbers.
      const [b] = network.activate([0]);
      const [sum] = network.activate([1]);
      return [sum - b, b];
    },
    advance(steps) {
      for (let k = 0; k < steps; k++) {
        network.activate([1]);
        network.propagate(rate, [2]);
      }
    },
  };
}

async function convnetjs({ recipe, width, activation }) {
  const { default: lib } = await import('convnetjs');
  const { columns, parameters } = start(recipe);
  const [x1, x2, y] = columns;
  const net = new lib.Net();
  const dense = { type: 'fc', num_neurons: width, activation };
  net.makeLayers([
    { type: 'input', out_sx: 1, out_sy: 1, out_depth: 2 },
    dense,
    dense,
    { type: 'regression', num_neurons: 1 },
  ]);
  const full = net.layers.filter(({ layer_type: type }) => type === 'fc');
  const cut = layersOf(parameters);
  const shapes = [
    [2, width],
    [width, width],
    [width, 1],
  ];
  full.forEach((layer, l) => {
    cut(...shapes[l]).forEach(({ weights, bias }, j) => {
      layer.filters[j].w.set(weights);
      layer.biases.w[j] = bias;
    });
  });
  // Its loss is half of ours.
  const trainer = new lib.Trainer(net, {
    method: 'sgd',
    learning_rate: 2 * recipe.learningRate,
    momentum: 0,
    l2_decay: 0,
    batch_size: y.length,
  });
  const volume = new lib.Vol(1, 1, 2);
  return {
    get parameters() {
      return full.flatMap((layer) =>
        layer.filters.flatMap(({ w }, j) => [...w, layer.biases.w[j]]),
      );
    },
    advance(steps) {
      for (let k = 0; k < steps; k++) {
        for (let e = y.length - 1; e >= 0; e--) {
          volume.w[0] = x1[e];
          volume.w[1] = x2[e];
          trainer.train(volume, [y[e]]);
        }
      }
    },
  };
}

function tensorflow(backend) {
  return async ({ recipe, width, activation }) => {
    const tf = await import('@tensorflow/tfjs');
    if (backend === 'wasm') await import('@tensorflow/tfjs-backend-wasm');
    if (!(await tf.setBackend(backend))) throw new Error(`no backend ${backend}`);
    await tf.ready();
    const { columns, parameters } = start(recipe);
    const [x1, x2, y] = columns;
    const units = { activation, units: width };
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ ...units, inputShape: [2] }),
        tf.layers.dense(units),
        tf.layers.dense({ units: 1 }),
      ],
    });
    const cut = layersOf(parameters);
    const shapes = [
      [2, width],
      [width, width],
      [width, 1],
    ];
    const weights = shapes.flatMap(([inputs, count]) => {
      const neurons = cut(inputs, count);
      const kernel = Array.from({ length: inputs }, (_, i) =>
        neurons.map(({ weights: row }) => row[i]),
      );
      return [tf.tensor2d(kernel), tf.tensor1d(neurons.map(({ bias }) => bias))];
    });
    model.setWeights(weights);
    model.compile({ optimizer: tf.train.sgd(recipe.learningRate), loss: 'meanSquaredError' });
    const inputs = tf.tensor2d([...x1].map((value, e) => [value, x2[e]]));
    const targets = tf.tensor2d([...y].map((value) => [value]));
    return {
      get parameters() {
        const all = model.getWeights().map((one) => one.arraySync());
        return [0, 1, 2].flatMap((l) =>
          all[2 * l + 1].flatMap((bias, j) => [...all[2 * l].map((row) => row[j]), bias]),
        );
      },
      async advance(steps) {
        for (let k = 0; k < steps; k++) await model.trainOnBatch(inputs, targets);
      },
    };
  };
}

const contenders = {
  kernel: ours('kernel', false),
  'kernel, recorded': ours('kernel', true),
  tape: ours('tape', false),
  'plain JavaScript loop': plainLoop,
  synaptic,
  convnetjs,
  'tfjs cpu': tensorflow('cpu'),
  'tfjs wasm': tensorflow('wasm'),
};

const [, , workload, contender, slices, steps] = process.argv;
const one = await contenders[contender](workloads[workload]);
const rates = [];
for (let i = 0; i <= Number(slices); i++) {
  // Processor time: what else the machine does counts little.
  const before = process.cpuUsage();
  await one.advance(Number(steps));
  const { user, system } = process.cpuUsage(before);
  if (i > 0) rates.push(Number(steps) / ((user + system) / 1e6));
}
console.log(JSON.stringify({ rates, parameters: [...one.parameters].map(hex) }));

/** The bits of a number. */
function hex(value) {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}
