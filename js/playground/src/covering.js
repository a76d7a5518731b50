/**
 * What the tests see of the rules: beside the rules, in words beside the tests, and from one gap to the next.
 * @import { App } from "./app.js"
 * @import { SeenPart, TestCoverage } from "./engine/messages.js"
 */
import { EditorView } from "@codemirror/view";
import { byId } from "./dom.js";
import { nextUnseen, setCoverageShown, showSeen } from "./editor/coverage.js";
import { offsetOf } from "./editor/diagnostics.js";
import { keep } from "./memory.js";
import { missingOf, shareOf } from "./view/coverage.js";
import { toast } from "./view/toast.js";

/** What was said last of a part. @type {HTMLElement | undefined} */
let said;

/** @param {App} app */
export function coverLater(app) {
  app.store.listen((changed) => {
    if (changed.has("coverage")) setCoverageShown(app.panes.rules, app.store.state.coverage);
  });
  byId("tests-coverage").addEventListener("click", () => listUnseen(app));
}

/** @param {App} app @param {TestCoverage | null} coverage */
export function showCoverage(app, coverage) {
  if (app.store.state.coverage) showSeen(app.panes.rules, coverage?.parts ?? []);
  const button = byId("tests-coverage");
  button.dataset.worst = coverage?.parts.every(({ missing }) => missing === "") ? "none" : "";
  button.textContent = coverage === null ? "" : shareOf(coverage);
}

/** @param {App} app */
export function switchCoverage({ store }) {
  const coverage = !store.state.coverage;
  store.set({ coverage });
  keep("coverage", coverage ? "shown" : "hidden");
  toast(coverage ? "What tests see is shown beside the rules" : "What tests see is not shown");
}

/** @param {App} app */
export function listUnseen(app) {
  const { results } = app.judging;
  results.test = undefined;
  app.panes.reveal("results");
  results.open("tests");
}

/** Selects the next part that tests have not seen both ways, and says what is missing. @param {App} app */
export function goToUnseen(app) {
  const mark = nextUnseen(app.panes.rules);
  const nothing = app.judging.results.coverage === null ? "No tests are run that say what they see of the rules" : "The tests have seen each part both ways";
  if (mark !== undefined) select(app, mark);
  said?.remove();
  said = toast(mark === undefined ? nothing : missingOf([mark.part]).join());
}

/** @param {App} app @param {SeenPart} part */
export function goToPart(app, { place }) {
  const { doc } = app.panes.rules.state;
  const from = offsetOf(doc, place.line, place.column);
  select(app, { from, to: Math.min(offsetOf(doc, place.end_line, place.end_column), doc.lineAt(from).to) });
}

/** @param {App} app @param {{ from: number, to: number }} range */
function select(app, { from, to }) {
  app.focus("rules");
  app.panes.rules.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
}
