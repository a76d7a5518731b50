/**
 * Turns what a caller passes into inputs of bytes.
 * @import { Input } from "./types.js"
 */
import { FalconetError } from "./errors.js";

/** Objects are gathered up to about this many characters, so that a call into the module is worth its cost. */
const GATHERED = 256 * 1024;

const encoder = new TextEncoder();

/**
 * An input.
 * @typedef {object} Whole
 * @property {Uint8Array} bytes
 * @property {number} records records that were given before and belong to it: objects are one input until something else comes
 */

/**
 * The inputs, one after another. Neighbouring objects are gathered.
 * @param {Input | Iterable<Input>} input
 * @returns {Generator<Whole, void, void>}
 */
export function* inputs(input) {
  if (!isIterable(input)) {
    yield { bytes: whole(input), records: 0 };
    return;
  }
  const objects = new Gathered();
  for (const item of input) {
    if (isRecord(item)) objects.add(item);
    if (objects.isFull || !isRecord(item)) yield* objects.take();
    if (isRecord(item)) continue;
    yield { bytes: whole(item), records: 0 };
    objects.records = 0;
  }
  yield* objects.take();
}

/** Objects on their way to be one input. */
class Gathered {
  /** @type {string[]} */
  #lines = [];
  #length = 0;
  /** Those that were taken. */
  records = 0;

  get isFull() {
    return this.#length >= GATHERED;
  }

  /** @param {object} record */
  add(record) {
    const line = stringified(record);
    this.#lines.push(line);
    this.#length += line.length;
  }

  *take() {
    if (this.#lines.length === 0) return;
    yield { bytes: encoder.encode(this.#lines.join("\n")), records: this.records };
    this.records += this.#lines.length;
    this.#lines = [];
    this.#length = 0;
  }
}

/**
 * @param {unknown} input
 * @returns {input is Iterable<Input>}
 */
export function isIterable(input) {
  return typeof input === "object" && input !== null && Symbol.iterator in input && !isBytes(input);
}

/**
 * An event by itself.
 * @param {unknown} input
 * @returns {input is object}
 */
export function isRecord(input) {
  return typeof input === "object" && input !== null && !isBytes(input) && !isSource(input);
}

/**
 * What gives its content over time.
 * @param {unknown} input
 * @returns {input is AsyncIterable<Input> | ReadableStream<Input> | Blob | Response}
 */
export function isSource(input) {
  if (typeof input !== "object" || input === null) return false;
  if (Symbol.asyncIterator in input || ("getReader" in input && typeof input.getReader === "function")) return true;
  return isOf(input, "Blob") || isOf(input, "Response");
}

/**
 * Whether something is of a class of the platform, which a platform may lack.
 * @param {unknown} input
 * @param {"Blob" | "Response"} name
 */
export function isOf(input, name) {
  const known = globalThis[name];
  return typeof known === "function" && input instanceof known;
}

/**
 * The bytes of an input that is there as a whole.
 * @param {Input} input
 * @returns {Uint8Array}
 */
export function whole(input) {
  if (typeof input === "string") return encoder.encode(input);
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  if (input instanceof ArrayBuffer) return new Uint8Array(input);
  if (isRecord(input)) return encoder.encode(stringified(input));
  if (isSource(input)) throw new FalconetError("INPUT", "this comes over time: use `stream`");
  throw new FalconetError("INPUT", `expected bytes, text, an object, or an iterable of these, got ${input === null ? "null" : typeof input}`);
}

/**
 * @param {unknown} input
 * @returns {input is ArrayBufferView | ArrayBuffer}
 */
export function isBytes(input) {
  return ArrayBuffer.isView(input) || input instanceof ArrayBuffer;
}

/** @param {object} record */
function stringified(record) {
  const text = written(record);
  if (text === undefined) throw new FalconetError("INPUT", "an event has no JSON form");
  return text;
}

/** @param {object} record */
function written(record) {
  try {
    return JSON.stringify(record);
  } catch (cause) {
    const [why] = (cause instanceof Error ? cause.message : String(cause)).split("\n");
    throw new FalconetError("INPUT", `an event has no JSON form: ${why}`, { cause });
  }
}
