/**
 * @import { Alert } from "./alert.js"
 * @import { Counts, Diagnostic, Input, LoadOptions, RulesFile } from "./types.js"
 */
import { BEGINS_INPUT, ENDS_INPUT } from "./abi.js";
import { alerts } from "./alert.js";
import * as engine from "./engine.js";
import { FalconetError, RulesetError } from "./errors.js";
import { inputs } from "./input.js";
import { settingLines } from "./settings.js";

/** The most bytes that are handed to the module at once. */
const BATCH = 1024 * 1024;

/**
 * What the module holds of a ruleset: shared with the finalizer, which must not hold the ruleset itself.
 * @typedef {object} Held
 * @property {number} handle
 * @property {number} generation
 */

/** @type {FinalizationRegistry<Held>} */
const forgotten = new FinalizationRegistry((held) => unload(held));

let told = { time: 0, generation: 0 };

/** Loaded rules that judge events. Dispose it when done; a forgotten one is disposed of some time later. */
export class Ruleset {
  /** @type {string} */
  #request;
  /** @type {Held} */
  #held;
  #disposed = false;
  /** @type {LoadOptions["onProblem"]} */
  #onProblem;
  /** @type {Counts} */
  #counts = { events: 0, malformed: 0, skipped: 0, alerts: 0 };
  /** @type {Diagnostic[]} */
  #diagnostics;
  /** @type {{ loaded: number, enabled: number }} */
  #rules;

  /**
   * Use {@link Ruleset.load}.
   * @private
   * @param {string} request
   * @param {LoadOptions} options
   */
  constructor(request, options) {
    const { held, answer } = load(request);
    this.#request = request;
    this.#held = held;
    this.#onProblem = options.onProblem;
    this.#diagnostics = answer.diagnostics;
    this.#rules = answer.rules;
    forgotten.register(this, held, this);
  }

  /**
   * Loads rules files, in their order. Throws {@link RulesetError} if the rules or a setting are wrong.
   * @param {readonly RulesFile[]} files
   * @param {LoadOptions} [options]
   * @returns {Promise<Ruleset>}
   */
  static async load(files, options = {}) {
    await engine.start();
    return new Ruleset(loadRequest(files, options), options);
  }

  /** Warnings about the rules. */
  get diagnostics() {
    return this.#diagnostics;
  }

  /** How many rules were loaded, and how many judge events. */
  get rules() {
    return this.#rules;
  }

  /** What has been judged so far. */
  get counts() {
    return { ...this.#counts };
  }

  /**
   * Judges events as they are asked for: bytes or text of one input, an object that is one event, or an iterable of
   * these. Each input is judged as a whole before its first alert comes.
   * @param {Input | Iterable<Input>} input
   * @returns {Generator<Alert, void, void>}
   */
  *scan(input) {
    for (const bytes of inputs(input)) {
      for (const lines of this.#judge(bytes)) yield* alerts(lines);
    }
  }

  /**
   * Judges all events at once; the alerts as Falco's lines, each with its newline.
   * @param {Input | Iterable<Input>} input
   * @returns {Uint8Array<ArrayBuffer>}
   */
  scanLines(input) {
    const blocks = [];
    for (const bytes of inputs(input)) blocks.push(...this.#judge(bytes));
    return joined(blocks);
  }

  /**
   * What Falco prints when a run ends, matches by severity and by rule; empty unless the setting `json_output` is `false`.
   * @returns {string}
   */
  statistics() {
    this.#revive();
    return engine.use((abi) => abi.call({ op: "statistics", handle: this.#held.handle })).text ?? "";
  }

  /** Gives the module's memory back. The ruleset is of no use afterwards. */
  dispose() {
    if (this.#disposed) return;
    this.#disposed = true;
    forgotten.unregister(this);
    unload(this.#held);
  }

  /** Lets `using` dispose of it, in hosts that know `Symbol.dispose`. */
  [Symbol.dispose]() {
    this.dispose();
  }

  /** Blocks of alert lines of one input. @param {Uint8Array} input */
  #judge(input) {
    this.#revive();
    tellTime();
    const blocks = [];
    for (let start = 0; start === 0 || start < input.length; start += BATCH) {
      const flags = (start === 0 ? BEGINS_INPUT : 0) | (start + BATCH >= input.length ? ENDS_INPUT : 0);
      const lines = this.#judgeBatch(input.subarray(start, start + BATCH), flags);
      if (lines.length > 0) blocks.push(lines);
    }
    return blocks;
  }

  /** A block of alert lines of one batch. @param {Uint8Array} batch @param {number} flags */
  #judgeBatch(batch, flags) {
    const { lines, problems } = engine.use((abi) => {
      const result = abi.evaluate(this.#held.handle, batch, flags);
      addCounts(this.#counts, result.counts);
      return { lines: result.lines.slice(), problems: result.problems };
    });
    for (const problem of problems) this.#onProblem?.(problem);
    return lines;
  }

  /** Loads the rules again if the instance that held them is gone. */
  #revive() {
    if (this.#disposed) throw new FalconetError("DISPOSED", "the ruleset has been disposed of");
    if (this.#held.generation === engine.generation()) return;
    Object.assign(this.#held, load(this.#request).held);
  }
}

/**
 * @param {readonly RulesFile[]} files
 * @param {LoadOptions} options
 */
function loadRequest(files, options) {
  const limits = { max_record_bytes: options.maxRecordBytes, max_problems: options.maxProblems, max_wrappings: options.maxWrappings };
  return JSON.stringify({
    files: files.map(({ name, text }) => ({ name, text })),
    settings: settingLines(options.settings ?? []),
    source: options.source,
    hostname: options.hostname,
    evt_hostname: options.evtHostname,
    utc_offset_seconds: options.utcOffsetSeconds,
    wrapping: options.wrapping,
    alert_id: options.alertId,
    limits,
  });
}

/** @param {string} request */
function load(request) {
  const answer = engine.use((abi) => abi.load(request));
  if (!answer.ok) throw loadError(answer);
  return { held: { handle: answer.handle, generation: engine.generation() }, answer };
}

/** @param {any} answer */
function loadError(answer) {
  const { fatal, diagnostics = [], rendered = "", error } = answer;
  if (!fatal) return new FalconetError("REQUEST", error ?? "the module did not understand the request");
  if (fatal.kind === "settings") return new RulesetError("SETTINGS", fatal.message, diagnostics, rendered);
  return new RulesetError("RULES", firstError(diagnostics) ?? fatal.message, diagnostics, rendered);
}

/** The first error with its place. @param {readonly Diagnostic[]} diagnostics */
function firstError(diagnostics) {
  const error = diagnostics.find(({ severity }) => severity === "error");
  return error && `${error.file}:${error.line}:${error.column}: ${error.message}`;
}

/** @param {Held} held */
function unload({ handle, generation }) {
  if (generation === engine.generation()) engine.use((abi) => abi.call({ op: "unload", handle }));
}

/**
 * @param {Counts} sum
 * @param {Counts} counts
 */
function addCounts(sum, counts) {
  sum.events += counts.events;
  sum.malformed += counts.malformed;
  sum.skipped += counts.skipped;
  sum.alerts += counts.alerts;
}

/** Once a millisecond is enough, and saves a call for each input. */
function tellTime() {
  const now = Date.now();
  if (told.time === now && told.generation === engine.generation()) return;
  engine.use((abi) => abi.setClock(now));
  told = { time: now, generation: engine.generation() };
}

/** @param {Uint8Array[]} blocks */
function joined(blocks) {
  const bytes = new Uint8Array(blocks.reduce((length, block) => length + block.length, 0));
  let offset = 0;
  for (const block of blocks) {
    bytes.set(block, offset);
    offset += block.length;
  }
  return bytes;
}
