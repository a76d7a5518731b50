/**
 * What is pointed at in an explanation lights up in the rules and in the event.
 * @import { App } from "./app.js"
 * @import { ConditionNode, Explanation, NodePlace } from "./engine/messages.js"
 * @import { Range } from "./editor/mark.js"
 */
import { isolateHistory } from "@codemirror/commands";
import { changed, inserted } from "./trying.js";
import { byId } from "./dom.js";
import { lightRows } from "./view/explanation.js";
import { offsetOf } from "./editor/diagnostics.js";

/** @param {App} app @param {ConditionNode | undefined} node @param {Explanation} explanation @param {boolean} isChosen */
export function pointAt(app, node, explanation, isChosen) {
  const scroll = isChosen ? "center" : "nearest";
  const { panes } = app;
  const place = node?.place;
  panes.ruleMark.set(panes.rules, place === undefined ? [] : [rangeOf(app, place)], scroll);
  panes.partMark.set(panes.events, node === undefined || explanation.wrapped ? [] : partsOf(app, node), scroll);
}

/** @param {App} app @param {NodePlace} place @returns {Range} */
function rangeOf({ panes }, { line, column, end_line: endLine, end_column: endColumn }) {
  const { doc } = panes.rules.state;
  return { from: offsetOf(doc, line, column), to: offsetOf(doc, endLine, endColumn) };
}

/** @param {App} app @param {ConditionNode} node @returns {Range[]} */
function partsOf({ judging }, node) {
  const { selected } = judging.selection;
  const row = judging.results.rows.find(({ event }) => event === selected?.event);
  if (selected === undefined || row === undefined || row.from < 0) return [];
  const spans = node.span !== undefined ? [node.span] : (node.read ?? []).map(({ span }) => span);
  return spans.map(([from, to]) => ({ from: row.from + unitsBefore(selected.text, from), to: row.from + unitsBefore(selected.text, to) })).sort((a, b) => a.from - b.from);
}

/** The other way round: a place in the event lights up the tests that read it. @param {App} app @param {number | null} position */
export function pointFrom(app, position) {
  const isMeant = (/** @type {ConditionNode} */ node) => position !== null && node.kind === "test" && partsOf(app, node).some(({ from, to }) => from <= position && position <= to);
  lightRows(byId("details"), isMeant);
}

/** Puts a copy of the selected event behind it, changed so that a rule fires, and selects it. @param {App} app @param {Explanation} explanation */
export function trialOf(app, explanation) {
  const { judging, panes, store } = app;
  const { results, selection } = judging;
  const { selected } = selection;
  const row = results.rows.find(({ event }) => event === selected?.event);
  const copy = selected && changed(selected.text, explanation);
  if (copy === undefined || row === undefined || row.from < 0) return undefined;
  return () => {
    selection.selectLater(row.event + 1);
    panes.events.dispatch({ changes: { from: row.to, insert: inserted(store.state.events, row.to, copy) }, annotations: isolateHistory.of("full") });
  };
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The UTF-16 units of a text that its first bytes are. @param {string} text @param {number} bytes */
export function unitsBefore(text, bytes) {
  const encoded = encoder.encode(text);
  return encoded.length === text.length ? bytes : decoder.decode(encoded.subarray(0, bytes)).length;
}
