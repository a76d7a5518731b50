/** The lanes of a ruleset: one for each input that is under way at the same time. */
import { Lane } from "./lane.js";

/** Lanes that are kept though nothing is under way in them: the module holds so many rulesets and no more. */
const MOST_IDLE = 2;

export class Lanes {
  /** @type {string} */
  #request;
  /** @type {Lane[]} */
  #idle;
  /** @type {Lane[]} */
  #all;

  /** @param {string} request what the rules are loaded with */
  constructor(request) {
    this.#request = request;
    this.#all = [new Lane(request)];
    this.#idle = [...this.#all];
  }

  /** The lane that was there first. @returns {Lane} */
  get first() {
    return /** @type {Lane} */ (this.#all[0]);
  }

  /** A lane in which no input is under way. */
  take() {
    return this.#idle.shift() ?? this.#add();
  }

  /**
   * Takes a lane back. They are used in the order in which they were made: so what counts events goes on in the first.
   * @param {Lane} lane
   */
  giveBack(lane) {
    if (!this.#all.includes(lane)) return;
    this.#idle.push(lane);
    this.#idle.sort((left, right) => this.#all.indexOf(left) - this.#all.indexOf(right));
    for (const extra of this.#idle.splice(MOST_IDLE)) this.#drop(extra);
  }

  /** @param {Lane} lane */
  #drop(lane) {
    this.#all.splice(this.#all.indexOf(lane), 1);
    lane.unload();
  }

  /** Gives the module's memory back; lanes that are under way too. */
  dispose() {
    for (const lane of this.#all) lane.unload();
    this.#all = [];
    this.#idle = [];
  }

  #add() {
    const lane = new Lane(this.#request);
    this.#all.push(lane);
    return lane;
  }
}
