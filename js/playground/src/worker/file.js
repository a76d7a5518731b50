/** Files in pieces, decompressed if they are gzip. */
import { gunzip, isGzip, isZstd } from "falconet/gzip.js";
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
  for await (const bytes of await opened(file, (length) => (read += length))) {
    given += bytes.length;
    if (given > MOST_BYTES) throw new RangeError(`a file may hold ${MOST_BYTES} bytes of events: what comes behind them was not judged`);
    yield { bytes, read, last: false };
  }
  yield { bytes: new Uint8Array(), read: file.size, last: true };
}

/** @param {File} file @param {(length: number) => void} onRead */
async function opened(file, onRead) {
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  if (isZstd(head)) throw new TypeError("the file is Zstandard, which is not read here: decompress it first");
  const plain = counted(chunks(file.stream()), onRead);
  return isGzip(head) ? gunzip(plain) : plain;
}

/** @param {AsyncIterable<Uint8Array>} source @param {(length: number) => void} onRead */
async function* counted(source, onRead) {
  for await (const bytes of source) {
    onRead(bytes.length);
    yield bytes;
  }
}

/** A stream as an iterable, also in browsers where streams are none. @param {ReadableStream<Uint8Array>} stream */
export async function* chunks(stream) {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    reader.cancel().catch(() => {});
  }
}
