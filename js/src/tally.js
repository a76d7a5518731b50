/**
 * What was counted.
 * @import { Counts } from "./types.js"
 */

export class Tally {
  #counts = { events: 0, malformed: 0, skipped: 0, alerts: 0 };
  /** How often each rule matched, as far as one did. @type {number[]} */
  #matches = [];

  /** @returns {Counts} */
  get counts() {
    return { ...this.#counts };
  }

  /**
   * @param {Counts} counts
   * @param {Uint32Array} matched of each alert its rule
   */
  add(counts, matched) {
    this.#counts.events += counts.events;
    this.#counts.malformed += counts.malformed;
    this.#counts.skipped += counts.skipped;
    this.#counts.alerts += counts.alerts;
    for (const rule of matched) this.#matches[rule] = (this.#matches[rule] ?? 0) + 1;
  }

  /** How often each of so many rules matched. @param {number} rules */
  matches(rules) {
    return Array.from({ length: rules }, (_, rule) => this.#matches[rule] ?? 0);
  }
}
