/**
 * The module's C ABI (docs/ABI.md) over an instance's exports. Knows nothing of what instance that is.
 * @import { Counts, Problem } from "./types.js"
 */
import { wellFormed } from "./bytes.js";

/**
 * @typedef {object} Exports
 * @property {WebAssembly.Memory} memory
 * @property {() => number} falconet_abi
 * @property {(length: number) => number} falconet_alloc
 * @property {(pointer: number, length: number) => void} falconet_free
 * @property {(pointer: number, length: number) => bigint} falconet_load
 * @property {(handle: number, pointer: number, length: number, flags: number) => bigint} falconet_eval
 * @property {(handle: number, pointer: number, length: number, flags: number) => bigint} falconet_split
 * @property {(pointer: number, length: number) => bigint} falconet_call
 * @property {() => bigint} falconet_last_error
 */

/** The version of the ABI that this file speaks. */
export const ABI_VERSION = 1;

/** Flags of a batch. */
export const BEGINS_INPUT = 1;
export const ENDS_INPUT = 2;
/** The batch is one record, as it was cut out: judged by itself, whatever input is under way. */
export const ONE_RECORD = 4;

/** Zero bytes that the module wants behind a batch. */
const PADDING = 64;

/** Bytes before the alert lines in the answer to a batch. */
const HEADER = 48;

/** Bytes before the places of records in the answer to a batch that is split, and bytes of each place. */
const SPLIT_HEADER = 24;
const RECORD = 24;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * What a batch gave.
 * @typedef {object} BatchResult
 * @property {Counts} counts
 * @property {Uint8Array} lines alert lines, a view that the next call makes stale
 * @property {Problem[]} problems
 * @property {boolean} atRest whether nothing is unfinished behind the batch
 * @property {Uint32Array} matched of each alert its rule, by its place among those that are enabled
 * @property {number} records of the input that ended in the batch
 */

/**
 * Where a record lies in its input.
 * @typedef {object} RecordPlace
 * @property {number} record which one of its input, from 1
 * @property {number} offset the byte of its input where it begins
 * @property {number} length in bytes
 */

/**
 * Where the records that ended in a batch lie.
 * @typedef {object} SplitResult
 * @property {RecordPlace[]} records
 * @property {Problem[]} problems what cannot be cut out
 * @property {number} malformed how much cannot be cut out
 * @property {boolean} atRest whether nothing is unfinished behind the batch
 */

export class Abi {
  /** @type {Exports} */
  #exports;
  #pointer = 0;
  #capacity = 0;

  /** @param {Exports} exports */
  constructor(exports) {
    this.#exports = exports;
  }

  /** The version of the ABI that the module speaks. */
  version() {
    return this.#exports.falconet_abi();
  }

  /**
   * Loads a ruleset.
   * @param {string} request JSON
   * @returns {any} the answer
   */
  load(request) {
    return this.#exchange(this.#exports.falconet_load, request);
  }

  /**
   * Anything else that is asked in JSON.
   * @param {object} request
   * @returns {any} the answer
   */
  call(request) {
    return this.#exchange(this.#exports.falconet_call, written(request));
  }

  /**
   * Tells the time that is given to events that carry none. The module has no clock.
   * @param {number} milliseconds
   */
  setClock(milliseconds) {
    // Written out: as a JavaScript number it would be rounded.
    this.#exchange(this.#exports.falconet_call, `{"op":"clock","now_ns":${milliseconds}000000}`);
  }

  /**
   * Judges a batch of bytes.
   * @param {number} handle
   * @param {Uint8Array} batch
   * @param {number} flags
   * @returns {BatchResult}
   */
  evaluate(handle, batch, flags) {
    const pointer = this.#copyIn(batch);
    const answer = this.#view(this.#exports.falconet_eval(handle, pointer, batch.length, flags));
    if (answer.length < HEADER) throw new Error(`the module does not know ruleset ${handle}`);
    return readAnswer(answer);
  }

  /**
   * Says where the records of a batch lie, and judges nothing. An input is either split or judged.
   * @param {number} handle
   * @param {Uint8Array} batch
   * @param {number} flags
   * @returns {SplitResult}
   */
  split(handle, batch, flags) {
    const pointer = this.#copyIn(batch);
    const answer = this.#view(this.#exports.falconet_split(handle, pointer, batch.length, flags));
    if (answer.length < SPLIT_HEADER) throw new Error(`the module does not know ruleset ${handle}`);
    return readPlaces(answer);
  }

  /** What a dead instance has to say about its death. */
  lastError() {
    return decoder.decode(this.#view(this.#exports.falconet_last_error()));
  }

  /** Bytes of memory that the instance holds. */
  memoryBytes() {
    return this.#exports.memory.buffer.byteLength;
  }

  /**
   * @param {(pointer: number, length: number) => bigint} ask
   * @param {string} request
   */
  #exchange(ask, request) {
    const bytes = encoder.encode(request);
    const pointer = this.#copyIn(bytes);
    return JSON.parse(decoder.decode(this.#view(ask(pointer, bytes.length))));
  }

  /**
   * Copies bytes into a buffer of the module that is kept from call to call.
   * @param {Uint8Array} bytes
   */
  #copyIn(bytes) {
    if (bytes.length > this.#capacity) this.#grow(bytes.length);
    const memory = new Uint8Array(this.#exports.memory.buffer, this.#pointer, this.#capacity + PADDING);
    memory.set(bytes);
    memory.fill(0, bytes.length, bytes.length + PADDING);
    return this.#pointer;
  }

  /** @param {number} length */
  #grow(length) {
    if (this.#pointer !== 0) this.#exports.falconet_free(this.#pointer, this.#capacity);
    this.#pointer = 0;
    this.#capacity = 0;
    const pointer = this.#exports.falconet_alloc(length);
    if (pointer === 0) throw new RangeError(`the module has no memory for ${length} bytes`);
    this.#pointer = pointer >>> 0;
    this.#capacity = length;
  }

  /**
   * The bytes of a packed result.
   * @param {bigint} packed
   */
  #view(packed) {
    const bits = BigInt.asUintN(64, packed);
    const pointer = Number(bits >> 32n);
    const length = Number(bits & 0xffffffffn);
    return new Uint8Array(this.#exports.memory.buffer, pointer, length);
  }
}

/**
 * @param {Uint8Array} answer
 * @returns {BatchResult}
 */
function readAnswer(answer) {
  const header = new DataView(answer.buffer, answer.byteOffset, HEADER);
  const [events, malformed, skipped, alerts, lineBytes, problemBytes] = [0, 8, 16, 24, 32, 40].map((offset) =>
    Number(header.getBigUint64(offset, true)),
  );
  const linesEnd = HEADER + lineBytes;
  const problemsEnd = linesEnd + problemBytes;
  return {
    counts: { events, malformed, skipped, alerts },
    lines: answer.subarray(HEADER, linesEnd),
    problems: readProblems(answer.subarray(linesEnd, problemsEnd)),
    ...readEnd(answer.subarray(problemsEnd), alerts),
  };
}

/**
 * What stands behind the problem lines.
 * @param {Uint8Array} end
 * @param {number} alerts
 */
function readEnd(end, alerts) {
  const view = new DataView(end.buffer, end.byteOffset, end.length);
  return {
    atRest: view.getBigUint64(0, true) === 1n,
    matched: Uint32Array.from({ length: alerts }, (_, alert) => view.getUint32(8 + 4 * alert, true)),
    records: Number(view.getBigUint64(8 + 4 * alerts, true)),
  };
}

/**
 * @param {Uint8Array} answer
 * @returns {SplitResult}
 */
function readPlaces(answer) {
  const view = new DataView(answer.buffer, answer.byteOffset, answer.length);
  const number = (/** @type {number} */ offset) => Number(view.getBigUint64(offset, true));
  const end = SPLIT_HEADER + RECORD * number(0);
  const records = [];
  for (let at = SPLIT_HEADER; at < end; at += RECORD) records.push({ record: number(at), offset: number(at + 8), length: number(at + 16) });
  return { records, problems: readProblems(answer.subarray(end)), malformed: number(8), atRest: number(16) === 1 };
}

/**
 * A request as JSON. Half of a character, which a string may hold, is no text: JSON escapes it, and the module refuses that.
 * @param {object} request
 */
function written(request) {
  const json = JSON.stringify(request);
  const isText = !/\\ud[89a-f]/.test(json);
  return isText ? json : JSON.stringify(request, (_, value) => (typeof value === "string" ? wellFormed(value) : value));
}

/**
 * @param {Uint8Array} lines
 * @returns {Problem[]}
 */
function readProblems(lines) {
  if (lines.length === 0) return [];
  return decoder.decode(lines).trimEnd().split("\n").map((line) => JSON.parse(line));
}
