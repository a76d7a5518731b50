/**
 * The lists of the results, each with its columns.
 * @import { Change, EventRow, TestCase } from "../engine/messages.js"
 * @import { Problem } from "falconet/types.js"
 * @import { Alert } from "./results.js"
 */
import { h, safe } from "../dom.js";
import { prose } from "./explanation.js";
import { Grid } from "./grid.js";
import { shortly } from "./tests.js";

/** Characters of a line or a cell that are drawn. */
const MOST_DRAWN = 400;

/** What of an alert is needed here; lines are JSON, since the page asks for that. @param {Alert} alert */
export function parsed(alert) {
  alert.parsed ??= JSON.parse(alert.line);
  return alert.parsed;
}

/**
 * What is done with what is selected.
 * @typedef {object} Choices
 * @property {(event: number, alert: Alert | undefined) => void} event
 * @property {(change: Change) => void} change
 * @property {(test: TestCase) => void} test
 */

const EVENT = { title: "Event", width: "3.4rem", isNumber: true };
const PRIORITY = { title: "Priority", width: "6.6rem" };

/** @param {Choices} choices */
export function makeGrids(choices) {
  /** @param {Alert} alert */
  const onAlert = (alert) => choices.event(alert.event, alert);
  return {
    alerts: new Grid({
      name: "alerts",
      label: "Alerts",
      columns: [EVENT, PRIORITY, { title: "Rule", width: "minmax(11rem, 3fr)" }, { title: "Output", width: "minmax(12rem, 5fr)" }],
      least: "38rem",
      cells: alertCells,
      onSelect: onAlert,
    }),
    lines: new Grid({ name: "lines", label: "Alerts as Falco prints them", columns: [{ title: "Falco's line", width: "minmax(0, 1fr)" }], cells: ({ line }) => [code(line)], onSelect: onAlert }),
    problems: new Grid({
      name: "problems",
      label: "Records that could not be judged",
      columns: [{ title: "Record", width: "4rem", isNumber: true }, { title: "Byte", width: "6rem", isNumber: true }, { title: "What is wrong", width: "minmax(12rem, 1fr)" }],
      cells: (/** @type {Problem} */ { record, offset, reason }) => [record.toLocaleString("en"), offset.toLocaleString("en"), safe(reason)],
      onSelect: ({ record }) => choices.event(record, undefined),
    }),
    tests: new Grid({
      name: "tests",
      label: "Tests of the rules",
      columns: [{ title: "Line", width: "3.4rem", isNumber: true }, { title: "Passes", width: "3.6rem" }, { title: "Case", width: "minmax(9rem, 2fr)" }, { title: "What is wrong", width: "minmax(11rem, 3fr)" }],
      least: "30rem",
      cells: testCells,
      onSelect: choices.test,
    }),
    changes: new Grid({
      name: "changes",
      label: "Alerts that are other than those of the old rules",
      columns: [EVENT, { title: "Alert", width: "5rem" }, PRIORITY, { title: "Rule", width: "minmax(10rem, 3fr)" }, { title: "Output", width: "minmax(12rem, 5fr)" }],
      least: "40rem",
      cells: changeCells,
      onSelect: choices.change,
    }),
  };
}

/**
 * @param {string[]} titles
 * @param {(event: number) => number | undefined} alertsOf
 * @param {(event: number) => void} onSelect
 */
export function eventsGrid(titles, alertsOf, onSelect) {
  const columns = titles.map((title) => ({ title, width: title.endsWith("time") ? "12.5rem" : "minmax(7rem, 1fr)" }));
  return new Grid({
    name: "events",
    label: "Events",
    columns: [EVENT, { title: "Alerts", width: "3rem", isNumber: true }, ...columns],
    least: "52rem",
    cells: (/** @type {EventRow} */ row) => [row.event.toLocaleString("en"), alertsOf(row.event) ?? "", ...eventCells(row)],
    attributes: ({ event, state }) => ({ "data-matched": alertsOf(event) !== undefined, "data-state": state }),
    onSelect: ({ event }) => onSelect(event),
  });
}

/** @param {EventRow} row */
function eventCells({ state, cells }) {
  if (state === "event") return cells.map((cell) => safe(cell, MOST_DRAWN));
  return [state === "malformed" ? "malformed" : "no event of this source"];
}

/** @param {Alert} alert */
function alertCells(alert) {
  return [alert.event.toLocaleString("en"), ...saidBy(parsed(alert))];
}

/** @param {any} alert */
function saidBy({ priority, rule, output }) {
  return [h("span", { class: "chip", "data-priority": priority }, priority), h("span", { class: "cell-strong" }, safe(rule, MOST_DRAWN)), safe(outputOf(output), MOST_DRAWN)];
}

/** The output without the time and the priority before it, which have places of their own. @param {unknown} output */
function outputOf(output) {
  return String(output ?? "").replace(/^\S*?: [A-Z][a-z]+ /, "");
}

/** @param {Change} change */
function changeCells({ event, change, alert }) {
  return [event.toLocaleString("en"), h("span", { class: "change", "data-change": change }, change), ...saidBy(alert)];
}

/** @param {TestCase} test */
function testCells(test) {
  const { name, line, passed } = test;
  const verdict = h("span", { class: "verdict", "data-verdict": String(passed) }, passed ? "✓ yes" : "✗ no");
  return [line.toLocaleString("en"), verdict, h("span", { class: "cell-strong" }, safe(name, MOST_DRAWN)), passed ? "" : prose(shortly(test))];
}

/** @param {string} text */
function code(text) {
  return h("span", { class: "cell-code" }, safe(text, MOST_DRAWN));
}
