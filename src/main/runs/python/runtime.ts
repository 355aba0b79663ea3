import arithmetic from './runtime/arithmetic.py?raw';
import batches from './runtime/batches.py?raw';
import optimizer from './runtime/optimizer.py?raw';
import value from './runtime/value.py?raw';

/** What every plain-Python version of a run begins with, by what it is for. */
export const runtime = {
  value: value.trim(),
  arithmetic: arithmetic.trim(),
  optimizer: optimizer.trim(),
  batches: batches.trim(),
};
