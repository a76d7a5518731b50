/**
 * A list of many rows of which only those in sight are elements. The arrow keys move along it.
 * @import { Child } from "../dom.js"
 */
import { h } from "../dom.js";

/** Pixels of a row; the style sheet has the same. */
const ROW = 28;

/** Rows that are made beyond those in sight. */
const BEYOND = 8;

let grids = 0;

/**
 * @template T
 * @typedef {object} GridOptions
 * @property {string} name for the style sheet
 * @property {string} label
 * @property {{ title: string, width: string, isNumber?: boolean }[]} columns
 * @property {string} [least] the least width of all columns together
 * @property {(item: T) => Child[]} cells
 * @property {(item: T) => Record<string, unknown>} [attributes]
 * @property {(item: T) => void} onSelect
 */

/** @template T */
export class Grid {
  #options;
  #id = `grid-${(grids += 1)}`;
  /** @type {readonly T[]} */
  #items = [];
  #selected = -1;
  #body = h("div", { class: "grid-body", role: "rowgroup" });

  /** @param {GridOptions<T>} options */
  constructor(options) {
    this.#options = options;
    const head = h("div", { class: "grid-head", role: "row", "aria-rowindex": 1 }, ...options.columns.map(({ title, isNumber }) => h("div", { role: "columnheader", class: isNumber ? "cell cell-number" : "cell" }, title)));
    this.element = h("div", { class: "grid", role: "grid", tabindex: 0, "data-list": options.name, "aria-label": options.label }, h("div", { class: "grid-top", role: "rowgroup" }, head), this.#body);
    this.element.style.setProperty("--columns", options.columns.map(({ width }) => width).join(" "));
    if (options.least) this.element.style.setProperty("--least", options.least);
    this.element.addEventListener("scroll", () => this.#draw(), { passive: true });
    this.element.addEventListener("keydown", (event) => this.#onKey(event));
    new ResizeObserver(() => this.#draw()).observe(this.element);
  }

  /** @param {readonly T[]} items @param {number} selected the place of the one that is selected, or -1 */
  show(items, selected) {
    this.#items = items;
    this.#selected = selected;
    this.element.setAttribute("aria-rowcount", String(items.length + 1));
    this.#body.style.height = `${items.length * ROW}px`;
    this.#draw();
  }

  #draw() {
    const top = this.element.scrollTop;
    const height = this.element.clientHeight;
    const first = Math.max(0, Math.floor(top / ROW) - BEYOND);
    const last = Math.min(this.#items.length, Math.ceil((top + height) / ROW) + BEYOND);
    const rows = [];
    for (let at = first; at < last; at += 1) rows.push(this.#row(at));
    this.#body.replaceChildren(...rows);
    const isDrawn = this.#selected >= first && this.#selected < last;
    if (isDrawn) this.element.setAttribute("aria-activedescendant", `${this.#id}-${this.#selected}`);
    else this.element.removeAttribute("aria-activedescendant");
  }

  /** @param {number} at */
  #row(at) {
    const item = /** @type {T} */ (this.#items[at]);
    const cells = this.#options.cells(item).map((content, column) => h("div", { role: "gridcell", class: this.#options.columns[column]?.isNumber ? "cell cell-number" : "cell" }, content));
    const row = h("div", { class: "grid-row", role: "row", id: `${this.#id}-${at}`, "aria-rowindex": at + 2, "aria-selected": at === this.#selected ? "true" : "false", onclick: () => this.select(at), ...this.#options.attributes?.(item) }, ...cells);
    row.style.transform = `translateY(${at * ROW}px)`;
    return row;
  }

  /** @param {number} at */
  select(at) {
    const item = this.#items[at];
    if (item === undefined) return;
    this.#selected = at;
    this.#scrollTo(at);
    this.#draw();
    this.#options.onSelect(item);
  }

  /** Brings what is selected into sight. */
  reveal() {
    const { scrollTop, clientHeight } = this.element;
    const top = this.#selected * ROW;
    if (this.#selected < 0 || (scrollTop <= top && top + 2 * ROW <= scrollTop + clientHeight)) return;
    this.element.scrollTop = top - clientHeight / 2;
    this.#draw();
  }

  /** @param {number} at */
  #scrollTo(at) {
    const { scrollTop, clientHeight } = this.element;
    if (at * ROW < scrollTop) this.element.scrollTop = at * ROW;
    else if ((at + 2) * ROW > scrollTop + clientHeight) this.element.scrollTop = (at + 2) * ROW - clientHeight;
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const page = Math.max(1, Math.floor(this.element.clientHeight / ROW) - 2);
    /** @type {Record<string, number>} */
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -this.#items.length, End: this.#items.length };
    const step = steps[event.key];
    if (step === undefined || this.#items.length === 0) return;
    event.preventDefault();
    this.select(Math.min(this.#items.length - 1, Math.max(0, this.#selected + step)));
  }
}
