import { SCALE } from './raster';

/** Pixels of CSS in a metre: 96 to the inch. */
const PER_METRE = 96 / 0.0254;
/** Signature, and the header's chunk: length, type, 13 bytes and checksum. */
const AFTER_HEADER = 8 + 4 + 4 + 13 + 4;

/** The PNG with its size in print (chunk pHYs), so that a text processor takes it as large as the SVG. */
export async function withResolution(png: Blob): Promise<Blob> {
  const dots = Math.round(PER_METRE * SCALE);
  const chunk = new DataView(new ArrayBuffer(4 + 4 + 9 + 4));
  chunk.setUint32(0, 9);
  new TextEncoder().encodeInto('pHYs', new Uint8Array(chunk.buffer, 4, 4));
  chunk.setUint32(8, dots);
  chunk.setUint32(12, dots);
  chunk.setUint8(16, 1);
  chunk.setUint32(17, crc32(new Uint8Array(chunk.buffer, 4, 13)));
  const bytes = await png.arrayBuffer();
  const parts = [bytes.slice(0, AFTER_HEADER), chunk.buffer, bytes.slice(AFTER_HEADER)];
  return new Blob(parts, { type: png.type });
}

/** The checksum of PNG's chunks (ISO 3309). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
