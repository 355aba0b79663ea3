import type { SweepTable } from '../../contract/sweep';

/** A sweep as CSV, one run a row: numbers have all their digits, and no cell needs quotes. */
export function sweepCsv({ parameters, rows }: SweepTable): string {
  const header = ['lr', 'activation', 'seed', 'steps', 'stop', 'loss', ...parameters, 'checksum'];
  const lines = rows.map((row) =>
    [
      row.learningRate,
      row.activation ?? '',
      row.seed,
      row.steps,
      row.stop,
      row.loss ?? '',
      ...row.parameters,
      row.checksum,
    ].join(','),
  );
  return [header.join(','), ...lines, ''].join('\r\n');
}
