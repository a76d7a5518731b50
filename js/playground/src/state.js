/**
 * What the page is about: rules and their tests, events, settings, the rules that these are compared with; and who wants to know of changes.
 * @import { Settings } from "./engine/messages.js"
 */
import { recall } from "./memory.js";

/**
 * Events are a text in the editor, or a file too large for it.
 * @typedef {object} State
 * @property {string} rules
 * @property {string} events
 * @property {File | null} file
 * @property {Settings} settings
 * @property {string} tests
 * @property {string | null} old the rules before, while they are compared
 * @property {boolean} coverage whether it is shown what tests see of the rules; kept from visit to visit
 */

/** @typedef {keyof State} Key */

export class Store {
  /** @type {State} */
  #state = { rules: "", events: "", file: null, settings: { matching: "first", source: "" }, tests: "", old: null, coverage: recall("coverage") !== "hidden" };
  /** @type {((changed: Set<Key>) => void)[]} */
  #listeners = [];

  get state() {
    return this.#state;
  }

  /** @param {Partial<State>} changes */
  set(changes) {
    const keys = /** @type {Key[]} */ (Object.keys(changes)).filter((key) => changes[key] !== this.#state[key]);
    if (keys.length === 0) return;
    this.#state = { ...this.#state, ...changes };
    for (const listener of this.#listeners) listener(new Set(keys));
  }

  /** @param {(changed: Set<Key>) => void} listener */
  listen(listener) {
    this.#listeners.push(listener);
  }
}
