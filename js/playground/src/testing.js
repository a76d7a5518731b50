/**
 * Runs the tests a little after they, the rules or the events changed, and makes tests of events.
 * @import { App } from "./app.js"
 * @import { Explanation, TestReport } from "./engine/messages.js"
 */
import { EditorView } from "@codemirror/view";
import { byId, h } from "./dom.js";
import { caseText, placeOf } from "./share/case.js";
import { copy } from "./view/clipboard.js";
import { coverageParts } from "./view/coverage.js";
import { goToPart, showCoverage } from "./covering.js";
import { parsed } from "./view/lists.js";
import { shortly, testParts } from "./view/tests.js";
import { showDiagnostics } from "./editor/diagnostics.js";
import { showVerdicts } from "./editor/verdicts.js";
import { toast } from "./view/toast.js";

/** Milliseconds without a change. */
const CALM = 160;

/** Characters of an event of which a test is made. */
const MOST_WRITTEN = 64 * 1024;

/** Failures that are marked in the editor; all are listed. */
const MOST_MARKED = 500;

/** @type {TestReport} */
const NOTHING = { passed: 0, failed: 0, problems: [], cases: [], coverage: null };

/** @param {App} app */
export function testLater(app) {
  const { results } = app.judging;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  results.invitations.tests = () => invitation(app);
  app.store.listen((changed) => {
    if (!changed.has("tests") && (app.store.state.tests.trim() === "" || !["rules", "events", "file", "coverage"].some((key) => changed.has(/** @type {"rules"} */ (key))))) return;
    clearTimeout(timer);
    timer = setTimeout(() => run(app).catch((error) => toast(String(error.message), "error")), CALM);
  });
  byId("tests-verdict").addEventListener("click", () => {
    app.panes.reveal("results");
    results.open("tests");
  });
}

/** @param {App} app */
async function run(app) {
  const { tests, rules, events, file, coverage } = app.store.state;
  const isEmpty = tests.trim() === "";
  const report = isEmpty ? NOTHING : await app.advice.ask({ kind: "test", text: tests, rules, events: file === null ? events : null, coverage });
  const now = app.store.state;
  if (now.tests !== tests || now.rules !== rules || now.events !== events || now.coverage !== coverage) return;
  show(app, report);
}

/** @param {App} app @param {TestReport} report */
function show(app, report) {
  const { results } = app.judging;
  const view = app.panes.tests;
  results.setTests(report);
  showDiagnostics(view, [...report.problems, ...report.cases.flatMap(({ failures }) => failures)].slice(0, MOST_MARKED));
  showVerdicts(view, report.cases.map((test) => ({ line: test.line, passed: test.passed, text: shortly(test) })));
  showCoverage(app, report.coverage);
  const wrong = report.failed + report.problems.length;
  const button = byId("tests-verdict");
  button.dataset.worst = wrong > 0 ? "error" : "none";
  button.dataset.cases = String(report.cases.length);
  button.textContent = report.problems.length > 0 ? "no case is run" : wrong > 0 ? `${report.failed} of ${report.cases.length} fail` : report.cases.length > 0 ? `✓ ${report.passed} pass` : "no tests yet";
}

/** What the details hold while the tests are listed. @param {App} app @returns {Node[]} */
export function testDetails(app) {
  const { test, tests, coverage } = app.judging.results;
  if (test !== undefined) return testParts(test, () => goTo(app, test.line));
  if (coverage !== null) return coverageParts(coverage, (part) => goToPart(app, part));
  return [h("p", { class: "absent" }, tests.length === 0 ? "What tests say stands here." : "Choose a case: what it lacks, and why, stands here.")];
}

/** @param {App} app @param {number} line */
function goTo(app, line) {
  const view = app.panes.tests;
  const { from } = view.state.doc.line(Math.min(line, view.state.doc.lines));
  app.focus("tests");
  view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
}

/** @param {App} app */
function invitation(app) {
  const make = h("button", { type: "button", class: "button", onclick: () => testSelected(app) }, "Make a test of what is selected");
  const write = h("button", { type: "button", class: "button", onclick: () => app.focus("tests") }, "Write one");
  return [
    h("p", {}, "No tests yet. A test is an event, and which rules fire on it; it is run whenever something changes, here as by ", h("code", {}, "falconet test"), "."),
    h("div", { class: "row" }, make, write),
  ];
}

/** Makes a test of the selected alert or event. @param {App} app */
export function testSelected(app) {
  const { selected } = app.judging.selection;
  if (selected === undefined) {
    toast("Choose an alert or an event first: the test is made of it");
    return;
  }
  const { alert, event, explanations, change } = selected;
  if (change?.change === "lost") add(app, { name: `${change.alert.rule} is silent on event ${event}`, expects: "silent", rules: [change.alert.rule] });
  else if (alert !== undefined) add(app, { name: `${parsed(alert).rule} fires on event ${event}`, expects: "fires", rules: [parsed(alert).rule] });
  else add(app, { name: `what fires on event ${event}`, expects: "only", rules: explanations.filter(({ fired }) => fired).map(({ rule }) => rule) });
}

/** Makes a test of an event and a rule, as they are now. @param {App} app @param {Explanation} explanation */
export function testOf(app, { rule, fired }) {
  const { selected } = app.judging.selection;
  if (selected === undefined || selected.text === "") return undefined;
  const name = fired ? `${rule} fires on event ${selected.event}` : `${rule} is silent on event ${selected.event}`;
  return () => add(app, { name, expects: fired ? "fires" : "silent", rules: [rule] });
}

/** @param {App} app @param {Omit<import("./share/case.js").Case, "event">} test */
function add(app, test) {
  const event = app.judging.selection.selected?.text ?? "";
  if (event === "" || event.length > MOST_WRITTEN) {
    toast(event === "" ? "The text of this event was not kept, so no test is made of it" : "This event is too long for a test", "error");
    return;
  }
  const text = caseText({ ...test, event });
  const place = placeOf(app.store.state.tests, text);
  if (place === undefined) {
    copy(text, "The cases do not stand one below the other, so none is added: the test is");
    return;
  }
  app.judging.results.open("tests");
  app.focus("tests");
  const anchor = place.from + place.insert.indexOf("- name");
  app.panes.tests.dispatch({ changes: place, selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "start" }), userEvent: "input.paste" });
}
