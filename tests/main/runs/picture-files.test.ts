import { expect, test } from 'vitest';
import type { ExportFile } from '../../../src/main/runs/export-jobs';
import { PictureFiles } from '../../../src/main/runs/picture-files';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const graph = { upload: '1', of: 'run', name: 'graph', format: 'svg' } as const;

async function text(file: ExportFile | null): Promise<string> {
  let all = '';
  const pieces = file?.pieces(new AbortController().signal, () => {}) ?? [];
  for await (const piece of pieces) all += Buffer.from(piece).toString();
  return all;
}

test('a picture is whole with its last piece, and is called after the run and what it shows', async () => {
  const pictures = new PictureFiles();
  expect(pictures.add({ ...graph, data: base64('<svg'), last: false }, 'η 0.1')).toBeNull();
  const file = pictures.add({ ...graph, data: base64('/>'), last: true }, 'η 0.1');
  expect(file).toMatchObject({ name: 'η 0.1 graph.svg', type: 'image/svg+xml' });
  expect(await text(file)).toBe('<svg/>');
});

test('a picture of several runs is called after the lab', () => {
  const comparison = { ...graph, of: 'lab', name: 'comparison', format: 'png' } as const;
  const file = new PictureFiles().add({ ...comparison, data: '', last: true }, 'mine');
  expect(file).toMatchObject({ name: 'chainrule-comparison.png', type: 'image/png' });
});
