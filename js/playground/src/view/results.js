/**
 * What the rules say of the events: alerts, events, problems, each a list; and details of the one that is selected.
 * @import { EventRow, JudgedAlert, Result } from "../engine/messages.js"
 * @import { Problem } from "falconet/types.js"
 */
import { byId, count, escaped, h, safe } from "../dom.js";
import { Grid } from "./grid.js";

/** @typedef {"alerts" | "lines" | "events" | "problems"} Tab */

/** Characters of a line or a cell that are drawn. */
const MOST_DRAWN = 400;

/** @typedef {JudgedAlert & { parsed?: any }} Alert */

/** What of an alert is needed here; lines are JSON, since the page asks for that. @param {Alert} alert */
export function parsed(alert) {
  alert.parsed ??= JSON.parse(alert.line);
  return alert.parsed;
}

export class Results {
  /** @type {Alert[]} */
  alerts = [];
  /** @type {EventRow[]} */
  rows = [];
  /** @type {Problem[]} */
  problems = [];
  /** @type {string[]} */
  columns = [];
  /** @type {Map<number, number>} alerts of events */
  matched = new Map();
  /** @type {Tab} */
  tab = "alerts";
  /** The selected event, and the alert of it. */
  event = 0;
  /** @type {Alert | undefined} */
  alert;
  /** Why nothing is judged; empty if it is. */
  trouble = "";
  #filter = "";
  #select;
  /** @type {Record<Tab, HTMLButtonElement>} */
  #tabs;
  /** @type {Record<Tab, Grid<any>>} */
  #grids;

  /** @param {(event: number, alert: Alert | undefined) => void} onSelect */
  constructor(onSelect) {
    this.#select = onSelect;
    this.#grids = this.#makeGrids();
    const titles = { alerts: "Alerts", lines: "Lines", events: "Events", problems: "Problems" };
    this.#tabs = /** @type {any} */ (Object.fromEntries(Object.entries(titles).map(([tab, title]) => [tab, this.#makeTab(/** @type {Tab} */ (tab), title)])));
    byId("tabs").append(...Object.values(this.#tabs));
    byId("tabs").addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.#onTabKey(event));
    byId("filter").addEventListener("input", (/** @type {any} */ { target }) => {
      this.#filter = target.value.toLowerCase();
      this.draw();
    });
    this.open("alerts");
  }

  /** @param {Tab} tab @param {string} title */
  #makeTab(tab, title) {
    return h("button", { type: "button", class: "tab", role: "tab", id: `tab-${tab}`, "aria-controls": "result-list", onclick: () => this.open(tab) }, title, h("span", { class: "badge" }));
  }

  #makeGrids() {
    /** @param {Alert} alert */
    const selectAlert = (alert) => this.#choose(alert.event, alert);
    return {
      alerts: new Grid({
        name: "alerts",
        label: "Alerts",
        columns: [{ title: "Event", width: "3.4rem", isNumber: true }, { title: "Priority", width: "6.6rem" }, { title: "Rule", width: "minmax(11rem, 3fr)" }, { title: "Output", width: "minmax(12rem, 5fr)" }],
        least: "38rem",
        cells: alertCells,
        onSelect: selectAlert,
      }),
      lines: new Grid({ name: "lines", label: "Alerts as Falco prints them", columns: [{ title: "Falco's line", width: "minmax(0, 1fr)" }], cells: ({ line }) => [code(line)], onSelect: selectAlert }),
      events: this.#eventsGrid(),
      problems: new Grid({
        name: "problems",
        label: "Records that could not be judged",
        columns: [{ title: "Record", width: "4rem", isNumber: true }, { title: "Byte", width: "6rem", isNumber: true }, { title: "What is wrong", width: "minmax(12rem, 1fr)" }],
        cells: ({ record, offset, reason }) => [record.toLocaleString("en"), offset.toLocaleString("en"), safe(reason)],
        onSelect: ({ record }) => this.#choose(record, undefined),
      }),
    };
  }

  #eventsGrid() {
    const columns = this.columns.map((title) => ({ title, width: title.endsWith("time") ? "12.5rem" : "minmax(7rem, 1fr)" }));
    return new Grid({
      name: "events",
      label: "Events",
      columns: [{ title: "Event", width: "3.4rem", isNumber: true }, { title: "Alerts", width: "3rem", isNumber: true }, ...columns],
      least: "52rem",
      cells: (/** @type {EventRow} */ row) => [row.event.toLocaleString("en"), this.matched.get(row.event) ?? "", ...this.#eventCells(row)],
      attributes: ({ event, state }) => ({ "data-matched": this.matched.has(event), "data-state": state }),
      onSelect: ({ event }) => this.#choose(event, this.alerts.find((alert) => alert.event === event)),
    });
  }

  /** @param {EventRow} row */
  #eventCells({ state, cells }) {
    if (state === "event") return cells.map((cell) => safe(cell, MOST_DRAWN));
    return [state === "malformed" ? "malformed" : "no event of this source"];
  }

  /** @param {number} event @param {Alert | undefined} alert */
  #choose(event, alert) {
    this.event = event;
    this.alert = alert;
    this.#select(event, alert);
  }

  /** @param {string[]} columns @param {EventRow[]} rows */
  setRows(columns, rows) {
    const isOther = columns.join() !== this.columns.join();
    this.columns = columns;
    this.rows = rows;
    if (isOther) this.#grids.events = this.#eventsGrid();
    if (isOther && this.tab === "events") this.open("events");
  }

  /** @param {Pick<Result, "alerts" | "matched" | "problems">} result */
  setResult({ alerts, matched, problems }) {
    this.alerts = alerts;
    this.matched = new Map(matched);
    this.problems = problems;
    this.trouble = "";
    this.alert = this.alert && alerts.find(({ event, line }) => event === this.event && line === this.alert?.line);
  }

  /** @param {Result["counts"]} counts */
  setCounts({ events, alerts, malformed, skipped }) {
    const badges = { alerts, lines: "", events: events + malformed + skipped, problems: malformed };
    for (const [tab, badge] of Object.entries(badges)) {
      /** @type {HTMLElement} */ (this.#tabs[/** @type {Tab} */ (tab)].lastElementChild).textContent = badge.toLocaleString("en");
    }
    this.#tabs.problems.dataset.alarm = String(malformed > 0);
    byId("switcher-alerts").textContent = alerts.toLocaleString("en");
  }

  /** @param {Tab} tab */
  open(tab) {
    this.tab = tab;
    for (const [name, button] of Object.entries(this.#tabs)) {
      button.setAttribute("aria-selected", String(name === tab));
      button.tabIndex = name === tab ? 0 : -1;
    }
    byId("result-list").setAttribute("aria-labelledby", `tab-${tab}`);
    this.draw();
  }

  /** @param {KeyboardEvent} event */
  #onTabKey({ key }) {
    const names = /** @type {Tab[]} */ (Object.keys(this.#tabs));
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (step === undefined) return;
    const next = /** @type {Tab} */ (names[(names.indexOf(this.tab) + step + names.length) % names.length]);
    this.open(next);
    this.#tabs[next].focus();
  }

  draw() {
    const grid = this.#grids[this.tab];
    const items = this.#shown();
    const list = byId("result-list");
    const content = items.length > 0 ? grid.element : h("p", { class: "empty" }, this.#nothing());
    if (items.length > 0) grid.show(items, items.findIndex((item) => this.#isSelected(item)));
    if (list.firstElementChild !== content) list.replaceChildren(content);
    if (items.length > 0) grid.show(items, items.findIndex((item) => this.#isSelected(item)));
  }

  /** @returns {any[]} */
  #shown() {
    const items = { alerts: this.alerts, lines: this.alerts, events: this.rows, problems: this.problems }[this.tab];
    return this.#filter === "" ? items : items.filter((item) => textOf(item).includes(this.#filter));
  }

  /** @param {any} item */
  #isSelected(item) {
    if (this.tab === "alerts" || this.tab === "lines") return item === this.alert;
    return (item.record ?? item.event) === this.event;
  }

  #nothing() {
    if (this.trouble !== "") return this.trouble;
    if (this.#filter !== "") return "Nothing here has the text of the filter in it.";
    if (this.tab === "events") return "No events yet: paste some, or drop a file anywhere on the page.";
    if (this.tab === "problems") return "Every record could be judged.";
    return this.rows.length === 0 ? "No events yet, so no alerts." : `No alerts: no rule matches any of ${count(this.rows.length, "event")}.`;
  }

  focus() {
    this.#grids[this.tab].element.focus();
    if (document.activeElement !== this.#grids[this.tab].element) this.#tabs[this.tab].focus();
  }
}

/** @param {Alert} alert */
function alertCells(alert) {
  const { priority, rule, output } = parsed(alert);
  return [alert.event.toLocaleString("en"), h("span", { class: "chip", "data-priority": priority }, priority), h("span", { class: "cell-strong" }, safe(rule, MOST_DRAWN)), safe(outputOf(output), MOST_DRAWN)];
}

/** The output without the time and the priority before it, which have places of their own. @param {unknown} output */
function outputOf(output) {
  return String(output ?? "").replace(/^\S*?: [A-Z][a-z]+ /, "");
}

/** @param {string} text */
function code(text) {
  return h("span", { class: "cell-code" }, safe(text, MOST_DRAWN));
}

/** @param {any} item */
function textOf(item) {
  return escaped(item.line ?? item.reason ?? item.cells.join(" ")).toLowerCase();
}
