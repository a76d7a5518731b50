/**
 * Compares the rules with older ones: which alerts of the same events are lost, gained, or say something else.
 * @import { App } from "./app.js"
 * @import { Comparison } from "./engine/messages.js"
 */
import { byId, h, safe } from "./dom.js";
import { prose } from "./view/explanation.js";

/** Milliseconds after a judgement. */
const CALM = 60;

/** @type {Comparison} */
const NOTHING = { changes: [], counts: { lost: 0, gained: 0, changed: 0 }, text: "" };

/** @param {App} app */
export function compareLater(app) {
  const { judging, store } = app;
  const state = { report: "", trouble: "" };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const later = () => {
    clearTimeout(timer);
    if (store.state.old !== null) timer = setTimeout(() => run(app, state), CALM);
  };
  judging.results.invitations.changes = () => invitation(app, state.trouble);
  judging.onJudged = later;
  store.listen((changed) => {
    if (!changed.has("old")) return;
    app.panes.showOld();
    if (store.state.old === null) show(app, state, NOTHING, "");
    else later();
  });
  byId("old-take").addEventListener("click", () => pin(app));
  byId("old-end").addEventListener("click", () => endComparison(app));
  return { details: () => details(app, state.report) };
}

/** Keeps the rules as they are now, as the old ones. @param {App} app */
export function pin(app) {
  app.store.set({ old: app.store.state.rules });
  app.panes.fill();
  app.judging.results.open("changes");
}

/** @param {App} app */
export function endComparison(app) {
  app.store.set({ old: null });
  app.panes.open("rules");
}

/** @param {App} app @param {{ report: string, trouble: string }} state */
async function run(app, state) {
  const { old, rules, events, settings } = app.store.state;
  if (old === null) return;
  const isSame = () => app.store.state.old === old && app.store.state.rules === rules && app.store.state.events === events && app.store.state.settings === settings;
  try {
    const comparison = await app.judging.compare(old);
    if (comparison !== null && isSame()) show(app, state, comparison, "");
  } catch (error) {
    if (isSame()) show(app, state, NOTHING, error instanceof Error ? error.message : String(error));
  }
}

/** @param {App} app @param {{ report: string, trouble: string }} state @param {Comparison} comparison @param {string} trouble */
function show(app, state, comparison, trouble) {
  state.report = comparison.text;
  state.trouble = trouble;
  app.judging.results.setChanges(comparison);
  const { lost, gained, changed } = comparison.counts;
  byId("old-note").textContent = trouble === "" ? `${lost} lost, ${gained} gained, ${changed} changed` : "not compared";
}

/** @param {App} app @param {string} trouble */
function invitation(app, trouble) {
  if (trouble !== "") return [h("p", {}, prose(trouble))];
  if (app.store.state.old !== null) return [h("p", {}, "No alert is other than with the old rules. Change the rules: what is lost, gained or changed stands here.")];
  const button = h("button", { type: "button", class: "button", onclick: () => pin(app) }, "Keep these rules as the old ones");
  return [h("p", {}, "What does a change of the rules do? Keep the rules as they are now, then change them: each alert that is lost, gained or changed stands here, as by ", h("code", {}, "falconet diff"), "."), h("div", { class: "row" }, button)];
}

/** What the details hold while the changes are listed and none is chosen. @param {App} app @param {string} report */
function details(app, report) {
  if (app.judging.results.change !== undefined || report === "") return undefined;
  return [h("h3", {}, "What the change does"), h("pre", { tabindex: 0, "aria-label": "What falconet diff says" }, ...report.trimEnd().split("\n").flatMap((line) => [safe(line), "\n"]))];
}
