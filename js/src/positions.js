/**
 * Places of a text in UTF-16 code units, as JavaScript, editors and language servers count.
 * @import { Diagnostic, Place, RulesFile, Utf16Place } from "./types.js"
 */

/** Code units between places that are remembered. */
const STEP = 512;

/** The text's places by byte. */
class Positions {
  /** @type {string} */
  #text;
  /** Bytes before every so many code units. @type {number[]} */
  #bytes = [];

  /** @param {string} text */
  constructor(text) {
    this.#text = text;
    let bytes = 0;
    for (let unit = 0; unit < text.length; unit += 1) {
      if (unit % STEP === 0) this.#bytes.push(bytes);
      bytes += bytesAt(text, unit);
    }
  }

  /** The code units before a byte. @param {number} offset */
  unit(offset) {
    let [low, high] = [0, this.#bytes.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (/** @type {number} */ (this.#bytes[middle]) <= offset) low = middle;
      else high = middle;
    }
    let [unit, bytes] = [low * STEP, this.#bytes[low] ?? 0];
    while (bytes < offset && unit < this.#text.length) {
      bytes += bytesAt(this.#text, unit);
      unit += 1;
    }
    return unit;
  }

  /** A column that counts characters, in code units. @param {number} unit the place @param {number} column */
  column(unit, column) {
    let start = unit;
    for (let left = column - 1; left > 0 && start > 0; left -= 1) start -= isLow(this.#text, start - 1) ? 2 : 1;
    return unit - start + 1;
  }
}

/**
 * The diagnostics, each place of them also in UTF-16.
 * @param {readonly Diagnostic[]} diagnostics
 * @param {readonly RulesFile[]} files
 * @returns {Diagnostic[]}
 */
export function withUtf16(diagnostics, files) {
  const placed = utf16Places(files);
  return diagnostics.map((diagnostic) => {
    const related = diagnostic.related.map(placed);
    return isPlaced(diagnostic) ? { ...placed(diagnostic), related } : { ...diagnostic, related };
  });
}

/**
 * What adds UTF-16 to places.
 * @param {readonly RulesFile[]} files
 * @returns {<P extends Place>(place: P) => P}
 */
export function utf16Places(files) {
  /** @type {Map<string, Positions>} */
  const known = new Map();
  return (place) => {
    const positions = known.get(place.file) ?? new Positions(files.find((file) => file.name === place.file)?.text ?? "");
    known.set(place.file, positions);
    return { ...place, utf16: utf16(place, positions) };
  };
}

/** @param {Diagnostic} diagnostic @returns {diagnostic is Diagnostic & Place} */
function isPlaced(diagnostic) {
  return diagnostic.file !== undefined;
}

/** @param {Place} place @param {Positions} positions @returns {Utf16Place} */
function utf16({ offset, column, end_offset, end_column }, positions) {
  const [start, end] = [positions.unit(offset), positions.unit(end_offset)];
  return { offset: start, column: positions.column(start, column), end_offset: end, end_column: positions.column(end, end_column) };
}

/** Bytes that a code unit adds: the halves of a character add two each, and one without the other is U+FFFD. @param {string} text @param {number} unit */
function bytesAt(text, unit) {
  const code = text.charCodeAt(unit);
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  const isHalf = isLow(text, unit) || isLow(text, unit + 1);
  return isHalf && code >= 0xd800 && code < 0xe000 ? 2 : 3;
}

/** Whether a code unit is the latter half of a character. @param {string} text @param {number} unit */
function isLow(text, unit) {
  const [before, code] = [text.charCodeAt(unit - 1), text.charCodeAt(unit)];
  return code >= 0xdc00 && code < 0xe000 && before >= 0xd800 && before < 0xdc00;
}
