/**
 * When the events were: a bar for each part of the time, in it those with alerts. A part of it can be chosen.
 * @import { EventRow } from "../engine/messages.js"
 */
import { count, h } from "../dom.js";

/** Bars. */
const PARTS = 60;

/** @typedef {{ all: number, matched: number }} Part */

export class Timeline {
  #onChange;
  #start = 0;
  #end = 0;
  #column = -1;
  /** Times of rows, which are asked for again and again. @type {WeakMap<EventRow, number>} */
  #times = new WeakMap();
  /** @type {Part[]} */
  #parts = [];
  /** The parts that are chosen. @type {[first: number, last: number] | undefined} */
  #chosen;
  /** Where the keys are, and where the pointer was pressed. */
  #at = 0;
  #pressed = -1;
  element = h("div", { class: "timeline", role: "slider", tabindex: 0, "aria-label": "When the events were", "aria-valuemin": 0, "aria-valuemax": PARTS - 1 });

  /** @param {() => void} onChange */
  constructor(onChange) {
    this.#onChange = onChange;
    const { element } = this;
    element.addEventListener("keydown", (event) => this.#onKey(event));
    element.addEventListener("pointerdown", (event) => this.#onPointer(event, true));
    element.addEventListener("pointermove", (event) => event.buttons === 1 && this.#onPointer(event, false));
  }

  /** @param {readonly EventRow[]} rows @param {number} column the one with the time; -1 if there is none */
  setRows(rows, column) {
    this.#column = column;
    const times = rows.map((row) => this.#timeOf(row)).filter((time) => !Number.isNaN(time));
    const [start, end] = times.reduce(([least, most], time) => [Math.min(least, time), Math.max(most, time)], [Infinity, -Infinity]);
    if (start !== this.#start || end !== this.#end) this.#chosen = undefined;
    this.#start = start;
    this.#end = end;
    this.element.hidden = !(end > start);
  }

  /** @param {readonly EventRow[]} rows @param {(event: number) => boolean} isMatched */
  draw(rows, isMatched) {
    if (this.element.hidden) return;
    this.#parts = Array.from({ length: PARTS }, () => ({ all: 0, matched: 0 }));
    for (const row of rows) {
      const part = this.#parts[this.#partOf(row)];
      if (part === undefined) continue;
      part.all += 1;
      if (isMatched(row.event)) part.matched += 1;
    }
    const most = Math.max(1, ...this.#parts.map(({ all }) => all));
    this.element.replaceChildren(...this.#parts.map((part, at) => this.#bar(part, at, most)));
    this.#describe();
  }

  /** @param {Part} part @param {number} at @param {number} most */
  #bar({ all, matched }, at, most) {
    const bar = h("span", { class: "timeline-bar", "data-chosen": this.#chosen === undefined ? undefined : String(this.#isChosen(at)) });
    // A few beside many are to be seen as well.
    const height = (/** @type {number} */ number) => (number === 0 ? "0%" : `${Math.max(12, (100 * number) / most)}%`);
    bar.style.setProperty("--all", height(all));
    bar.style.setProperty("--matched", height(matched));
    return bar;
  }

  #describe() {
    const [first, last] = this.#chosen ?? [0, PARTS - 1];
    const parts = this.#parts.slice(first, last + 1);
    const sum = (/** @type {keyof Part} */ key) => parts.reduce((total, part) => total + part[key], 0);
    const text = `${this.#clock(first)} to ${this.#clock(last + 1)}: ${count(sum("all"), "event")}, ${sum("matched").toLocaleString("en")} with alerts`;
    this.element.setAttribute("aria-valuenow", String(this.#at));
    this.element.setAttribute("aria-valuetext", text);
    this.element.title = `${text}. ${this.isNarrowed ? "Escape shows all times again" : "Drag, or use the arrow keys, to choose a time"}.`;
  }

  /** The time at which a part begins, as events write it; without the day if there is one only. @param {number} part */
  #clock(part) {
    const text = new Date(this.#start + ((this.#end - this.#start) * part) / PARTS).toISOString().slice(0, 19);
    const isOneDay = new Date(this.#start).toISOString().slice(0, 10) === new Date(this.#end).toISOString().slice(0, 10);
    return isOneDay ? text.slice(11) : text.replace("T", " ");
  }

  get isNarrowed() {
    return this.#chosen !== undefined;
  }

  /** @param {EventRow} row */
  passes(row) {
    return this.#chosen === undefined || this.#isChosen(this.#partOf(row));
  }

  clear() {
    this.#chosen = undefined;
  }

  /** @param {number} part */
  #isChosen(part) {
    const [first, last] = this.#chosen ?? [0, PARTS];
    return first <= part && part <= last;
  }

  /** @param {EventRow} row @returns {number} -1 if it has no time */
  #partOf(row) {
    const time = this.#timeOf(row);
    return Number.isNaN(time) ? -1 : Math.min(PARTS - 1, Math.floor((PARTS * (time - this.#start)) / (this.#end - this.#start)));
  }

  /** @param {EventRow} row */
  #timeOf(row) {
    const known = this.#times.get(row);
    if (known !== undefined) return known;
    const time = Date.parse(row.cells[this.#column] ?? "");
    this.#times.set(row, time);
    return time;
  }

  /** @param {number} first @param {number} last */
  #choose(first, last) {
    this.#chosen = first <= last ? [first, last] : [last, first];
    this.#onChange();
  }

  /** @param {PointerEvent} event @param {boolean} begins */
  #onPointer(event, begins) {
    const { left, width } = this.element.getBoundingClientRect();
    const part = Math.min(PARTS - 1, Math.max(0, Math.floor((PARTS * (event.clientX - left)) / width)));
    if (begins) this.#pressed = part;
    if (begins) this.element.setPointerCapture(event.pointerId);
    this.#at = part;
    this.#choose(this.#pressed, part);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const to = { ArrowRight: this.#at + 1, ArrowLeft: this.#at - 1, Home: 0, End: PARTS - 1 }[event.key];
    if (event.key === "Escape" && this.isNarrowed) {
      this.clear();
      this.#onChange();
    } else if (to === undefined) return;
    else {
      // The first key chooses where one is.
      this.#at = this.isNarrowed ? Math.min(PARTS - 1, Math.max(0, to)) : event.key === "End" ? PARTS - 1 : event.key === "Home" ? 0 : this.#at;
      const [first, last] = this.#chosen ?? [this.#at, this.#at];
      if (event.shiftKey) this.#choose(Math.min(first, this.#at), Math.max(last, this.#at));
      else this.#choose(this.#at, this.#at);
    }
    event.preventDefault();
  }
}
