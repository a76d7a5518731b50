/**
 * What the rules say of the events: alerts, events, problems, tests, changes, each a list; and which of it is selected.
 * @import { Change, Comparison, EventRow, JudgedAlert, Result, TestCase, TestCoverage, TestReport } from "../engine/messages.js"
 * @import { Problem } from "falconet/types.js"
 * @import { Grid } from "./grid.js"
 */
import { byId, count, escaped, h } from "../dom.js";
import { Facets } from "./facets.js";
import { eventsGrid, makeGrids } from "./lists.js";
import { Tabs } from "./tabs.js";

/** @typedef {"alerts" | "lines" | "events" | "problems" | "tests" | "changes"} Tab */

/** @typedef {JudgedAlert & { parsed?: any }} Alert */

const TITLES = { alerts: "Alerts", lines: "Lines", events: "Events", problems: "Problems", tests: "Tests", changes: "Changes" };

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
  /** @type {TestCase[]} */
  tests = [];
  /** @type {Change[]} */
  changes = [];
  /** The selected event, and the alert or the change of it. */
  event = 0;
  /** @type {Alert | undefined} */
  alert;
  /** @type {Change | undefined} */
  change;
  /** @type {TestCase | undefined} */
  test;
  /** @type {TestCoverage | null} */
  coverage = null;
  /** Why nothing is judged; empty if it is. */
  trouble = "";
  /** What stands in an empty list of tests, or of changes. @type {Record<"tests" | "changes", () => Node[]>} */
  invitations = { tests: () => [], changes: () => [] };
  /** Told that another list is open, or that something of it was chosen. */
  onOpen = () => {};
  #filter = "";
  #facets = new Facets(() => this.draw());
  #select;
  #tabs;
  /** @type {Record<Tab, Grid<any>>} */
  #grids;

  /** @param {(event: number) => void} onSelect */
  constructor(onSelect) {
    this.#select = onSelect;
    const choices = { event: this.#choose.bind(this), change: (/** @type {Change} */ change) => this.#choose(change.event, undefined, change), test: (/** @type {TestCase} */ test) => this.#chooseTest(test) };
    this.#grids = { ...makeGrids(choices), events: this.#eventsGrid() };
    const titles = Object.entries(TITLES).map(([tab, title]) => [tab, { title, controls: "result-list" }]);
    this.#tabs = /** @type {Tabs<Tab>} */ (new Tabs("tabs", Object.fromEntries(titles), (tab) => this.#onTab(tab)));
    byId("filter").addEventListener("input", (/** @type {any} */ { target }) => {
      this.#filter = target.value.toLowerCase();
      this.draw();
    });
    this.open("alerts");
  }

  get tab() {
    return this.#tabs.open;
  }

  #eventsGrid() {
    return eventsGrid(this.columns, (event) => this.matched.get(event), (event) => this.#choose(event, this.alerts.find((alert) => alert.event === event)));
  }

  /** @param {number} event @param {Alert | undefined} alert @param {Change} [change] */
  #choose(event, alert, change) {
    this.event = event;
    this.alert = alert;
    this.change = change;
    this.#select(event);
  }

  /** @param {TestCase} test */
  #chooseTest(test) {
    this.test = test;
    this.onOpen();
  }

  /** @param {string[]} columns @param {EventRow[]} rows */
  setRows(columns, rows) {
    const isOther = columns.join() !== this.columns.join();
    this.columns = columns;
    this.rows = rows;
    this.#facets.setRows(columns, rows);
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
    this.#tabs.badge("alerts", alerts.toLocaleString("en"));
    this.#tabs.badge("events", (events + malformed + skipped).toLocaleString("en"));
    this.#tabs.badge("problems", malformed.toLocaleString("en"), malformed > 0);
    byId("switcher-alerts").textContent = alerts.toLocaleString("en");
  }

  /** @param {TestReport} report */
  setTests({ passed, failed, problems, cases, coverage }) {
    this.coverage = coverage;
    const broken = problems.map((problem) => ({ name: "No case is run", line: problem.line ?? 1, passed: false, failures: [problem] }));
    this.tests = [...broken, ...cases];
    this.test = this.tests.find(({ name, line }) => name === this.test?.name && line === this.test.line) ?? this.tests.find(({ name }) => name === this.test?.name);
    const isWrong = failed + problems.length > 0;
    this.#tabs.badge("tests", this.tests.length === 0 ? "" : isWrong ? `${passed}/${this.tests.length}` : `${passed} ✓`, isWrong);
    this.#follow("tests");
  }

  /** @param {Pick<Comparison, "changes" | "counts">} comparison */
  setChanges({ changes, counts }) {
    this.changes = changes;
    this.change = changes.find(({ event, change, alert }) => event === this.event && change === this.change?.change && alert.rule === this.change.alert.rule);
    const all = counts.lost + counts.gained + counts.changed;
    this.#tabs.badge("changes", all === 0 ? "" : all.toLocaleString("en"));
    this.#follow("changes");
  }

  /** @param {Tab} tab */
  #follow(tab) {
    if (this.tab !== tab) return;
    this.draw();
    this.onOpen();
  }

  /** @param {Tab} tab */
  open(tab) {
    this.#tabs.show(tab);
  }

  /** @param {Tab} tab */
  #onTab(tab) {
    byId("result-list").setAttribute("aria-labelledby", `tabs-${tab}`);
    this.draw();
    this.onOpen();
  }

  draw() {
    const grid = this.#grids[this.tab];
    this.#facets.draw(this.tab === "events", (event) => this.matched.has(event));
    const items = this.#shown();
    const list = byId("result-list");
    const content = items.length > 0 ? grid.element : h("div", { class: "empty" }, ...this.#nothing());
    if (items.length > 0) grid.show(items, items.findIndex((item) => this.#isSelected(item)));
    if (list.firstElementChild !== content) list.replaceChildren(content);
    if (items.length > 0) grid.show(items, items.findIndex((item) => this.#isSelected(item)));
  }

  /** @returns {any[]} */
  #shown() {
    const rows = this.tab === "events" && this.#facets.isNarrowed ? this.rows.filter((row) => this.#facets.passes(row)) : this.rows;
    const items = { alerts: this.alerts, lines: this.alerts, events: rows, problems: this.problems, tests: this.tests, changes: this.changes }[this.tab];
    return this.#filter === "" ? items : items.filter((item) => textOf(item).includes(this.#filter));
  }

  /** @param {any} item */
  #isSelected(item) {
    if (this.tab === "alerts" || this.tab === "lines") return item === this.alert;
    if (this.tab === "tests") return item === this.test;
    if (this.tab === "changes") return item === this.change;
    return (item.record ?? item.event) === this.event;
  }

  /** @returns {(Node | string)[]} */
  #nothing() {
    const { tab } = this;
    if ((tab === "tests" || tab === "changes") && this.#filter === "") return this.invitations[tab]();
    return [this.#why()];
  }

  #why() {
    if (this.trouble !== "") return this.trouble;
    if (this.#filter !== "") return "Nothing here has the text of the filter in it.";
    if (this.tab === "events" && this.#facets.isNarrowed) return "No event is in all that is chosen above.";
    if (this.tab === "events") return "No events yet: paste some, or drop a file anywhere on the page.";
    if (this.tab === "problems") return "Every record could be judged.";
    return this.rows.length === 0 ? "No events yet, so no alerts." : `No alerts: no rule matches any of ${count(this.rows.length, "event")}.`;
  }

  /** Brings what is selected into sight. */
  reveal() {
    this.#grids[this.tab].reveal();
  }

  focus() {
    this.#grids[this.tab].element.focus();
    if (document.activeElement !== this.#grids[this.tab].element) this.#tabs.button(this.tab).focus();
  }
}

/** What the filter looks at. @param {any} item */
function textOf({ line, reason, cells, alert, name, failures }) {
  const text = failures === undefined ? (alert === undefined ? (reason ?? cells?.join(" ") ?? line) : `${alert.rule} ${alert.output}`) : name;
  return escaped(text).toLowerCase();
}
