/** Bytes in order; parts are nested as they were put together, and laid out once at the end. */
export type Bytes = readonly (number | Bytes)[];

/** All bytes of nested parts, in order. Iterative: a long program is nested deeply. */
export function flatten(bytes: Bytes): number[] {
  const flat: number[] = [];
  const path: { readonly parts: Bytes; next: number }[] = [{ parts: bytes, next: 0 }];
  for (let top = path.at(-1); top; top = path.at(-1)) {
    const part = top.parts[top.next++];
    if (part === undefined) path.pop();
    else if (typeof part === 'number') flat.push(part);
    else path.push({ parts: part, next: 0 });
  }
  return flat;
}

/** A whole number from 0 to 2³² − 1 in LEB128: seven bits a byte, lowest first. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  while (left >= 0x80) {
    bytes.push((left & 0x7f) | 0x80);
    left = Math.floor(left / 0x80);
  }
  return [...bytes, left];
}

/** A whole number from −2³¹ to 2³¹ − 1 in signed LEB128. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  while (left < -0x40 || left >= 0x40) {
    bytes.push((left & 0x7f) | 0x80);
    left >>= 7;
  }
  return [...bytes, left & 0x7f];
}

/** The eight bytes of a binary64, lowest first. */
export function binary64(value: number): number[] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value, true);
  return Array.from({ length: 8 }, (_, i) => view.getUint8(i));
}

/** A vector of WebAssembly's binary format: how many, then each. */
export function vector(items: readonly Bytes[]): Bytes {
  return [unsigned(items.length), items];
}

/** Its length in bytes, then the part. */
export function sized(part: Bytes): Bytes {
  const flat = flatten(part);
  return [unsigned(flat.length), flat];
}

/** A name in ASCII. */
export function ascii(text: string): Bytes {
  return sized(Array.from(text, (letter) => letter.charCodeAt(0)));
}
