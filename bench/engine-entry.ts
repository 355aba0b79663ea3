export { defaultRecipe, karpathyRecipe } from '../src/contract/recipe';
export { History } from '../src/engine/history';
export { tanh } from '../src/engine/hyperbolic';
export { Tape } from '../src/engine/tape';
export { Trainer } from '../src/engine/trainer';
export { Value } from '../src/engine/value';
