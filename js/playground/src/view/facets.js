/**
 * What the events have in their main fields, how often, and when they were: each of it narrows the list.
 * @import { EventRow } from "../engine/messages.js"
 */
import { byId, count, h, safe } from "../dom.js";
import { Timeline } from "./timeline.js";

/** Values of a field that are listed; the others are found by the filter. */
const MOST_VALUES = 50;

/** Fields that are hardly ever the same twice. */
const UNIQUE = /(?:time|published|ip)$/i;

/** @typedef {(row: EventRow) => boolean} Test */

export class Facets {
  #onChange;
  #timeline;
  /** @type {readonly EventRow[]} */
  #rows = [];
  /** @type {string[]} */
  #columns = [];
  /** @type {(event: number) => boolean} */
  #isMatched = () => false;
  /** What is chosen, by the number of the column. @type {Map<number, Set<string>>} */
  #chosen = new Map();
  #matchedOnly = false;
  /** @type {Map<number, Field>} */
  #fields = new Map();
  #matched = h("button", { type: "button", class: "button button-small", "aria-pressed": "false", onclick: () => this.#toggleMatched() });
  #all = h("button", { type: "button", class: "button button-small", hidden: true, onclick: () => this.clear() }, "Show all");

  /** @param {() => void} onChange */
  constructor(onChange) {
    this.#onChange = onChange;
    this.#timeline = new Timeline(() => this.#onChange());
    document.addEventListener("click", ({ target }) => this.#close(/** @type {Node} */ (target)));
  }

  /** @param {string[]} columns @param {readonly EventRow[]} rows */
  setRows(columns, rows) {
    if (columns.join() !== this.#columns.join()) this.#build(columns);
    this.#rows = rows;
    for (const [column, values] of this.#chosen) {
      const there = new Set(rows.map(({ cells }) => cells[column]));
      for (const value of values) if (!there.has(value)) values.delete(value);
    }
    this.#timeline.setRows(rows, columns.findIndex((name) => /(?:time|published)$/.test(name)));
  }

  /** @param {string[]} columns */
  #build(columns) {
    this.#columns = columns;
    this.#chosen.clear();
    this.#fields = new Map();
    columns.forEach((name, column) => {
      if (!UNIQUE.test(name)) this.#fields.set(column, new Field(name, (value) => this.#toggle(column, value), () => this.#values(column)));
    });
    byId("facets").replaceChildren(this.#timeline.element, this.#matched, ...[...this.#fields.values()].map(({ element }) => element), this.#all);
  }

  /** Draws what they say of the rows; `isShown` says whether they are seen at all. @param {boolean} isShown @param {(event: number) => boolean} isMatched */
  draw(isShown, isMatched) {
    this.#isMatched = isMatched;
    const isUseful = isShown && this.#rows.length > 1;
    byId("facets").hidden = !isUseful;
    if (!isUseful) return;
    this.#timeline.draw(this.#rows.filter(this.#without(undefined, true)), isMatched);
    const matched = this.#rows.filter(this.#without(undefined)).filter(({ event }) => isMatched(event)).length;
    this.#matched.textContent = `With alerts ${matched.toLocaleString("en")}`;
    this.#matched.setAttribute("aria-pressed", String(this.#matchedOnly));
    for (const [column, field] of this.#fields) field.draw(this.#chosen.get(column) ?? new Set());
    this.#all.hidden = !this.isNarrowed;
  }

  /** Whether something is chosen. */
  get isNarrowed() {
    return this.#matchedOnly || this.#timeline.isNarrowed || [...this.#chosen.values()].some(({ size }) => size > 0);
  }

  /** Whether a row is among what is chosen. @param {EventRow} row */
  passes(row) {
    return this.#without(undefined)(row) && (!this.#matchedOnly || this.#isMatched(row.event));
  }

  clear() {
    this.#chosen.clear();
    this.#matchedOnly = false;
    this.#timeline.clear();
    this.#onChange();
  }

  /** All that is chosen but in one column, or but the time. @param {number | undefined} column @param {boolean} [atAnyTime] @returns {Test} */
  #without(column, atAnyTime = false) {
    const others = [...this.#chosen].filter(([own, values]) => own !== column && values.size > 0);
    return (row) => others.every(([own, values]) => values.has(row.cells[own] ?? "")) && (atAnyTime || this.#timeline.passes(row));
  }

  /** The values of a field with how often they are there, the frequent ones first. @param {number} column @returns {[string, number][]} */
  #values(column) {
    const passes = this.#without(column);
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const row of this.#rows) {
      const value = row.cells[column];
      if (value !== undefined && passes(row) && (!this.#matchedOnly || this.#isMatched(row.event))) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  }

  /** @param {number} column @param {string} value */
  #toggle(column, value) {
    const values = this.#chosen.get(column) ?? new Set();
    if (!values.delete(value)) values.add(value);
    this.#chosen.set(column, values);
    this.#onChange();
  }

  #toggleMatched() {
    this.#matchedOnly = !this.#matchedOnly;
    this.#onChange();
  }

  /** A list that is open closes when something else is pressed. @param {Node} target */
  #close(target) {
    for (const { element } of this.#fields.values()) if (!element.contains(target)) element.open = false;
  }
}

/** One field: a button that opens the list of its values. */
class Field {
  #name;
  #toggle;
  #values;
  #badge = h("span", { class: "badge" });
  #list = h("div", { class: "facet-values", role: "group" });
  /** @type {Set<string>} */
  #chosen = new Set();

  /** @param {string} name @param {(value: string) => void} toggle @param {() => [string, number][]} values */
  constructor(name, toggle, values) {
    this.#name = name;
    this.#toggle = toggle;
    this.#values = values;
    this.#list.setAttribute("aria-label", `Values of ${name}`);
    this.element = h("details", { class: "facet", ontoggle: () => this.#drawList() }, h("summary", { class: "button button-small" }, name, this.#badge), this.#list);
    this.element.addEventListener("keydown", (event) => this.#onKey(event));
  }

  /** @param {Set<string>} chosen */
  draw(chosen) {
    this.#chosen = chosen;
    this.#badge.textContent = chosen.size > 0 ? `${chosen.size} chosen` : this.#values().length.toLocaleString("en");
    this.element.dataset.chosen = String(chosen.size > 0);
    this.#drawList();
  }

  #drawList() {
    if (!this.element.open) return;
    const values = this.#values();
    const absent = [...this.#chosen].filter((value) => !values.some(([other]) => other === value)).map((value) => /** @type {[string, number]} */ ([value, 0]));
    const focused = this.#list.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset.value : undefined;
    const rows = [...absent, ...values.slice(0, MOST_VALUES)].map(([value, number]) => this.#row(value, number));
    const more = values.length > MOST_VALUES && h("p", { class: "note" }, `and ${count(values.length - MOST_VALUES, "more value")}: the filter finds them`);
    this.#list.replaceChildren(...rows, ...(more ? [more] : []));
    if (focused !== undefined) /** @type {HTMLElement | undefined} */ ([...this.#list.querySelectorAll("input")].find(({ dataset }) => dataset.value === focused))?.focus();
  }

  /** @param {string} value @param {number} number */
  #row(value, number) {
    const box = h("input", { type: "checkbox", "data-value": value, onchange: () => this.#toggle(value) });
    box.checked = this.#chosen.has(value);
    const text = value === "" ? h("span", { class: "absent" }, `no ${this.#name}`) : h("span", { class: "facet-value" }, safe(value, 120));
    return h("label", { class: "facet-row" }, box, text, h("span", { class: "badge" }, number.toLocaleString("en")));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key !== "Escape" || !this.element.open) return;
    event.preventDefault();
    this.element.open = false;
    this.element.querySelector("summary")?.focus();
  }
}
