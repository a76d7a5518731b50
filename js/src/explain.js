/**
 * Rules that are explained in place of raising alerts.
 * @import { Whole } from "./input.js"
 * @import { ExplainOptions, ExplainTextOptions, EventFields, FieldsOptions, Input } from "./types.js"
 */
import { BEGINS_INPUT, ENDS_INPUT } from "./abi.js";
import { batches } from "./bytes.js";
import * as engine from "./engine.js";
import { inputs } from "./input.js";
import { Lane } from "./lane.js";

/** The most bytes that are handed to the module at once: what it says of them can be a thousand times as long. */
export const EXPLAINED = 16 * 1024;

const decoder = new TextDecoder();

/**
 * The part of a request to load rules that has them explained.
 * @param {ExplainOptions | ExplainTextOptions} options
 * @param {number} [near]
 */
export function explainRequest(options, near) {
  const { rule = [], format = "json", width, color } = /** @type {Partial<ExplainTextOptions>} */ (options);
  return { rules: typeof rule === "string" ? [rule] : rule, format, width, color, near };
}

/**
 * Whether text was asked for, and no objects.
 * @param {{ format?: string }} options
 */
export function isForPeople({ format = "json" }) {
  return format !== "json";
}

/**
 * Says what every field of events is that takes no argument, where it was read, and why it is absent. No rules are needed.
 * @param {Input | Iterable<Input>} input
 * @param {FieldsOptions} [options]
 * @returns {Promise<EventFields[]>}
 */
export async function readFields(input, { source, path } = {}) {
  await engine.start();
  return objects(explanations({ files: [], source, explain: { fields: true, path } }, inputs(input)));
}

/**
 * Judges inputs by rules that are explained, and gives what is said event by event and at the end.
 * @param {object} request what the rules are loaded with
 * @param {Iterable<Whole>} inputs
 * @returns {string}
 */
export function explanations(request, inputs) {
  const lane = new Lane(JSON.stringify(request));
  try {
    let text = "";
    for (const { bytes } of inputs) text += explained(lane, bytes);
    return text + lane.statistics([]);
  } finally {
    lane.unload();
  }
}

/** What is said of one input. @param {Lane} lane @param {Uint8Array} bytes */
function explained(lane, bytes) {
  let text = "";
  let flags = BEGINS_INPUT;
  for (const batch of batches(bytes, EXPLAINED)) {
    const isLast = batch.byteOffset + batch.length === bytes.byteOffset + bytes.length;
    text += decoder.decode(lane.evaluate(batch, flags | (isLast ? ENDS_INPUT : 0)).lines);
    flags = 0;
  }
  return text;
}

/**
 * The objects of lines of JSON.
 * @param {string} lines
 * @returns {any[]}
 */
export function objects(lines) {
  const all = lines.split("\n").filter((line) => line !== "");
  return all.map((line) => JSON.parse(line));
}
