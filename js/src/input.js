/**
 * Turns what a caller passes into inputs of bytes.
 * @import { Input } from "./types.js"
 */
import { FalconetError } from "./errors.js";

/** Objects are gathered up to about this many characters, so that a call into the module is worth its cost. */
const GATHERED = 256 * 1024;

const encoder = new TextEncoder();

/**
 * The inputs, one after another. Neighbouring objects are gathered into one input.
 * @param {Input | Iterable<Input>} input
 * @returns {Generator<Uint8Array, void, void>}
 */
export function* inputs(input) {
  if (!isIterable(input)) {
    yield whole(input);
    return;
  }
  /** @type {string[]} */
  let gathered = [];
  let length = 0;
  for (const item of input) {
    if (isRecord(item)) {
      const line = stringified(item);
      gathered.push(line);
      length += line.length;
    }
    if (gathered.length > 0 && (length >= GATHERED || !isRecord(item))) {
      yield encoder.encode(gathered.join("\n"));
      gathered = [];
      length = 0;
    }
    if (!isRecord(item)) yield whole(item);
  }
  if (gathered.length > 0) yield encoder.encode(gathered.join("\n"));
}

/**
 * @param {unknown} input
 * @returns {input is Iterable<Input>}
 */
function isIterable(input) {
  return typeof input === "object" && input !== null && Symbol.iterator in input && !ArrayBuffer.isView(input);
}

/**
 * @param {unknown} input
 * @returns {input is object}
 */
function isRecord(input) {
  return typeof input === "object" && input !== null && !ArrayBuffer.isView(input) && !(input instanceof ArrayBuffer);
}

/**
 * @param {Input} input
 * @returns {Uint8Array}
 */
function whole(input) {
  if (typeof input === "string") return encoder.encode(input);
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  if (input instanceof ArrayBuffer) return new Uint8Array(input);
  if (isRecord(input)) return encoder.encode(stringified(input));
  throw new FalconetError("INPUT", `expected bytes, text, an object, or an iterable of these, got ${input === null ? "null" : typeof input}`);
}

/** @param {object} record */
function stringified(record) {
  const text = JSON.stringify(record);
  if (text === undefined) throw new FalconetError("INPUT", "an event has no JSON form");
  return text;
}
