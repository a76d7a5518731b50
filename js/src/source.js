/**
 * What comes over time, as pieces of bytes and single records.
 * @import { Input, Source } from "./types.js"
 */
import { joined } from "./bytes.js";
import { FalconetError } from "./errors.js";
import { gunzip, isGzip, isZstd } from "./gzip.js";
import { isBytes, isIterable, isOf, whole } from "./input.js";

/** The latter half of a character that needs two. */
const HALF = /[\ud800-\udbff]$/;

const encoder = new TextEncoder();

/**
 * A piece of an input, or a record that is given by itself.
 * @typedef {object} Piece
 * @property {Uint8Array} bytes
 * @property {boolean} isRecord
 */

/**
 * The pieces, decompressed.
 * @param {Source} source
 * @param {number} maxBytes
 * @returns {AsyncGenerator<Piece, void, void>}
 */
export async function* pieces(source, maxBytes) {
  let left = maxBytes;
  for await (const piece of plain(encoded(items(source)))) {
    left -= piece.bytes.length;
    if (left < 0) throw new FalconetError("TOO_LARGE", `the input is larger than ${maxBytes} bytes (\`maxBytes\`)`);
    yield piece;
  }
}

/**
 * What a source gives, whatever kind of source it is. It is told when nobody wants more.
 * @param {Source} source
 * @returns {AsyncGenerator<Input, void, void>}
 */
async function* items(source) {
  if (typeof source !== "object" || source === null) yield source;
  else if (isOf(source, "Blob")) yield* read(/** @type {Blob} */ (source).stream());
  else if (isOf(source, "Response")) yield* body(/** @type {Response} */ (source));
  else if ("getReader" in source && typeof source.getReader === "function") yield* read(/** @type {ReadableStream<Input>} */ (source));
  else if (Symbol.asyncIterator in source || isIterable(source)) yield* /** @type {AsyncIterable<Input>} */ (source);
  else yield source;
}

/** An answer may have no body. @param {Response} response */
async function* body(response) {
  if (response.body !== null) yield* read(response.body);
}

/** Streams that are no async iterables are still about. @param {ReadableStream<Input>} stream */
async function* read(stream) {
  const reader = stream.getReader();
  let isOver = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      isOver = done;
      if (done) return;
      yield value;
    }
  } finally {
    if (!isOver) await reader.cancel().catch(() => {});
    reader.releaseLock();
  }
}

/**
 * As bytes. Text may be cut between the halves of a character.
 * @param {AsyncIterable<Input>} source
 * @returns {AsyncGenerator<Piece, void, void>}
 */
async function* encoded(source) {
  let half = "";
  for await (const item of source) {
    if (typeof item === "string") {
      const text = half + item;
      half = HALF.exec(text)?.[0] ?? "";
      yield { bytes: encoder.encode(text.slice(0, text.length - half.length)), isRecord: false };
      continue;
    }
    if (half !== "") yield { bytes: encoder.encode(half), isRecord: false };
    half = "";
    yield { bytes: whole(item), isRecord: !isBytes(item) };
  }
  if (half !== "") yield { bytes: encoder.encode(half), isRecord: false };
}

/**
 * Decompressed, if it begins as gzip does.
 * @param {AsyncGenerator<Piece, void, void>} source
 * @returns {AsyncGenerator<Piece, void, void>}
 */
async function* plain(source) {
  /** @type {Uint8Array[]} */
  const seen = [];
  for await (const piece of source) {
    if (piece.isRecord) {
      yield* untouched(seen);
      yield piece;
      return yield* source;
    }
    seen.push(piece.bytes);
    const start = joined(seen);
    if (isZstd(start)) throw new FalconetError("COMPRESSED", "Zstandard cannot be decompressed here: give what was compressed");
    if (isGzip(start)) return yield* decompressed(start, source);
    if (isGzip(start) === false && isZstd(start) === false) {
      yield* untouched(seen);
      return yield* source;
    }
  }
  yield* untouched(seen);
}

/** @param {readonly Uint8Array[]} seen */
function* untouched(seen) {
  for (const bytes of seen) yield { bytes, isRecord: false };
}

/** @param {Uint8Array} start @param {AsyncGenerator<Piece, void, void>} rest */
async function* decompressed(start, rest) {
  for await (const bytes of gunzip(compressed(start, rest))) yield { bytes, isRecord: false };
}

/** @param {Uint8Array} start @param {AsyncGenerator<Piece, void, void>} rest */
async function* compressed(start, rest) {
  yield start;
  for await (const { bytes, isRecord } of rest) {
    if (isRecord) throw new FalconetError("INPUT", "an object follows gzip data");
    yield bytes;
  }
}
