// F: from Play to the first step, in a lab that is open. Prints {milliseconds}.
import { productionLab } from '../out/main/lab.js';
import { enginePath } from './engine.mjs';

const { defaultRecipe } = await import(enginePath);

const recipe = { ...defaultRecipe, stop: { steps: 1e9, lossBelow: 0 } };
const milliseconds = [];
for (let round = 0; round < 7; round++) {
  const lab = await productionLab(() => Promise.resolve(null), { guest: true }, recipe);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const first = new Promise((resolve) =>
    lab.subscribe(() => {
      if (lab.result().result.steps > 0) resolve();
    }),
  );
  const begun = performance.now();
  await lab.api.play({});
  await first;
  milliseconds.push(performance.now() - begun);
  await lab.close();
}
console.log(JSON.stringify({ milliseconds }));
