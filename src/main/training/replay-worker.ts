import { parentPort, workerData } from 'node:worker_threads';
import { Trainer } from '../../engine/trainer';
import type { WriteTask } from '../runs/writers/run-writer';
import { writers } from '../runs/writers/writers';
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
  const { run, result, format } = task;
  const trainer = new Trainer(run.recipe, run.interventions);
  const writer = writers[format](task, trainer);
  let memory: ArrayBuffer | null = null;
  function* piece(text: string): Generator<FromReplay, void, ToReplay> {
    const progress = result.steps === 0 ? 1 : trainer.step / result.steps;
    memory = (yield { kind: 'piece', bytes: encoded(text, memory), progress })?.buffer ?? null;
  }

  if (writer.head) yield* piece(writer.head());
  while (trainer.step < result.steps && trainer.ended === null) {
    let text = '';
    const count = Math.min(writer.stepsPerPiece, result.steps - trainer.step);
    trainer.advance(count, (row, step) => {
      text += writer.row?.(row, step) ?? '';
    });
    yield* piece(text);
  }
  if (writer.tail) yield* piece(writer.tail());
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
