/** Where events come from: a text, or a file that is read in pieces, decompressed if it is gzip. */
import { sampleValues } from "falconet/editor.js";
import { Survey } from "./survey.js";
import { MOST_KEPT, MOST_SAMPLED } from "./limits.js";
import { piecesOf } from "./file.js";

/**
 * @import { Cutter } from "./cutter.js"
 * @import { Piece } from "./file.js"
 * @import { RecordPlace } from "falconet/abi.js"
 * @import { SampleValues } from "falconet/types.js"
 */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Source {
  /** @type {Uint8Array | undefined} */
  #bytes;
  /** @type {File | undefined} */
  #file;
  /** @type {Map<number, Uint8Array>} */
  #kept = new Map();
  #room = MOST_KEPT;
  /** @type {Map<string, RecordPlace[]>} */
  #places = new Map();
  /** @type {Map<string, Survey>} */
  #surveys = new Map();
  /** The values that were asked for last, and of what. @type {{ key: string, values: Promise<SampleValues> } | undefined} */
  #sampled;

  /** @param {number} version @param {{ bytes?: Uint8Array, file?: File }} from */
  constructor(version, { bytes, file }) {
    this.version = version;
    this.#bytes = bytes;
    this.#file = file;
  }

  /** @param {string} text @param {number} version */
  static ofText(text, version) {
    return new Source(version, { bytes: encoder.encode(text) });
  }

  /** @param {File} file @param {number} version */
  static ofFile(file, version) {
    return new Source(version, { file });
  }

  /** Bytes as they are stored. */
  get size() {
    return this.#bytes?.length ?? this.#file?.size ?? 0;
  }

  /** Whether it is a text that is held as a whole. */
  get isText() {
    return this.#bytes !== undefined;
  }

  /** The pieces, one after another. @returns {AsyncGenerator<Piece, void, void>} */
  async *pieces() {
    if (this.#bytes !== undefined) yield { bytes: this.#bytes, read: this.#bytes.length, last: true };
    else if (this.#file !== undefined) yield* piecesOf(this.#file);
  }

  /**
   * Where the records of a piece lie; for a text that is found once.
   * @param {Cutter} cutter
   * @param {Piece} piece
   * @param {boolean} first
   */
  places(cutter, piece, first) {
    if (!this.isText) return cutter.cut(piece.bytes, first, piece.last);
    const known = this.#places.get(cutter.source) ?? cutter.cut(piece.bytes, first, piece.last);
    this.#places.set(cutter.source, known);
    return known;
  }

  /** What is said of its events as those of an event source. @param {string} name */
  survey(name) {
    const survey = this.#surveys.get(name) ?? new Survey(name, this.#bytes);
    this.#surveys.set(name, survey);
    return survey;
  }

  /**
   * Keeps a record to be looked at, while there is room.
   * @param {number} event
   * @param {Uint8Array} bytes
   */
  keep(event, bytes) {
    if (this.#kept.has(event) || bytes.length > this.#room) return;
    this.#room -= bytes.length;
    this.#kept.set(event, this.isText ? bytes : bytes.slice());
  }

  /** A record that was kept; empty otherwise. @param {number} event */
  bytes(event) {
    return this.#kept.get(event) ?? new Uint8Array();
  }

  /** Values of fields, as events of an event source; none if there is no such source. @param {string} name @returns {Promise<SampleValues>} */
  samples(name) {
    // Of a file more is kept as it is read.
    const key = this.isText ? name : `${name} ${this.#kept.size}`;
    if (this.#sampled?.key !== key) this.#sampled = { key, values: sampleValues(this.#sample(), { source: name }).catch(() => ({})) };
    return this.#sampled.values;
  }

  /** The beginning of a text, or the first records that were kept. */
  #sample() {
    if (this.#bytes !== undefined) return decoder.decode(this.#bytes.subarray(0, MOST_SAMPLED));
    let text = "";
    for (const bytes of this.#kept.values()) {
      if (text.length + bytes.length > MOST_SAMPLED) break;
      text += `${decoder.decode(bytes)}\n`;
    }
    return text;
  }
}
