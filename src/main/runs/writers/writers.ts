import type { ExportFormat } from '../../../contract/export-formats';
import { History } from '../../../engine/history';
import { RunCsv } from '../csv';
import { documentHistory, documentText, runDocument } from '../document';
import { pythonScript } from '../python/script';
import { type CreateWriter, textWriter, UNWRITTEN_STEPS } from './run-writer';

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
    row: (row) => {
      history.record(row);
      return '';
    },
    tail: () =>
      documentText(runDocument(program, run, result, documentHistory(history, trainer), labels)),
  };
};

/** One row a format. */
export const writers: Readonly<Record<ExportFormat, CreateWriter>> = {
  csv,
  json,
  python: ({ program, run, result }) => textWriter(() => pythonScript(program, run, result)),
};
