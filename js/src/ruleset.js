/**
 * @import { Alert } from "./alert.js"
 * @import { Audience, Judged } from "./course.js"
 * @import { Definitions, Diagnostic, ExplainOptions, ExplainTextOptions, Explanation, Field, Input, LoadOptions, NearMisses, ResolvedRule, RulesFile, Source, StreamOptions } from "./types.js"
 * @import { SuggestOptions, Suggestion, SuggestTextOptions } from "./suggest.js"
 * @import { Witness, WitnessOptions, WitnessTextOptions } from "./witness.js"
 */
import { BEGINS_INPUT, ENDS_INPUT } from "./abi.js";
import { alerts } from "./alert.js";
import { askNow } from "./ask.js";
import { batches, joined, lineBatches } from "./bytes.js";
import { Course } from "./course.js";
import * as engine from "./engine.js";
import { FalconetError, RulesetError } from "./errors.js";
import { EXPLAINED, explainRequest, explanations, isForPeople, objects } from "./explain.js";
import { isGzip, isZstd } from "./gzip.js";
import { inputs, isSource, whole } from "./input.js";
import { Lane } from "./lane.js";
import { Lanes } from "./lanes.js";
import { loadRequest } from "./load.js";
import { withUtf16 } from "./positions.js";
import { pieces } from "./source.js";
import { suggestRequest } from "./suggest.js";
import { Tally } from "./tally.js";
import { witnesses } from "./witness.js";

/** The most bytes that are handed to the module at once. */
const BATCH = 1024 * 1024;

/** Settings with which an alert has all that there is to say. */
const WHOLE_ALERTS = ["json_output", "json_include_output_property", "json_include_tags_property", "json_include_output_fields_property"].map((key) => `${key}=true`);

/** Nothing in hosts that tell nobody what was forgotten. @type {FinalizationRegistry<Held> | undefined} */
const forgotten = typeof FinalizationRegistry === "function" ? new FinalizationRegistry((held) => held.dispose()) : undefined;

/** What the module holds of a ruleset: shared with the finalizer, which must not hold the ruleset itself. */
class Held {
  /** @type {ReturnType<typeof loadRequest>} */
  request;
  /** @type {Lanes} */
  lanes;
  /** For events by themselves. @type {Lane | undefined} */
  #whole;

  /** @param {ReturnType<typeof loadRequest>} request */
  constructor(request) {
    this.request = request;
    this.lanes = new Lanes(JSON.stringify(request));
  }

  /** A lane whose alerts have all that there is to say, made when it is needed. */
  get whole() {
    const settings = [...this.request.settings, ...WHOLE_ALERTS];
    this.#whole ??= new Lane(JSON.stringify({ ...this.request, settings }));
    return this.#whole;
  }

  dispose() {
    this.lanes.dispose();
    this.#whole?.unload();
  }
}

/** Loaded rules that judge events. Dispose it when done; a forgotten one is disposed of some time later. */
export class Ruleset {
  /** @type {Held} */
  #held;
  #disposed = false;
  /** @type {LoadOptions["onProblem"]} */
  #onProblem;
  /** @type {LoadOptions["onTrap"]} */
  #onTrap;
  #tally = new Tally();
  /** @type {Diagnostic[]} */
  #diagnostics;
  /** The most bytes that are handed to the module at once. */
  #batch;
  /** @type {string} */
  #rendered;
  /** @type {{ loaded: number, enabled: number }} */
  #rules;

  /**
   * Use {@link Ruleset.load}.
   * @private
   * @param {ReturnType<typeof loadRequest>} request
   * @param {LoadOptions} options
   */
  constructor(request, options) {
    this.#held = new Held(request);
    const { diagnostics, rendered, rules } = this.#held.lanes.first.loaded;
    this.#onProblem = options.onProblem;
    this.#onTrap = options.onTrap;
    this.#diagnostics = withUtf16(diagnostics, request.files);
    this.#rendered = rendered;
    this.#batch = "explain" in request ? EXPLAINED : BATCH;
    this.#rules = rules;
    forgotten?.register(this, this.#held, this);
  }

  /**
   * Loads rules files, in their order. Throws {@link RulesetError} if the rules or a setting are wrong.
   * @param {readonly RulesFile[]} files
   * @param {LoadOptions} [options]
   * @returns {Promise<Ruleset>}
   */
  static async load(files, options = {}) {
    await engine.start();
    const request = loadRequest(files, options);
    try {
      return new Ruleset(request, options);
    } catch (error) {
      if (!(error instanceof RulesetError)) throw error;
      throw new RulesetError(/** @type {"RULES" | "SETTINGS"} */ (error.code), error.message, withUtf16(error.diagnostics, request.files), error.rendered, error.summary);
    }
  }

  /** Warnings about the rules. */
  get diagnostics() {
    return this.#diagnostics;
  }

  /** The warnings as text for a terminal. */
  get rendered() {
    return this.#rendered;
  }

  /** How many rules were loaded, and how many judge events. */
  get rules() {
    return this.#rules;
  }

  /** What `scan`, `scanLines` and `stream` have judged so far. */
  get counts() {
    return this.#tally.counts;
  }

  /**
   * Judges events as they are asked for: bytes or text of one input, an object that is one event, or an iterable of
   * these. Each input is judged as a whole before its first alert comes.
   * @overload
   * @param {ReadableStream<Input> | AsyncIterable<Input> | Blob | Response} input
   * @returns {AsyncGenerator<Alert, void, void>} what comes over time is judged as by {@link Ruleset.stream}
   */
  /**
   * @overload
   * @param {Input | Iterable<Input>} input
   * @returns {Generator<Alert, void, void>}
   */
  /**
   * @param {Source} input
   * @returns {Generator<Alert, void, void> | AsyncGenerator<Alert, void, void>}
   */
  scan(input) {
    return isSource(input) ? this.stream(input) : this.#scan(input);
  }

  /**
   * Judges all events at once; the alerts as Falco's lines, each with its newline.
   * @param {Input | Iterable<Input>} input
   * @returns {Uint8Array<ArrayBuffer>}
   */
  scanLines(input) {
    const blocks = [];
    for (const lines of this.#blocks(input)) blocks.push(lines);
    return joined(blocks);
  }

  /**
   * Judges events as they come: a stream of the web or of Node, a `File`, a `Response`, an iterable of any kind. Bytes and
   * text are pieces of one input and may be compressed by gzip; objects are records. No more is read than alerts are asked
   * for, and the source is told if nobody wants more. Several streams of one ruleset may be under way at a time.
   * @param {Source} source
   * @param {StreamOptions} [options]
   * @returns {AsyncGenerator<Alert, void, void>}
   */
  async *stream(source, options) {
    for await (const lines of this.streamLines(source, options)) yield* alerts(lines);
  }

  /**
   * The same; the alerts as blocks of Falco's lines, each with its newline.
   * @param {Source} source
   * @param {StreamOptions} [options]
   * @returns {AsyncGenerator<Uint8Array<ArrayBuffer>, void, void>}
   */
  async *streamLines(source, { maxBytes = Infinity } = {}) {
    this.#demand();
    const lane = this.#held.lanes.take();
    try {
      yield* this.#flow(lane, source, maxBytes);
    } finally {
      this.#held.lanes.giveBack(lane);
    }
  }

  /**
   * Tells which rules match an event: alerts with all that there is to say, whatever the settings leave out. It counts
   * nothing and is told to nobody. An event that cannot be judged throws `INPUT`; one that is no event of the source
   * matches nothing.
   * @param {Input} event bytes, text or an object
   * @returns {Alert[]}
   */
  evaluate(event) {
    this.#demand();
    const { lines, problems } = this.#held.whole.evaluate(whole(event), BEGINS_INPUT | ENDS_INPUT);
    const [problem] = problems;
    if (problem !== undefined) throw new FalconetError("INPUT", `the event cannot be judged: ${problem.reason}`);
    return [...alerts(lines)];
  }

  /**
   * Lists the rules, macros or lists that the files define.
   * @template {keyof Definitions} What
   * @param {What} what
   * @param {readonly string[]} [words] only the entry of this name, or else entries with these words in them
   * @returns {Definitions[What][]}
   */
  list(what, words = []) {
    return this.#ask({ op: "list", what, words }).items;
  }

  /**
   * Shows a rule with lists, macros, exceptions, appends and overrides put in, and where each part comes from. Throws
   * {@link RulesetError} if there is no such rule.
   * @param {string} rule its name, or a part of it that no other rule has
   * @returns {ResolvedRule}
   */
  show(rule) {
    return this.#ask({ op: "show", rule }).rule;
  }

  /**
   * Lists the fields that the rules' events have.
   * @param {readonly string[]} [words] only the field of this name, or else fields with these words in them
   * @returns {Field[]}
   */
  fields(words = []) {
    this.#demand();
    return askNow({ op: "list", what: "fields", words, source: this.#held.lanes.first.loaded.source }).items;
  }

  /**
   * Says why rules fire on events, or do not: an explanation for each event and rule, in their order, or text for people.
   * Throws {@link RulesetError} if there is no such rule, or it takes no part. It counts nothing.
   * @overload
   * @param {Input | Iterable<Input>} input
   * @param {ExplainTextOptions} options
   * @returns {string}
   */
  /**
   * @overload
   * @param {Input | Iterable<Input>} input
   * @param {ExplainOptions} [options]
   * @returns {Explanation[]}
   */
  /**
   * @param {Input | Iterable<Input>} input
   * @param {ExplainOptions | ExplainTextOptions} [options]
   * @returns {Explanation[] | string}
   */
  explain(input, options = {}) {
    const text = this.#explained(input, explainRequest(options));
    return isForPeople(options) ? text : objects(text);
  }

  /**
   * Says which events came nearest to firing rules: `count` of each rule, 10 if it is not given, at most 1000.
   * @overload
   * @param {Input | Iterable<Input>} input
   * @param {ExplainTextOptions & { count?: number }} options
   * @returns {string}
   */
  /**
   * @overload
   * @param {Input | Iterable<Input>} input
   * @param {ExplainOptions & { count?: number }} [options]
   * @returns {NearMisses[]}
   */
  /**
   * @param {Input | Iterable<Input>} input
   * @param {(ExplainOptions | ExplainTextOptions) & { count?: number }} [options]
   * @returns {NearMisses[] | string}
   */
  nearMisses(input, options = {}) {
    const text = this.#explained(input, explainRequest(options, options.count ?? 10));
    return isForPeople(options) ? text : objects(text);
  }

  /**
   * Proposes exceptions for noisy rules: what the alerts of a rule have in common, and what an exception for it removes and
   * leaves, as the rules say that are loaded with it. Throws {@link RulesetError} if there is no such rule, or it takes no
   * part. It counts nothing.
   * @overload
   * @param {Input | Iterable<Input>} input
   * @param {SuggestTextOptions} options
   * @returns {string}
   */
  /**
   * @overload
   * @param {Input | Iterable<Input>} input
   * @param {SuggestOptions} [options]
   * @returns {Suggestion[]}
   */
  /**
   * @param {Input | Iterable<Input>} input
   * @param {SuggestOptions | SuggestTextOptions} [options]
   * @returns {Suggestion[] | string}
   */
  suggest(input, options = {}) {
    this.#demand();
    const text = explanations({ ...this.#held.request, suggest: suggestRequest(options) }, inputs(input));
    return isForPeople(options) ? text : objects(text);
  }

  /**
   * Makes an event for each rule that fires it, and one that misses it by one test, or says which test could not be turned;
   * or cuts an event down to what still fires a rule. Each event was judged by the rules. Throws {@link RulesetError} if there
   * is no such rule, it takes no part, or it does not fire on what is to be cut down.
   * @overload
   * @param {WitnessTextOptions} options
   * @returns {string}
   */
  /**
   * @overload
   * @param {WitnessOptions} [options]
   * @returns {Witness[]}
   */
  /**
   * @param {WitnessOptions | WitnessTextOptions} [options]
   * @returns {Witness[] | string}
   */
  witness(options = {}) {
    this.#demand();
    const text = witnesses(this.#held.request, options);
    return isForPeople(options) ? text : objects(text);
  }

  /**
   * What Falco prints when a run ends, matches by severity and by rule; empty unless the setting `json_output` is `false`.
   * @returns {string}
   */
  statistics() {
    this.#demand();
    return this.#held.lanes.first.statistics(this.#tally.matches(this.#rules.enabled));
  }

  /** Gives the module's memory back. The ruleset is of no use afterwards. */
  dispose() {
    if (this.#disposed) return;
    this.#disposed = true;
    forgotten?.unregister(this);
    this.#held.dispose();
  }

  /** Lets `using` dispose of it, in hosts that know `Symbol.dispose`. */
  [Symbol.dispose]() {
    this.dispose();
  }

  /** @param {Input | Iterable<Input>} input @param {object} explain */
  #explained(input, explain) {
    this.#demand();
    return explanations({ ...this.#held.request, explain }, inputs(input));
  }

  /** @param {Input | Iterable<Input>} input */
  *#scan(input) {
    for (const lines of this.#blocks(input)) yield* alerts(lines);
  }

  /** Blocks of alert lines. An input is judged as a whole before the first of its blocks comes. @param {Input | Iterable<Input>} input */
  *#blocks(input) {
    for (const { bytes, records } of inputs(input)) {
      const { blocks, trap } = this.#judgeWhole(bytes, records);
      yield* blocks;
      if (trap) throw trap;
    }
  }

  /** @param {Uint8Array} bytes @param {number} records */
  #judgeWhole(bytes, records) {
    this.#demand();
    if (isGzip(bytes) || isZstd(bytes)) throw new FalconetError("COMPRESSED", "the input is compressed: decompress it first, or use `stream`, which does so for gzip");
    const lane = this.#held.lanes.take();
    try {
      return this.#judgeBatches(new Course(lane, this.#audience(), records), bytes);
    } finally {
      this.#held.lanes.giveBack(lane);
    }
  }

  /** @param {Course} course @param {Uint8Array} bytes */
  #judgeBatches(course, bytes) {
    const blocks = [];
    for (const batch of batches(bytes, this.#batch)) {
      const isLast = batch.byteOffset + batch.length === bytes.byteOffset + bytes.length;
      const judged = course.judge(batch, isLast);
      blocks.push(...this.#told(judged));
      if (judged.trap) return { blocks, trap: judged.trap };
    }
    return { blocks };
  }

  /** Blocks of alert lines of what comes over time. @param {Lane} lane @param {Source} source @param {number} maxBytes */
  async *#flow(lane, source, maxBytes) {
    let course = new Course(lane, this.#audience());
    let isOpen = false;
    let records = 0;
    try {
      for await (const { bytes, isRecord } of pieces(source, maxBytes)) {
        if (isRecord && isOpen) yield* this.#judged(course, new Uint8Array(), true);
        if (isRecord || !isOpen) course = new Course(lane, this.#audience(), isRecord ? records : 0);
        records = isRecord ? records + 1 : 0;
        isOpen = !isRecord;
        for (const batch of isRecord ? [bytes] : lineBatches(bytes, this.#batch)) yield* this.#judged(course, batch, isRecord);
      }
    } catch (error) {
      if (isOpen && error instanceof FalconetError && error.code === "DAMAGED") yield* this.#judged(course, new Uint8Array(), true);
      throw error;
    }
    if (isOpen) yield* this.#judged(course, new Uint8Array(), true);
  }

  /** @param {Course} course @param {Uint8Array} batch @param {boolean} ends */
  *#judged(course, batch, ends) {
    this.#demand();
    const judged = course.judge(batch, ends);
    yield* this.#told(judged);
    if (judged.trap) throw judged.trap;
  }

  /** Tells of problems; the lines, if there are any. @param {Judged} judged */
  #told({ lines, problems }) {
    for (const problem of problems) this.#onProblem?.(problem);
    return lines.length > 0 ? [/** @type {Uint8Array<ArrayBuffer>} */ (lines)] : [];
  }

  /** @returns {Audience} */
  #audience() {
    return { count: (counts, matched) => this.#tally.add(counts, matched), onTrap: this.#onTrap };
  }

  /** @param {object} question @returns {any} */
  #ask(question) {
    this.#demand();
    const { files, settings } = this.#held.request;
    return askNow({ ...question, files, settings });
  }

  #demand() {
    if (this.#disposed) throw new FalconetError("DISPOSED", "the ruleset has been disposed of");
  }
}
