import { parentPort, workerData } from 'node:worker_threads';
import { History } from '../../engine/history';
import { Trainer } from '../../engine/trainer';
import { RunCsv } from '../runs/csv';
import { runDocument } from '../runs/document';
import { pythonScript } from '../runs/python/script';
import type { FromReplay, ReplayTask } from './replay-messages';

/** Steps replayed for one piece of a file. */
const CSV_STEPS = 4096;
const DOCUMENT_STEPS = 262_144;

/** Trains the run again and yields the file piece by piece; the reader asks for each, so memory stays bounded. */
function* write({ format, program, run, result }: ReplayTask): Generator<FromReplay> {
  const trainer = new Trainer(run.recipe, run.interventions);
  const history = new History(trainer.row.length);
  const csv = new RunCsv(trainer);
  const piece = (text: string): FromReplay => ({
    kind: 'piece',
    bytes: Buffer.from(text),
    progress: result.steps === 0 ? 1 : trainer.step / result.steps,
  });

  if (format === 'csv') yield piece(csv.header);
  if (format === 'python') yield piece(pythonScript(program, run, result));
  while (trainer.step < result.steps && trainer.ended === null) {
    let lines = '';
    const count = Math.min(
      format === 'csv' ? CSV_STEPS : DOCUMENT_STEPS,
      result.steps - trainer.step,
    );
    trainer.advance(count, (row, step) => {
      if (format === 'csv') lines += csv.line(row, step);
      else if (format === 'json') history.record(row);
    });
    yield piece(lines);
  }
  if (format === 'json') {
    yield piece(
      `${JSON.stringify(runDocument(program, run, result, history, trainer), null, 1)}\n`,
    );
  }
  yield { kind: 'end', steps: trainer.step, parameters: trainer.committed.slice() };
}

const port = parentPort;
if (!port) throw new Error('The replay worker was started outside a worker thread.');
const pieces = write(workerData as ReplayTask);
port.on('message', () => {
  const next = pieces.next();
  if (!next.done) port.postMessage(next.value);
});
