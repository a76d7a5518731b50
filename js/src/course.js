/**
 * One input on its way through a lane, batch by batch, and how it goes on if the module stops in it.
 * @import { RecordPlace, SplitResult } from "./abi.js"
 * @import { Lane } from "./lane.js"
 * @import { Counts, Problem } from "./types.js"
 */
import { BEGINS_INPUT, ENDS_INPUT } from "./abi.js";
import { joined } from "./bytes.js";
import { EngineTrap } from "./errors.js";

/** Traps of one input that are got over. */
const MOST_TRAPS = 16;

/** Bytes of an unfinished document that are kept, to find in it what stopped the module. */
const MOST_KEPT = 16 * 1024 * 1024;

/**
 * What came of a batch.
 * @typedef {object} Judged
 * @property {Uint8Array} lines
 * @property {Problem[]} problems
 * @property {EngineTrap} [trap] what ends the input behind these lines
 */

/**
 * Who hears of it.
 * @typedef {object} Audience
 * @property {(counts: Counts, matched: Uint32Array) => void} count
 * @property {((trap: EngineTrap) => void) | undefined} onTrap
 */

/**
 * A place in an input.
 * @typedef {object} Position
 * @property {number} records records before
 * @property {number} offset bytes before
 */

export class Course {
  /** @type {Lane} */
  #lane;
  /** @type {Audience} */
  #audience;
  #begun = false;
  #generation = 0;
  #traps = 0;
  /** Where the instance began to count. @type {Position} */
  #origin;
  /** Where nothing was unfinished. @type {Position} */
  #rest;
  /** How far it is judged. @type {Position} */
  #at;
  /** The bytes since it was at rest; nothing if they were too many to keep. @type {Uint8Array[] | undefined} */
  #kept = [];

  /**
   * @param {Lane} lane
   * @param {Audience} audience
   * @param {number} [records] records of the input that were given otherwise
   */
  constructor(lane, audience, records = 0) {
    this.#lane = lane;
    this.#audience = audience;
    this.#at = { records, offset: 0 };
    this.#rest = this.#at;
    this.#origin = this.#at;
  }

  /**
   * Judges the next bytes.
   * @param {Uint8Array} batch bytes that stay as they are
   * @param {boolean} ends whether they are the last
   * @returns {Judged}
   */
  judge(batch, ends) {
    try {
      return this.#judgeOn(batch, ends);
    } catch (trap) {
      if (!(trap instanceof EngineTrap)) throw trap;
      return this.#rescue(batch, ends, trap);
    }
  }

  /** @param {Uint8Array} batch @param {boolean} ends @returns {Judged} */
  #judgeOn(batch, ends) {
    if (this.#begun && this.#generation !== this.#lane.generation) this.#restore();
    const result = this.#lane.evaluate(batch, (this.#begun ? 0 : BEGINS_INPUT) | (ends ? ENDS_INPUT : 0));
    this.#begun = true;
    this.#generation = this.#lane.generation;
    this.#audience.count(result.counts, result.matched);
    const problems = placed(result.problems, this.#origin);
    this.#pass(batch, this.#at.records + result.records, result.atRest);
    return { lines: result.lines, problems };
  }

  /** Tells a new instance what is unfinished. It judges nothing of that. */
  #restore() {
    this.#lane.split(this.#unfinished(), BEGINS_INPUT);
    this.#origin = this.#rest;
    this.#generation = this.#lane.generation;
  }

  /** The bytes since nothing was unfinished, and more. @param {Uint8Array[]} more */
  #unfinished(...more) {
    if (this.#kept === undefined) throw new EngineTrap("the module stopped, and too much is unfinished to go on", undefined);
    return joined([...this.#kept, ...more]);
  }

  /** @param {Uint8Array} batch @param {number} records @param {boolean} atRest */
  #pass(batch, records, atRest) {
    this.#at = { records, offset: this.#at.offset + batch.length };
    if (atRest) {
      this.#rest = this.#at;
      this.#kept = [];
    } else {
      this.#kept?.push(batch);
      if (this.#at.offset - this.#rest.offset > MOST_KEPT) this.#kept = undefined;
    }
  }

  /**
   * Judges the records of a batch one by one, since the module stopped in one of them.
   * @param {Uint8Array} batch
   * @param {boolean} ends
   * @param {EngineTrap} trap
   * @returns {Judged}
   */
  #rescue(batch, ends, trap) {
    if (this.#kept === undefined) throw trap;
    const bytes = this.#unfinished(batch);
    const split = this.#lane.split(bytes, BEGINS_INPUT | (ends ? ENDS_INPUT : 0));
    this.#begun = true;
    this.#generation = this.#lane.generation;
    this.#origin = this.#rest;
    const before = this.#at.records - this.#rest.records;
    const judged = this.#judgeEach(split, bytes, before);
    this.#pass(batch, this.#rest.records + split.records.length + split.malformed, split.atRest);
    return judged;
  }

  /** @param {SplitResult} split @param {Uint8Array} bytes @param {number} before records that are judged already @returns {Judged} */
  #judgeEach(split, bytes, before) {
    const records = split.records.filter(({ record }) => record > before);
    const malformed = split.records.length + split.malformed - before - records.length;
    this.#audience.count({ events: 0, malformed, skipped: 0, alerts: 0 }, new Uint32Array());
    const problems = placed(split.problems.filter(({ record }) => record > before), this.#rest);
    const lines = [];
    for (const place of records) {
      const judged = this.#judgeRecord(place, bytes.subarray(place.offset, place.offset + place.length));
      lines.push(judged.lines);
      problems.push(...judged.problems);
      if (judged.trap) return { lines: joined(lines), problems, trap: judged.trap };
    }
    return { lines: joined(lines), problems };
  }

  /** @param {RecordPlace} place @param {Uint8Array} bytes @returns {Judged} */
  #judgeRecord(place, bytes) {
    const before = { records: this.#rest.records + place.record - 1, offset: this.#rest.offset + place.offset };
    try {
      const { counts, matched, lines, problems } = this.#lane.evaluateRecord(bytes);
      this.#audience.count(counts, matched);
      return { lines, problems: placed(problems, before) };
    } catch (error) {
      if (!(error instanceof EngineTrap)) throw error;
      return this.#trapped(new EngineTrap(error.message, error.cause, { record: before.records + 1, offset: before.offset, bytes: bytes.slice() }));
    }
  }

  /** @param {EngineTrap} trap @returns {Judged} */
  #trapped(trap) {
    const nothing = { lines: new Uint8Array(), problems: [] };
    this.#traps += 1;
    if (this.#audience.onTrap === undefined || this.#traps > MOST_TRAPS) return { ...nothing, trap };
    this.#audience.onTrap(trap);
    return nothing;
  }
}

/**
 * Problems with their places in the input.
 * @param {readonly Problem[]} problems
 * @param {Position} origin
 */
function placed(problems, origin) {
  return problems.map((problem) => ({ ...problem, record: problem.record + origin.records, offset: problem.offset + origin.offset }));
}
