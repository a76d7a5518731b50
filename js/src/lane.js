/** A ruleset as the module holds it. One input at a time is under way in it. */
import { ONE_RECORD } from "./abi.js";
import * as engine from "./engine.js";
import { loadError } from "./load.js";

/** @import { BatchResult, SplitResult } from "./abi.js" */

let told = { time: 0, generation: 0 };

export class Lane {
  /** @type {string} */
  #request;
  #handle = 0;
  #generation = 0;

  /** @param {string} request what the rules are loaded with */
  constructor(request) {
    this.#request = request;
    /** What the module said when the rules were loaded. */
    this.loaded = this.#load();
  }

  /** Which instance of the module holds it; another one knows nothing of an input that is under way. */
  get generation() {
    this.#revive();
    return this.#generation;
  }

  /**
   * Judges a batch.
   * @param {Uint8Array} batch
   * @param {number} flags
   * @returns {BatchResult} whose lines stay as they are
   */
  evaluate(batch, flags) {
    this.#revive();
    tellTime();
    return engine.use((abi) => {
      const result = abi.evaluate(this.#handle, batch, flags);
      return { ...result, lines: result.lines.slice() };
    });
  }

  /**
   * Judges a record that was cut out.
   * @param {Uint8Array} record
   */
  evaluateRecord(record) {
    return this.evaluate(record, ONE_RECORD);
  }

  /**
   * Says where records lie in a batch.
   * @param {Uint8Array} batch
   * @param {number} flags
   * @returns {SplitResult}
   */
  split(batch, flags) {
    this.#revive();
    return engine.use((abi) => abi.split(this.#handle, batch, flags));
  }

  /**
   * What Falco prints when a run ends.
   * @param {readonly number[]} matches how often each rule matched
   * @returns {string}
   */
  statistics(matches) {
    this.#revive();
    return engine.use((abi) => abi.call({ op: "statistics", handle: this.#handle, matches })).text ?? "";
  }

  /** Gives the module's memory back. */
  unload() {
    if (this.#generation === engine.generation()) engine.use((abi) => abi.call({ op: "unload", handle: this.#handle }));
  }

  /** Loads the rules again if the instance that held them is gone. */
  #revive() {
    if (this.#generation !== engine.generation()) this.#load();
  }

  #load() {
    const answer = engine.use((abi) => abi.load(this.#request));
    if (!answer.ok) throw loadError(answer);
    this.#handle = answer.handle;
    this.#generation = engine.generation();
    return answer;
  }
}

/** Once a millisecond is enough, and saves a call for each input. */
function tellTime() {
  const now = Date.now();
  if (told.time === now && told.generation === engine.generation()) return;
  engine.use((abi) => abi.setClock(now));
  told = { time: now, generation: engine.generation() };
}
