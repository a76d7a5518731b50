/** Blocks of bytes, and texts that become some. */

/**
 * The blocks one after another.
 * @param {readonly Uint8Array[]} blocks
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function joined(blocks) {
  const bytes = new Uint8Array(blocks.reduce((length, block) => length + block.length, 0));
  let offset = 0;
  for (const block of blocks) {
    bytes.set(block, offset);
    offset += block.length;
  }
  return bytes;
}

/** What a batch should end with: a line that is whole leaves nothing unfinished. */
const NEWLINE = 0x0a;

/**
 * Batches of at most so many bytes, which end with a line where there is one.
 * @param {Uint8Array} bytes
 * @param {number} most
 * @returns {Generator<Uint8Array, void, void>}
 */
export function* batches(bytes, most) {
  let start = 0;
  while (bytes.length - start > most) {
    const newline = bytes.lastIndexOf(NEWLINE, start + most - 1);
    const end = newline < start ? start + most : newline + 1;
    yield bytes.subarray(start, end);
    start = end;
  }
  yield bytes.subarray(start);
}

/**
 * The same, and what is behind the last line by itself: so nothing is unfinished most of the time, wherever bytes are cut.
 * @param {Uint8Array} bytes
 * @param {number} most
 * @returns {Generator<Uint8Array, void, void>}
 */
export function* lineBatches(bytes, most) {
  const end = bytes.lastIndexOf(NEWLINE) + 1;
  if (end > 0) yield* batches(bytes.subarray(0, end), most);
  if (end < bytes.length) yield* batches(bytes.subarray(end), most);
}

/**
 * A text that has bytes: half of a character, which a string may hold, has none.
 * @param {string} text
 */
export function wellFormed(text) {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}
