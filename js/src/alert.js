/**
 * @import { FieldValue, Priority } from "./types.js"
 */
import { FalconetError } from "./errors.js";

const NEWLINE = 0x0a;
const decoder = new TextDecoder();

/** An alert, with Falco's property names. A property that the settings leave out is undefined. */
export class Alert {
  /** @type {string} */
  #line;
  /** The host name that was given. @type {string} */
  hostname;
  /** What the rule says. @type {string} */
  output;
  /** The fields that the output has, by name. @type {Record<string, FieldValue>} */
  output_fields;
  /** How bad it is. @type {Priority} */
  priority;
  /** The rule's name. @type {string} */
  rule;
  /** The source of the event. @type {string} */
  source;
  /** The rule's tags. @type {string[]} */
  tags;
  /** When the event was. @type {string} */
  time;

  /** @param {string} line */
  constructor(line) {
    const parsed = parse(line);
    this.#line = line;
    this.hostname = parsed.hostname;
    this.output = parsed.output;
    this.output_fields = parsed.output_fields;
    this.priority = parsed.priority;
    this.rule = parsed.rule;
    this.source = parsed.source;
    this.tags = parsed.tags;
    this.time = parsed.time;
    if (parsed.alert_id !== undefined) {
      /** The same whenever the alert comes again; there with `alertId`. */
      this.alert_id = /** @type {string} */ (parsed.alert_id);
    }
    if (parsed.message !== undefined) {
      /** The output without time and priority; there with the setting `json_include_message_property`. */
      this.message = /** @type {string} */ (parsed.message);
    }
  }

  /** Falco's line, byte for byte. Numbers beyond 2^53 are exact here, and rounded in `output_fields`. */
  toString() {
    return this.#line;
  }
}

/**
 * The alerts of a block of lines.
 * @param {Uint8Array} lines
 * @returns {Generator<Alert, void, void>}
 */
export function* alerts(lines) {
  let start = 0;
  for (let end = lines.indexOf(NEWLINE); end >= 0; end = lines.indexOf(NEWLINE, start)) {
    yield new Alert(decoder.decode(lines.subarray(start, end)));
    start = end + 1;
  }
}

/** @param {string} line */
function parse(line) {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new FalconetError("TEXT_OUTPUT", "alerts are text with `json_output=false`: use `scanLines`", { cause });
  }
}
