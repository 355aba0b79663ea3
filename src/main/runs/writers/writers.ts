import type { ExportFormat } from '../../../contract/export-formats';
import type { RunResult } from '../../../contract/run-document';
import { History } from '../../../engine/history';
import type { RunSource } from '../../../engine/replay';
import { RunCsv } from '../csv';
import { derivation } from '../derivation/derivation';
import { documentHistory, documentText, runDocument } from '../document';
import { notebook } from '../notebook/notebook';
import { pythonScript } from '../python/script';
import { pytorchScript } from '../pytorch/script';
import { worksheet } from '../worksheet/worksheet';
import { type CreateWriter, textWriter, UNWRITTEN_STEPS } from './run-writer';
import { stepWriter } from './step-writer';

/** Rows of one piece of a CSV. */
const CSV_STEPS = 128;

const csv: CreateWriter = (_task, trainer) => {
  const table = new RunCsv(trainer);
  return {
    stepsPerPiece: CSV_STEPS,
    head: () => table.header,
    row: (row, step) => table.line(row, step),
  };
};

const json: CreateWriter = ({ program, run, result, labels }, trainer) => {
  const history = new History(trainer.row.length);
  return {
    stepsPerPiece: UNWRITTEN_STEPS,
    history,
    tail: () =>
      documentText(runDocument(program, run, result, documentHistory(history, trainer), labels)),
  };
};

/** A format that follows from recipe and result. */
const fromResult =
  (write: (program: string, run: RunSource, result: RunResult) => string): CreateWriter =>
  ({ program, run, result }) =>
    textWriter(() => write(program, run, result));

/** One row a format. */
export const writers: Readonly<Record<ExportFormat, CreateWriter>> = {
  csv,
  json,
  python: fromResult(pythonScript),
  pytorch: fromResult(pytorchScript),
  notebook: fromResult(notebook),
  derivation: stepWriter(derivation),
  worksheet: stepWriter(worksheet),
};
