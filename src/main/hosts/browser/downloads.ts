import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Deliver, OutgoingFile } from '../../runs/deliver';
import { pageHeaders } from '../page-headers';

/** Milliseconds in which a file must be fetched. */
const EXPIRES_MS = 60_000;
const PATH = '/download/';

/** Files that wait to be fetched, each at an address that nobody can guess and that works once. */
export class Downloads {
  readonly #waiting = new Map<string, { file: OutgoingFile; expiry: NodeJS.Timeout }>();

  readonly deliver: Deliver = (file) => {
    const address = PATH + randomBytes(32).toString('hex');
    const expiry = setTimeout(() => {
      this.#waiting.delete(address);
      file.cancel();
    }, EXPIRES_MS);
    expiry.unref();
    this.#waiting.set(address, { file, expiry });
    return Promise.resolve({ address });
  };

  /** Sends the file that waits at this address. @returns false where there is none */
  send(path: string, response: ServerResponse): boolean {
    const waiting = this.#waiting.get(path);
    if (!waiting) return false;
    this.#waiting.delete(path);
    clearTimeout(waiting.expiry);
    const { file } = waiting;
    response.writeHead(200, {
      ...pageHeaders,
      'Content-Type': file.type,
      'Content-Disposition': attachment(file.name),
    });
    // A broken pipeline destroys the response, so that the browser does not take half a file for a whole one.
    void file.send((pieces) => pipeline(Readable.from(copies(pieces)), response));
    return true;
  }
}

/** A stream reads ahead of what it has sent, and a piece's memory holds the next one by then. */
async function* copies(pieces: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  for await (const piece of pieces) yield new Uint8Array(piece);
}

/** RFC 6266: a header is ASCII, so that a name with other letters stands in it twice, the second time whole (RFC 8187). */
function attachment(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]/gu, '_');
  const header = `attachment; filename="${plain}"`;
  if (plain === name) return header;
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${header}; filename*=UTF-8''${encoded}`;
}
