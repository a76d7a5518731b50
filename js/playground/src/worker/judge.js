/**
 * Judges a source by rules, record by record, so that each alert is known to belong to its event.
 * @import { FromWorker, JudgeRequest, Result } from "../engine/messages.js"
 * @import { Piece } from "./file.js"
 * @import { Source } from "./source.js"
 * @import { RecordPlace } from "falconet/abi.js"
 */
import * as engine from "falconet/engine.js";
import { Cutter, flagsOf } from "./cutter.js";
import { MOST_ALERTS, MOST_CARRIED, MOST_PROBLEMS, PAUSE, REPORT } from "./limits.js";
import { pause } from "./pause.js";
import { load, unload } from "./rulesets.js";

const decoder = new TextDecoder();
const NOTHING = new Uint8Array();

/**
 * @typedef {object} Port
 * @property {(message: FromWorker) => void} post
 * @property {() => boolean} isStale whether a newer request has come
 */

/**
 * @param {JudgeRequest} request
 * @param {Source} source
 * @param {Port} port
 */
export async function judge({ generation, files, settings }, source, port) {
  await engine.start();
  const start = performance.now();
  const loaded = load(files, settings);
  if (!loaded.ok) {
    const message = loaded.fatal?.message ?? loaded.error ?? "the rules cannot be loaded";
    port.post({ kind: "refused", generation, diagnostics: loaded.diagnostics ?? [], message });
    return;
  }
  const run = new Run(loaded, source, { ...port, generation, start });
  try {
    await run.whole();
  } finally {
    run.dispose();
  }
}

/** One judgement under way. */
class Run {
  #handle;
  #source;
  #port;
  #cutter;
  #survey;
  /** @type {Result} */
  #result;
  /** The bytes of a record that has begun in earlier pieces; undefined if they are too many. @type {Uint8Array | undefined} */
  #begun = NOTHING;
  #reported = 0;

  /** @param {any} loaded @param {Source} source @param {Port & { generation: number, start: number }} port */
  constructor(loaded, source, port) {
    this.#handle = loaded.handle;
    this.#source = source;
    this.#port = port;
    this.#cutter = new Cutter(loaded.source);
    this.#survey = source.survey(loaded.source);
    const counts = { events: 0, malformed: 0, skipped: 0, alerts: 0 };
    const lists = { alerts: [], matched: [], problems: [] };
    this.#result = { source: loaded.source, rules: loaded.rules, counts, ...lists, bytes: 0, milliseconds: 0, trouble: null };
  }

  async whole() {
    try {
      for await (const piece of this.#source.pieces()) {
        if (!(await this.#piece(piece))) return;
        if (!piece.last) this.#report(piece);
      }
    } catch (error) {
      this.#result.trouble = error instanceof Error ? error.message : String(error);
    }
    if (this.#port.isStale()) return;
    this.#postRows();
    this.#port.post({ kind: "judged", generation: this.#port.generation, result: this.#timed() });
  }

  /** Answers whether it came to its end. @param {Piece} piece */
  async #piece(piece) {
    if (this.#port.isStale()) return false;
    const offset = this.#result.bytes;
    const first = offset === 0;
    let paused = performance.now();
    let from = 0;
    for (const place of this.#source.places(this.#cutter, piece, first)) {
      const to = place.offset + place.length - offset;
      this.#judgeRecord(piece.bytes.subarray(from, to), flagsOf(first && from === 0, false), place);
      from = to;
      if (performance.now() - paused < PAUSE) continue;
      await pause();
      if (this.#port.isStale()) return false;
      paused = performance.now();
    }
    const rest = piece.bytes.subarray(from);
    this.#judge(rest, flagsOf(first && from === 0, piece.last));
    this.#carry(rest);
    this.#result.bytes += piece.bytes.length;
    return true;
  }

  /**
   * Judges bytes that end with a record.
   * @param {Uint8Array} bytes
   * @param {number} flags
   * @param {RecordPlace} place
   */
  #judgeRecord(bytes, flags, { record, offset, length }) {
    const { alerts, lines } = this.#judge(bytes, flags);
    if (alerts > 0) this.#addAlerts(record, alerts, lines);
    if (this.#survey.wants(record, alerts > 0 && this.#result.alerts.length < MOST_ALERTS) && this.#begun !== undefined) {
      const text = this.#begun.length > 0 ? joined(this.#begun, bytes) : bytes;
      const own = text.subarray(Math.max(0, text.length - length));
      this.#source.keep(record, own);
      this.#survey.add(record, offset, own);
    }
    this.#begun = NOTHING;
  }

  /** @param {Uint8Array} bytes @param {number} flags */
  #judge(bytes, flags) {
    const isListed = this.#result.alerts.length < MOST_ALERTS;
    const { counts, problems, lines } = engine.use((abi) => {
      const answer = abi.evaluate(this.#handle, bytes, flags);
      return { ...answer, lines: isListed && answer.lines.length > 0 ? decoder.decode(answer.lines) : "" };
    });
    const sum = this.#result.counts;
    sum.events += counts.events;
    sum.malformed += counts.malformed;
    sum.skipped += counts.skipped;
    sum.alerts += counts.alerts;
    if (problems.length > 0) this.#result.problems.push(...problems.slice(0, MOST_PROBLEMS - this.#result.problems.length));
    return { alerts: counts.alerts, lines };
  }

  /** @param {number} event @param {number} number @param {string} lines */
  #addAlerts(event, number, lines) {
    if (lines === "") return;
    this.#result.matched.push([event, number]);
    for (const line of lines.trimEnd().split("\n")) {
      if (this.#result.alerts.length < MOST_ALERTS) this.#result.alerts.push({ event, line });
    }
  }

  /** @param {Uint8Array} rest */
  #carry(rest) {
    if (this.#source.isText || this.#begun === undefined) return;
    const fits = this.#begun.length + rest.length <= MOST_CARRIED;
    this.#begun = fits ? joined(this.#begun, rest) : undefined;
  }

  /** Says how far it is; what the lists hold only the first time, since much is copied for it. @param {Piece} piece */
  #report({ read }) {
    if (performance.now() - this.#port.start < (this.#reported + 1) * REPORT) return;
    const hasLists = this.#reported === 0;
    this.#reported = Math.ceil((performance.now() - this.#port.start) / REPORT);
    if (hasLists) this.#postRows();
    const result = hasLists ? this.#timed() : { ...this.#timed(), alerts: [], matched: [], problems: [] };
    this.#port.post({ kind: "progress", generation: this.#port.generation, read, total: this.#source.size, result, hasLists });
  }

  #postRows() {
    if (!this.#survey.takeNews()) return;
    const { rows, columns } = this.#survey;
    this.#port.post({ kind: "rows", version: this.#source.version, columns, rows });
  }

  #timed() {
    this.#result.milliseconds = performance.now() - this.#port.start;
    return this.#result;
  }

  dispose() {
    unload(this.#handle);
    this.#cutter.dispose();
    this.#survey.rest();
  }
}

/** @param {Uint8Array} a @param {Uint8Array} b */
function joined(a, b) {
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}
