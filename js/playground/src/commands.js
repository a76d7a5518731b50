/**
 * Everything that can be done, for buttons, shortcuts and the palette.
 * @import { App } from "./app.js"
 * @import { Command } from "./view/palette.js"
 */
import { byId, h } from "./dom.js";
import { examples } from "./examples/examples.js";
import { endComparison, pin } from "./comparing.js";
import { goToUnseen, listUnseen, switchCoverage } from "./covering.js";
import { explainWord } from "./editor/hover.js";
import { goToDefinition, rename } from "./editor/names.js";
import { formatRules, onePerLine } from "./formatting.js";
import { copyMarkdown, downloadState, openShare, openWhole } from "./sharing.js";
import { testSelected } from "./testing.js";
import { copy, download } from "./view/clipboard.js";
import { openDialog } from "./view/dialog.js";
import { keysFor, openPalette } from "./view/palette.js";
import { beginTour } from "./tour.js";
import { switchTheme } from "./theme-switch.js";

/** @param {App} app @returns {Command[]} */
export function commandsOf(app) {
  const { store, judging } = app;
  /** @type {Command[]} */
  const commands = [
    { name: "Commands", keys: "Ctrl+K", run: () => openPalette(commands.slice(1)) },
    { name: "Share a link…", keys: "Alt+S", run: () => openShare(app) },
    { name: "Examples…", keys: "Alt+E", run: () => openExamples(app) },
    { name: "Guided tour", keys: "Alt+G", run: () => beginTour(app) },
    { name: "Open a file…", keys: "Alt+O", run: () => byId("file-input").click() },
    { name: "Format the rules", keys: "Alt+Shift+F", run: () => formatRules(app) },
    { name: "Write the events one a line", keys: "Alt+Shift+L", run: () => onePerLine(app) },
    { name: "Go to the rules", keys: "Alt+1", run: () => app.focus("rules") },
    { name: "Go to the events", keys: "Alt+2", run: () => app.focus("events") },
    { name: "Go to the alerts", keys: "Alt+3", run: () => app.focus("results") },
    { name: "Go to the tests", keys: "Alt+4", run: () => app.focus("tests") },
    { name: "Make a test of what is selected", keys: "Alt+A", run: () => testSelected(app) },
    { name: "Go to the next part of the rules that tests have not seen", keys: "Alt+U", run: () => goToUnseen(app) },
    { name: "List the parts of the rules that tests have not seen", run: () => listUnseen(app) },
    { name: "Show or hide what tests see of the rules", keys: "Alt+C", run: () => switchCoverage(app) },
    { name: "Keep these rules as the old ones, and compare", keys: "Alt+P", run: () => pin(app) },
    { name: "End the comparison with the old rules", run: () => endComparison(app) },
    { name: "Explain the word at the cursor", keys: "Alt+I", run: () => explainWord(app.panes.rules) },
    { name: "Go to the definition of the macro or the list at the cursor", keys: "F12", run: () => goToDefinition(app.panes.rules, app.about) },
    { name: "Rename the macro or the list at the cursor…", keys: "F2", run: () => rename(app.panes.rules, app.about) },
    { name: "List the findings in the rules", keys: "Ctrl+Shift+M", run: () => app.panes.listFindings() },
    { name: "Copy rule, event and alert as Markdown", keys: "Alt+M", run: () => copyMarkdown(app) },
    { name: "Copy the alerts as Falco prints them", run: () => copy(judging.results.alerts.map(({ line }) => `${line}\n`).join(""), "Alerts") },
    { name: "Download the rules", run: () => download("rules.yaml", store.state.rules) },
    { name: "Download the tests", run: () => download("rules_test.yaml", store.state.tests) },
    { name: "Download the events", run: () => download("events.json", store.state.events) },
    { name: "Download everything as one file", run: () => downloadState(app) },
    { name: "Switch between light and dark", keys: "Alt+T", run: switchTheme },
  ];
  listen(app, commands);
  return commands;
}

/** @param {App} app @param {Command[]} commands */
function listen(app, commands) {
  byId("palette-button").addEventListener("click", () => openPalette(commands.slice(1)));
  byId("share-button").addEventListener("click", () => openShare(app));
  byId("examples-button").addEventListener("click", () => openExamples(app));
  byId("format-button").addEventListener("click", () => formatRules(app));
  byId("lines-button").addEventListener("click", () => onePerLine(app));
  byId("whole-button").addEventListener("click", () => openWhole(app));
  byId("theme-button").addEventListener("click", switchTheme);
  byId("palette-key").textContent = keysFor("Ctrl+K");
}

/** @param {App} app */
function openExamples(app) {
  /** @param {string} title @param {string} about @param {() => void} run */
  const item = (title, about, run) => {
    const choose = () => {
      dialog.close();
      run();
    };
    return h("li", {}, h("button", { type: "button", onclick: choose }, h("strong", {}, title), h("span", {}, about)));
  };
  const tour = item("Guided tour", "From an hour in the log to a rule that is tested, in eight steps.", () => beginTour(app));
  const items = examples.map((example) => item(example.title, example.about, () => app.show(example)));
  const dialog = openDialog("Examples", h("p", { class: "note" }, "They take the place of your rules and events."), h("ul", { class: "gallery" }, tour, ...items));
}
