import { MAX_FILE } from './limits';

export type Encoding = 'utf-8' | 'utf-16' | 'latin-1';

/** Why a file is not read. */
export type FileFault = 'too-large' | 'empty' | 'spreadsheet' | 'binary' | 'unreadable';

export type FileText =
  | { readonly kind: 'text'; readonly text: string; readonly encoding: Encoding }
  | { readonly kind: 'refused'; readonly fault: FileFault };

/** A ZIP archive, as .xlsx and .ods are, and the container of .xls. */
const SPREADSHEETS = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
];

/** A file's text: UTF-8, UTF-16 with its mark, or else Latin-1 (Windows-1252), which every byte is. */
export function decodeText(bytes: Uint8Array<ArrayBuffer>): FileText {
  if (bytes.length === 0) return { kind: 'refused', fault: 'empty' };
  if (bytes.length > MAX_FILE) return { kind: 'refused', fault: 'too-large' };
  const begins = (mark: readonly number[]) => mark.every((byte, i) => bytes[i] === byte);
  if (SPREADSHEETS.some(begins)) return { kind: 'refused', fault: 'spreadsheet' };
  const utf16 = begins([0xff, 0xfe]) ? 'utf-16le' : begins([0xfe, 0xff]) ? 'utf-16be' : null;
  if (utf16) return decoded(new TextDecoder(utf16).decode(bytes), 'utf-16');
  // No text has it: an image, a program, an archive.
  if (bytes.includes(0)) return { kind: 'refused', fault: 'binary' };
  try {
    return decoded(new TextDecoder('utf-8', { fatal: true }).decode(bytes), 'utf-8');
  } catch {
    return decoded(new TextDecoder('windows-1252').decode(bytes), 'latin-1');
  }
}

function decoded(text: string, encoding: Encoding): FileText {
  return text.trim() === ''
    ? { kind: 'refused', fault: 'empty' }
    : { kind: 'text', text, encoding };
}

/** Reads a file that was chosen or dropped, at most MAX_FILE bytes of it. */
export async function readFile(file: File): Promise<FileText> {
  if (file.size > MAX_FILE) return { kind: 'refused', fault: 'too-large' };
  try {
    return decodeText(new Uint8Array(await file.arrayBuffer()));
  } catch {
    // It was moved or changed after it was chosen, or it is a folder.
    return { kind: 'refused', fault: 'unreadable' };
  }
}
