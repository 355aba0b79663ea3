import { connect, type Socket } from 'node:net';

export interface RawResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** Everything the server sends on this socket until it closes it. */
function received(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('end', () => resolve(Buffer.concat(chunks)));
    socket.on('error', reject);
    socket.setTimeout(5000, () => socket.destroy(new Error('The server left the socket open.')));
  });
}

/** The answer to bytes exactly as given: fetch would tidy up paths and headers. */
export async function rawRequest(
  port: number,
  request: string | Buffer,
  host = '127.0.0.1',
): Promise<RawResponse> {
  const socket = connect(port, host);
  const answer = received(socket);
  socket.write(request);
  const bytes = await answer;
  const end = bytes.indexOf('\r\n\r\n');
  const [start = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const body = bytes.subarray(end + 4);
  const chunked = headers.get('transfer-encoding') === 'chunked';
  return { status: Number(start.split(' ')[1]), headers, body: chunked ? joined(body) : body };
}

/** The content of a chunked body. */
function joined(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; at < body.length;) {
    const start = body.indexOf('\r\n', at) + 2;
    const length = Number.parseInt(body.toString('latin1', at, start), 16);
    chunks.push(body.subarray(start, start + length));
    at = start + length + 2;
  }
  return Buffer.concat(chunks);
}

/** A request of `path`, written as it is, after which the server closes the connection. */
export function rawGet(
  port: number,
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<RawResponse> {
  const all = { Host: `127.0.0.1:${port}`, Connection: 'close', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return rawRequest(port, `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
}
