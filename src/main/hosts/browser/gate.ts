import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The WebSocket subprotocol of the lab's frames, and the prefix of the one that carries the token. */
export const PROTOCOL = 'chainrule';
const TOKEN_PREFIX = 'token.';

/** Keeps other pages and programs out of a lab that is served on loopback: right Host always, right Origin and token to talk. */
export class Gate {
  /** 32 random bytes, as hex: who has it was told by the person who started the lab. */
  readonly token = randomBytes(32).toString('hex');
  #hosts: readonly string[] = [];

  /** To be called once the port is known. */
  opened(port: number): void {
    this.#hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  }

  /** Refusing every other name keeps out a page whose own name was made to resolve to this machine. */
  knowsHost(request: IncomingMessage): boolean {
    return this.#hosts.includes(request.headers.host ?? '');
  }

  admits(request: IncomingMessage): boolean {
    if (request.headers.origin !== `http://${request.headers.host ?? ''}`) return false;
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',');
    const token = offered.map((word) => word.trim()).find((word) => word.startsWith(TOKEN_PREFIX));
    return token !== undefined && same(token.slice(TOKEN_PREFIX.length), this.token);
  }
}

/** In constant time; digests, since timingSafeEqual wants equal lengths. */
function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
