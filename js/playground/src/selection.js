/**
 * The alert or event that is looked at: its text, and why the rules fired on it or did not.
 * @import { Client } from "./engine/client.js"
 * @import { Explanation } from "./engine/messages.js"
 * @import { Store } from "./state.js"
 * @import { Selected } from "./view/details.js"
 * @import { Reach } from "./view/explanation.js"
 * @import { Results } from "./view/results.js"
 */
import { byId } from "./dom.js";
import { showDetails } from "./view/details.js";
import { parsed } from "./view/lists.js";

/** Milliseconds without a change of the rules after which is asked anew why. */
const CALM = 120;

export class Selection {
  #store;
  #results;
  #judge;
  #advice;
  #wanted = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {Selected | undefined} */
  selected;
  /** Told of the place of the event that is selected. @type {(place: { from: number, to: number } | undefined) => void} */
  onSelect = () => {};
  /** What stands there instead: of lists that are not about one event. @type {() => Node[] | undefined} */
  instead = () => undefined;
  /** Buttons of the details. @type {() => Node[]} */
  actions = () => [];
  /** What explanations can do beyond the list. @type {Reach} */
  reach = { point: () => {}, trial: () => undefined, test: () => undefined };

  /**
   * @param {Store} store
   * @param {Results} results
   * @param {Client} judge the one that has the events
   * @param {Client} advice the one that explains, so that no judgement waits for it
   */
  constructor(store, results, judge, advice) {
    this.#store = store;
    this.#results = results;
    this.#judge = judge;
    this.#advice = advice;
    results.onOpen = () => this.draw();
    this.draw();
  }

  /** @param {number} event */
  async select(event) {
    const bytes = /** @type {Uint8Array} */ (await this.#judge.ask({ kind: "record", event }).catch(() => new Uint8Array()));
    if (this.#results.event !== event) return;
    const before = this.selected?.event === event ? this.selected.explanations : [];
    this.selected = { event, alert: this.#results.alert, change: this.#change, bytes, text: new TextDecoder().decode(bytes), explanations: before };
    const row = this.#results.rows.find((candidate) => candidate.event === event);
    this.onSelect(row && row.from >= 0 ? row : undefined);
    this.draw();
    await this.#explain(this.selected);
  }

  /** Selects an event once there is a result that has it. @param {number} event */
  selectLater(event) {
    this.#wanted = event;
  }

  /** There are other events. */
  clear() {
    this.selected = undefined;
    this.#results.event = 0;
    this.#results.alert = undefined;
    this.#results.change = undefined;
    this.draw();
  }

  /** Rules have changed, and with them what is said of the selected event. */
  follow() {
    const event = this.#wanted || this.selected?.event || 0;
    const isNew = this.#wanted !== 0;
    this.#wanted = 0;
    if (event === 0) return;
    this.#chooseAlert(event);
    this.#results.draw();
    clearTimeout(this.#timer);
    if (isNew) this.#results.reveal();
    if (isNew) this.select(event);
    else this.#timer = setTimeout(() => this.select(event), CALM);
  }

  /** The same alert, or one of the same rule, or any of the event. @param {number} event */
  #chooseAlert(event) {
    const { alerts, alert } = this.#results;
    const rule = this.selected?.alert && parsed(this.selected.alert).rule;
    const own = alerts.filter((candidate) => candidate.event === event);
    this.#results.event = event;
    this.#results.alert = own.find((candidate) => candidate === alert) ?? own.find((candidate) => parsed(candidate).rule === rule) ?? own[0];
  }

  /** @param {Selected} selected */
  async #explain(selected) {
    const { rules, settings } = this.#store.state;
    const rule = selected.alert === undefined ? (selected.change?.alert.rule ?? "") : parsed(selected.alert).rule;
    const files = [{ name: "rules.yaml", text: rules }];
    /** @type {Explanation[]} */
    const explanations = await this.#advice.ask({ kind: "explain", bytes: selected.bytes, rule, files, settings }).catch(() => []);
    if (this.selected !== selected) return;
    selected.explanations = explanations;
    this.draw();
  }

  /** The change that is selected, while changes are listed. */
  get #change() {
    return this.#results.tab === "changes" ? this.#results.change : undefined;
  }

  draw() {
    if (this.selected !== undefined) this.selected.change = this.#change;
    const instead = this.instead();
    if (instead !== undefined) byId("details").replaceChildren(...instead);
    else showDetails(this.selected, this.selected === undefined ? [] : this.actions(), this.reach);
  }
}
