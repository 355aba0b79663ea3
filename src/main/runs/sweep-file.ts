import { Readable } from 'node:stream';
import { datasetName } from '../../contract/dataset';
import type { SweepFormat, SweepPlan, SweepTable } from '../../contract/sweep';
import type { ExportFile } from './export-jobs';
import { sweepCsv } from './sweep-csv';
import { mediaTypes } from './writers/media-types';

/** A sweep's table in either format. */
export function sweepText(format: SweepFormat, table: SweepTable): string {
  return format === 'csv' ? sweepCsv(table) : `${JSON.stringify(table)}\n`;
}

/** The same as a file whose name says what was trained. */
export function sweepFile(
  format: SweepFormat,
  { recipe }: SweepPlan,
  table: SweepTable,
): ExportFile {
  const runs = table.rows.length;
  return {
    name: `chainrule-sweep-${datasetName(recipe.dataset)}-${recipe.model}-${runs}-runs.${format}`,
    type: mediaTypes[format],
    pieces: () => Readable.from([Buffer.from(sweepText(format, table))]),
  };
}
