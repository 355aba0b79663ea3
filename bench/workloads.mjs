// What is trained, and the same as plain loops over variables and typed arrays.
import { enginePath } from './engine.mjs';

const { defaultRecipe, karpathyRecipe, tanh, Trainer } = await import(enginePath);

const stop = { steps: 1e9, lossBelow: 0 };
const moons = { kind: 'moons', count: 100, noise: 0.1, test: 0 };
const network = (width, activation) => ({
  ...{ ...karpathyRecipe, activation, output: 'linear', loss: 'mean', dataset: moons, stop },
  hidden: [width, width],
  learningRate: 0.001,
});

/** Slices are timed one by one; `steps` is a slice's. `slow` is a slice of what is a hundred times slower. */
export const workloads = {
  A: {
    title: 'A: perceptron, one example',
    recipe: { ...defaultRecipe, stop },
    steps: 10_000_000,
    slow: 100_000,
  },
  B: {
    title: 'B: perceptron with ReLU on the pair, from w = 0.5',
    recipe: {
      ...{ ...defaultRecipe, stop, activation: 'relu', dataset: 'pair' },
      initial: { w: 0.5, b: 0 },
    },
    steps: 10_000_000,
    slow: 100_000,
  },
  ...Object.fromEntries(
    ['relu', 'tanh'].flatMap((activation) =>
      [16, 32, 64].map((width) => [
        `C-${activation}-${width}`,
        {
          title: `C: MLP 2-${width}-${width}-1 ${activation}, 100 moons, full batch`,
          recipe: network(width, activation),
          width,
          activation,
          steps: { 16: 3000, 32: 800, 64: 200 }[width],
          slow: { 16: 40, 32: 10, 64: 3 }[width],
        },
      ]),
    ),
  ),
};

/** Examples and initial parameters. */
export function start(recipe) {
  const trainer = new Trainer(recipe);
  return { columns: trainer.examples.columns, parameters: trainer.committed.slice() };
}

/** A plain loop that goes on from where it stands: `advance` takes steps, `parameters` are there after it. */
export function plainLoop({ recipe, width, activation }) {
  const { columns, parameters } = start(recipe);
  if (width) return networkLoop(columns, parameters, width, activation, recipe.learningRate);
  return recipe.activation === 'relu' ? pairLoop(columns, parameters) : oneLoop(parameters);
}

function oneLoop(parameters) {
  return {
    parameters,
    advance(steps) {
      const [x, y, rate] = [1, 2, 0.01];
      let [w, b] = parameters;
      for (let k = 0; k < steps; k++) {
        const err = x * w + b - y;
        const g = 2 * err;
        w -= rate * (x * g);
        b -= rate * g;
      }
      parameters[0] = w;
      parameters[1] = b;
    },
  };
}

function pairLoop([x, y], parameters) {
  let i = 0;
  return {
    parameters,
    advance(steps) {
      const rate = 0.01;
      let [w, b] = parameters;
      for (let k = 0; k < steps; k++) {
        const z = x[i] * w + b;
        const err = (z > 0 ? z : 0) - y[i];
        const g = 2 * err;
        const gz = z > 0 ? g : 0;
        w -= rate * (x[i] * gz);
        b -= rate * gz;
        i ^= 1;
      }
      parameters[0] = w;
      parameters[1] = b;
    },
  };
}

function networkLoop([x1, x2, y], p, width, activation, rate) {
  const relu = activation === 'relu';
  const count = y.length;
  const share = 1 / count;
  const g = new Float64Array(p.length);
  const [h1, h2, g1, g2] = [0, 1, 2, 3].map(() => new Float64Array(width));
  const second = width * 3;
  const row = width + 1;
  const output = second + width * row;
  const activate = (z) => (relu ? (z > 0 ? z : 0) : tanh(z));
  const through = (h, d) => (relu ? (h > 0 ? d : 0) : (1 - h * h) * d);
  function epoch() {
    g.fill(0);
    for (let e = count - 1; e >= 0; e--) {
      for (let j = 0; j < width; j++) {
        h1[j] = activate(p[3 * j + 2] + p[3 * j] * x1[e] + p[3 * j + 1] * x2[e]);
        g1[j] = 0;
      }
      for (let j = 0; j < width; j++) {
        const at = second + j * row;
        let z = p[at + width];
        for (let i = 0; i < width; i++) z += p[at + i] * h1[i];
        h2[j] = activate(z);
      }
      let out = p[output + width];
      for (let i = 0; i < width; i++) out += p[output + i] * h2[i];
      const d = 2 * (out - y[e]) * share;
      for (let i = 0; i < width; i++) {
        g[output + i] += h2[i] * d;
        g2[i] = through(h2[i], p[output + i] * d);
      }
      g[output + width] += d;
      for (let j = width - 1; j >= 0; j--) {
        const at = second + j * row;
        for (let i = 0; i < width; i++) {
          g[at + i] += h1[i] * g2[j];
          g1[i] += p[at + i] * g2[j];
        }
        g[at + width] += g2[j];
      }
      for (let j = 0; j < width; j++) {
        const gz = through(h1[j], g1[j]);
        g[3 * j] += x1[e] * gz;
        g[3 * j + 1] += x2[e] * gz;
        g[3 * j + 2] += gz;
      }
    }
    for (let i = 0; i < p.length; i++) p[i] -= rate * g[i];
  }
  return {
    parameters: p,
    advance(steps) {
      for (let k = 0; k < steps; k++) epoch();
    },
  };
}
