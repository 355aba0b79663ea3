import { parentPort, workerData } from 'node:worker_threads';
import { Trainer } from '../../engine/trainer';
import type { WriteTask } from '../runs/writers/run-writer';
import { writeRun } from '../runs/writers/write-run';
import type { FromReplay, ToReplay } from './replay-messages';

const encoder = new TextEncoder();

/** A text as bytes, in this memory if they have room there. */
function encoded(text: string, memory: ArrayBuffer | null): Uint8Array<ArrayBuffer> {
  // A character is at most three bytes.
  const room = 3 * text.length;
  const bytes = new Uint8Array(
    memory && memory.byteLength >= room ? memory : new ArrayBuffer(room),
  );
  return bytes.subarray(0, encoder.encodeInto(text, bytes).written);
}

/** Trains the run again and yields the file piece by piece; the reader asks for each, so memory stays bounded. */
function* write(task: WriteTask): Generator<FromReplay, void, ToReplay> {
  const { run, result } = task;
  const trainer = new Trainer(run.recipe, run.interventions);
  let memory: ArrayBuffer | null = null;
  for (const text of writeRun(task, trainer)) {
    const progress = result.steps === 0 ? 1 : trainer.step / result.steps;
    memory = (yield { kind: 'piece', bytes: encoded(text, memory), progress })?.buffer ?? null;
  }
  yield { kind: 'end', steps: trainer.step, parameters: trainer.committed.slice() };
}

const port = parentPort;
if (!port) throw new Error('The replay worker was started outside a worker thread.');
const pieces = write(workerData as WriteTask);
port.on('message', (read: ToReplay) => {
  const next = pieces.next(read);
  if (next.done) return;
  const { value } = next;
  // Handed over and back, not copied: a long file would otherwise leave as much garbage on both sides.
  port.postMessage(value, value.kind === 'piece' ? [value.bytes.buffer] : []);
});
