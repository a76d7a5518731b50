/** Files in pieces, decompressed if they are gzip. */
import { MOST_BYTES } from "./limits.js";

/**
 * @typedef {object} Piece
 * @property {Uint8Array} bytes
 * @property {number} read bytes of the file that have been read
 * @property {boolean} last
 */

/** @param {File} file @returns {AsyncGenerator<Piece, void, void>} */
export async function* piecesOf(file) {
  let read = 0;
  let given = 0;
  for await (const bytes of chunks(await opened(file, (length) => (read += length)))) {
    given += bytes.length;
    if (given > MOST_BYTES) throw new RangeError(`a file may hold ${MOST_BYTES} bytes of events: what comes behind them was not judged`);
    yield { bytes, read, last: false };
  }
  yield { bytes: new Uint8Array(), read: file.size, last: true };
}

/**
 * @param {File} file
 * @param {(length: number) => void} onRead
 * @returns {Promise<ReadableStream<Uint8Array>>}
 */
async function opened(file, onRead) {
  const counting = new TransformStream({
    transform(/** @type {Uint8Array<ArrayBuffer>} */ chunk, controller) {
      onRead(chunk.length);
      controller.enqueue(chunk);
    },
  });
  const plain = file.stream().pipeThrough(counting);
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  return isGzip ? plain.pipeThrough(new DecompressionStream("gzip")) : plain;
}

/** A stream as an iterable, also in browsers where streams are none. @param {ReadableStream<Uint8Array>} stream */
async function* chunks(stream) {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    reader.cancel().catch(() => {});
  }
}
