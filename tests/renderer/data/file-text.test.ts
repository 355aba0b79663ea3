import { expect, test } from 'vitest';
import { decodeText, readFile } from '../../../src/renderer/data/file-text';
import { MAX_FILE } from '../../../src/renderer/data/limits';

const bytes = (...all: number[]) => new Uint8Array(all);
const utf8 = (text: string) => new TextEncoder().encode(text);

test('UTF-8 is read, its mark at the beginning is no character', () => {
  expect(decodeText(utf8('Größe;1'))).toEqual({ kind: 'text', text: 'Größe;1', encoding: 'utf-8' });
  expect(decodeText(utf8('\ufeffx;1'))).toEqual({ kind: 'text', text: 'x;1', encoding: 'utf-8' });
});

test('what is not UTF-8 is read as Latin-1, and said to be', () => {
  expect(decodeText(bytes(0x47, 0x72, 0xf6, 0xdf, 0x65))).toEqual({
    kind: 'text',
    text: 'Größe',
    encoding: 'latin-1',
  });
});

test('UTF-16, as spreadsheets write “Unicode text”, is read in either order', () => {
  const text = { kind: 'text', text: 'ö1', encoding: 'utf-16' };
  expect(decodeText(bytes(0xff, 0xfe, 0xf6, 0, 0x31, 0))).toEqual(text);
  expect(decodeText(bytes(0xfe, 0xff, 0, 0xf6, 0, 0x31))).toEqual(text);
});

test('a spreadsheet’s own file, a file that is no text, an empty and a too large one are told apart', async () => {
  const fault = (all: Uint8Array<ArrayBuffer>) => {
    const read = decodeText(all);
    return read.kind === 'refused' ? read.fault : null;
  };
  expect(fault(bytes(0x50, 0x4b, 3, 4, 0, 0))).toBe('spreadsheet');
  expect(fault(bytes(0x31, 0, 0x32))).toBe('binary');
  expect(fault(bytes())).toBe('empty');
  expect(fault(utf8(' \r\n\t'))).toBe('empty');
  expect(fault(new Uint8Array(MAX_FILE + 1).fill(0x31))).toBe('too-large');
  expect(await readFile(new File([new Uint8Array(MAX_FILE + 1)], 'x.csv'))).toEqual({
    kind: 'refused',
    fault: 'too-large',
  });
});

test('a file that cannot be read any more is told', async () => {
  const file = new File(['1'], 'x.csv');
  file.arrayBuffer = () => Promise.reject(new Error('NotReadableError'));
  expect(await readFile(file)).toEqual({ kind: 'refused', fault: 'unreadable' });
});
