// D: a chain of a million additions, forward and backward through the tape. Prints {seconds}.
import { enginePath } from './engine.mjs';

const { Tape, Value } = await import(enginePath);

const LENGTH = 1_000_000;
let value = new Value(0);
const one = new Value(1);
for (let i = 0; i < LENGTH; i++) value = value.add(one);
const begun = performance.now();
const tape = new Tape(value);
const traced = (performance.now() - begun) / 1000;
const seconds = Array.from({ length: 5 }, () => {
  tape.grad.fill(0);
  const from = performance.now();
  tape.forward();
  tape.backward();
  return (performance.now() - from) / 1000;
});
if (tape.data.at(-1) !== LENGTH || tape.grad[tape.indexOf(one)] !== LENGTH)
  throw new Error('wrong');
const notes = [`D: laying the chain out as a tape took ${traced.toFixed(2)} s before that.`];
console.log(JSON.stringify({ seconds, notes }));
