/** Rules that are explained in place of raising alerts. */
import { BEGINS_INPUT, ENDS_INPUT } from "./abi.js";
import * as engine from "./engine.js";

/** The most bytes that are handed to the module at once: what it says of them can be a thousand times as long. */
const BATCH = 16 * 1024;

const decoder = new TextDecoder();

/**
 * What is asked of a ruleset that explains.
 * @typedef {object} ExplainOptions
 * @property {string | readonly string[]} [rule] names of rules, or parts of names that no other rule has; all rules if it is not given
 */

/**
 * @typedef {object} PageOptions
 * @property {number} [width] columns; without it no line is wrapped
 * @property {boolean} [color] whether there are a terminal's colours
 */

/** @typedef {ExplainOptions & { format?: "json" }} JsonOptions */
/** @typedef {ExplainOptions & PageOptions & { format: "text" }} TextOptions */

/**
 * The part of a request to load rules that has them explained.
 * @param {JsonOptions | TextOptions} options
 * @param {number} [near]
 */
export function explainRequest(options, near) {
  const { rule = [], format = "json", width, color } = /** @type {Partial<TextOptions>} */ (options);
  return { rules: typeof rule === "string" ? [rule] : rule, format, width, color, near };
}

/**
 * Judges inputs by a ruleset that explains, and gives what it says event by event and at the end.
 * @param {number} handle
 * @param {Iterable<Uint8Array>} inputs
 * @returns {string}
 */
export function explanations(handle, inputs) {
  let text = "";
  for (const input of inputs) {
    for (let start = 0; start === 0 || start < input.length; start += BATCH) {
      const flags = (start === 0 ? BEGINS_INPUT : 0) | (start + BATCH >= input.length ? ENDS_INPUT : 0);
      const batch = input.subarray(start, start + BATCH);
      text += engine.use((abi) => decoder.decode(abi.evaluate(handle, batch, flags).lines));
    }
  }
  return text + (engine.use((abi) => abi.call({ op: "statistics", handle })).text ?? "");
}

/**
 * The objects of lines of JSON.
 * @param {string} lines
 * @returns {any[]}
 */
export function objects(lines) {
  return lines.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
}
