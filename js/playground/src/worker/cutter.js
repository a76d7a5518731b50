/** Finds where records lie, with a ruleset of its own: an input is either cut or judged. */
import * as engine from "falconet/engine.js";
import { BEGINS_INPUT, ENDS_INPUT } from "falconet/abi.js";
import { loadRule, unload } from "./rulesets.js";

export class Cutter {
  /** @type {number | undefined} */
  #handle;

  /** @param {string} source the event source that the records are of */
  constructor(source) {
    this.source = source;
  }

  /**
   * @param {Uint8Array} bytes
   * @param {boolean} first
   * @param {boolean} last
   */
  cut(bytes, first, last) {
    const handle = (this.#handle ??= loadRule(this.source, "evt.num = 0", "none"));
    return engine.use((abi) => abi.split(handle, bytes, flagsOf(first, last))).records;
  }

  dispose() {
    if (this.#handle !== undefined) unload(this.#handle);
  }
}

/** @param {boolean} first @param {boolean} last */
export function flagsOf(first, last) {
  return (first ? BEGINS_INPUT : 0) | (last ? ENDS_INPUT : 0);
}
