import type { ExportFormat } from '../../../contract/export-formats';

export const mediaTypes: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  python: 'text/x-python; charset=utf-8',
  pytorch: 'text/x-python; charset=utf-8',
  notebook: 'application/x-ipynb+json',
  derivation: 'text/markdown; charset=utf-8',
  worksheet: 'text/html; charset=utf-8',
};
