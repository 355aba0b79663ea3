/** What a run is written as. */
export const exportFormats = ['csv', 'json', 'python', 'pytorch', 'notebook'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** What a file of each format is called at its end, the usual ending first. */
export const exportEndings: Readonly<Record<ExportFormat, readonly [string, ...string[]]>> = {
  csv: ['csv'],
  // The run document, which is JSON.
  json: ['chainrule', 'json'],
  python: ['py'],
  pytorch: ['torch.py'],
  notebook: ['ipynb'],
};
