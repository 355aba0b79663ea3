/** What a run is written as. */
export const exportFormats = [
  'csv',
  'json',
  'python',
  'pytorch',
  'notebook',
  'derivation',
  'worksheet',
] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** What a file of each format is called at its end, the usual ending first. */
export const exportEndings: Readonly<Record<ExportFormat, readonly [string, ...string[]]>> = {
  csv: ['csv'],
  // The run document, which is JSON.
  json: ['chainrule', 'json'],
  python: ['py'],
  pytorch: ['torch.py'],
  notebook: ['ipynb'],
  derivation: ['md'],
  worksheet: ['html'],
};

/** Whether a format describes one step of a run, not the whole of it. */
export function describesStep(format: ExportFormat): boolean {
  return format === 'derivation' || format === 'worksheet';
}
