import { stringify, unflatten } from 'devalue';
import { labError } from './errors';

/** Bytes of UTF-8 a frame may have, on every transport. */
export const MAX_FRAME_BYTES = 1024 * 1024;
/** Levels of nesting a frame may have. */
const MAX_DEPTH = 32;

// devalue's numbers for what is not an index: NaN, ∞, −∞, −0. Others (undefined, holes, sparse arrays) are refused.
const NUMBERS_BY_CODE = new Set([-3, -4, -5, -6]);

const refuse = (reason: string) => labError('invalid-frame', `A frame was refused: ${reason}.`);

/**
 * A value as a frame: a devalue string. Only plain objects, dense arrays, strings, booleans, null and numbers (NaN, ±∞ and
 * −0 included) can be said.
 * @throws LabError invalid-frame for anything else, or for a frame that would be too large
 */
export function encodeFrame(value: unknown): string {
  const text = stringify(tree(value, 0));
  if (!fits(text)) throw refuse('it is larger than 1 MiB');
  return text;
}

/**
 * The value of a frame. Its size, and that it is a tree of the permitted kinds, are checked before anything is built from it.
 * @throws LabError invalid-frame
 */
export function decodeFrame(text: unknown): unknown {
  if (typeof text !== 'string') throw refuse('it is not text');
  if (!fits(text)) throw refuse('it is larger than 1 MiB');
  let flat: unknown;
  try {
    flat = JSON.parse(text);
  } catch {
    throw refuse('it cannot be read');
  }
  // The root alone may be one of the number codes.
  if (typeof flat === 'number' && NUMBERS_BY_CODE.has(flat)) return unflatten(flat);
  if (!Array.isArray(flat) || flat.length === 0) throw refuse('it cannot be read');
  checkTree(flat);
  return unflatten(flat);
}

/** A copy in which nothing is shared, so that the reader may insist on a tree. */
function tree(value: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) throw refuse('it is nested too deeply');
  if (value === null) return value;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  if (Array.isArray(value)) return Array.from(value, (item) => tree(item, depth + 1));
  if (typeof value === 'object') {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) {
      if (Object.hasOwn(value, '__proto__')) throw refuse('it names __proto__');
      const entries = Object.entries(value);
      return Object.fromEntries(entries.map(([key, item]) => [key, tree(item, depth + 1)]));
    }
  }
  throw refuse(`it holds a value of type ${typeof value}`);
}

/**
 * devalue writes a value as a list whose entries refer to each other by index. Refused: an index that does not exist, a
 * container that is referred to twice (a shared one grows exponentially when it is walked, a cycle has no end), an array
 * that stands for another kind of value or is sparse, and a key that would reach a prototype.
 */
function checkTree(flat: readonly unknown[]): void {
  const referredTo = new Uint8Array(flat.length);
  const pending: [index: number, depth: number][] = [[0, 0]];
  referredTo[0] = 1;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [index, depth] = next;
    const entry = flat[index];
    if (entry === null || typeof entry !== 'object') continue;
    if (depth > MAX_DEPTH) throw refuse('it is nested too deeply');
    if (!Array.isArray(entry) && Object.hasOwn(entry, '__proto__')) {
      throw refuse('it names __proto__');
    }
    for (const reference of Object.values(entry) as unknown[]) {
      if (typeof reference !== 'number')
        throw refuse('it holds a kind of value that is not allowed');
      if (NUMBERS_BY_CODE.has(reference)) continue;
      if (!Number.isInteger(reference) || reference < 0 || reference >= flat.length) {
        throw refuse('it holds a kind of value that is not allowed');
      }
      const target = flat[reference];
      if (target === null || typeof target !== 'object') continue;
      if (referredTo[reference]) throw refuse('it is not a tree');
      referredTo[reference] = 1;
      pending.push([reference, depth + 1]);
    }
  }
}

function fits(text: string): boolean {
  if (text.length > MAX_FRAME_BYTES) return false;
  // A UTF-16 unit takes at most three bytes.
  return text.length * 3 <= MAX_FRAME_BYTES || utf8Length(text) <= MAX_FRAME_BYTES;
}

function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) bytes += 1;
    // Each half of a surrogate pair counts two: four bytes for the pair.
    if (unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff)) bytes += 1;
  }
  return bytes;
}
