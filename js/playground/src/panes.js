/**
 * The editors and what stands around them.
 * @import { App } from "./app.js"
 */
import { closeBrackets } from "@codemirror/autocomplete";
import { bracketMatching } from "@codemirror/language";
import { lintGutter, openLintPanel } from "@codemirror/lint";
import { byId, size } from "./dom.js";
import { completion } from "./editor/complete.js";
import { coverage } from "./editor/coverage.js";
import { testCompletion } from "./editor/complete-tests.js";
import { makeEditor, setText } from "./editor/editor.js";
import { Mark } from "./editor/mark.js";
import { pointFrom } from "./explaining.js";
import { pointer } from "./editor/pointer.js";
import { rulesIndent } from "./editor/indent.js";
import { eventsLanguage, rulesLanguage } from "./editor/language.js";
import { hover } from "./editor/hover.js";
import { largePaste } from "./editor/large-paste.js";
import { names } from "./editor/names.js";
import { verdicts } from "./editor/verdicts.js";
import { Tabs } from "./view/tabs.js";

/** @typedef {"rules" | "tests" | "old"} Edited what the left pane shows */

export class Panes {
  #app;
  /** @type {Tabs<Edited>} */
  #tabs;
  /** The event that is selected; what of it is pointed at, and what of the rules. */
  eventMark = new Mark("cm-event");
  partMark = new Mark("cm-pointed");
  ruleMark = new Mark("cm-pointed");

  /** @param {App} app */
  constructor(app) {
    this.#app = app;
    this.rules = this.#rulesEditor();
    this.events = this.#eventsEditor();
    this.tests = this.#testsEditor();
    this.old = this.#oldEditor();
    this.#tabs = new Tabs("editor-tabs", { rules: { title: "Rules", controls: "rules-editor" }, tests: { title: "Tests", controls: "tests-editor" }, old: { title: "Old rules", controls: "old-editor" } }, () => this.#showEdited());
    this.#listen();
    this.showOld();
    app.judging.selection.onSelect = (place) => this.eventMark.set(this.events, place === undefined ? [] : [place], "center");
  }

  #rulesEditor() {
    const { about, judging, store } = this.#app;
    return makeEditor({
      host: byId("rules-editor"),
      label: "Rules",
      hint: "- rule: …",
      extensions: [
        rulesLanguage,
        rulesIndent,
        bracketMatching(),
        closeBrackets(),
        completion((text, offset) => judging.complete(text, offset)),
        hover((text, offset) => about({ about: "hover", text, offset })),
        names(about),
        coverage(store.state.coverage),
        lintGutter(),
        this.ruleMark.extension,
      ],
      onChange: (rules) => store.set({ rules }),
    });
  }

  #eventsEditor() {
    return makeEditor({
      host: byId("events-editor"),
      label: "Events",
      hint: "Paste events here, or drop a file anywhere: one a line, an array, or CloudTrail's own {\"Records\": […]}, also as .gz.",
      extensions: [eventsLanguage, this.eventMark.extension, this.partMark.extension, pointer((position) => pointFrom(this.#app, position)), largePaste((file) => this.#app.take({ kind: "file", file }))],
      onChange: (events) => this.#app.store.set({ events }),
    });
  }

  #testsEditor() {
    return makeEditor({
      host: byId("tests-editor"),
      label: "Tests of the rules",
      hint: "cases:\n  - name: …\n    event: {file: events.json, record: 1}\n    fires: …",
      extensions: [rulesLanguage, rulesIndent, bracketMatching(), closeBrackets(), testCompletion(() => this.#app.about({ about: "names", text: this.#app.store.state.rules })), lintGutter(), verdicts],
      onChange: (tests) => this.#app.store.set({ tests }),
    });
  }

  #oldEditor() {
    return makeEditor({
      host: byId("old-editor"),
      label: "Old rules",
      hint: "- rule: …",
      extensions: [rulesLanguage, rulesIndent, bracketMatching(), closeBrackets()],
      onChange: (old) => this.#app.store.set({ old }),
    });
  }

  #listen() {
    const { store } = this.#app;
    byId("matching").addEventListener("change", (/** @type {any} */ { target }) => store.set({ settings: { ...store.state.settings, matching: target.value } }));
    byId("source").addEventListener("change", (/** @type {any} */ { target }) => store.set({ settings: { ...store.state.settings, source: target.value } }));
    byId("findings").addEventListener("click", () => this.listFindings());
    byId("file-close").addEventListener("click", () => {
      store.set({ file: null });
      this.fill();
    });
    store.listen(() => this.#showEventsNote());
    for (const button of document.querySelectorAll("[data-pane]")) button.addEventListener("click", () => this.reveal(/** @type {HTMLElement} */ (button).dataset.pane ?? "rules"));
  }

  listFindings() {
    this.open("rules");
    openLintPanel(this.rules);
  }

  /** Shows what is held, after something else than typing changed it. */
  fill() {
    const { rules, events, file, settings, tests, old } = this.#app.store.state;
    setText(this.rules, rules);
    setText(this.tests, tests);
    setText(this.old, old ?? "");
    setText(this.events, file === null ? events : "");
    byId("matching").value = settings.matching;
    byId("source").value = settings.source;
    byId("events-editor").hidden = file !== null;
    byId("file-card").hidden = file === null;
    byId("file-name").textContent = file === null ? "" : `${file.name}, ${size(file.size)}`;
    this.#showEventsNote();
  }

  #showEventsNote() {
    const { events, file } = this.#app.store.state;
    byId("events-note").textContent = file === null ? size(events.length) : "from a file";
    byId("lines-button").disabled = file !== null;
  }

  /** What the left pane shows. @returns {Edited} */
  get edited() {
    return this.#tabs.open;
  }

  /** @param {Edited} edited */
  open(edited) {
    this.reveal("rules");
    this.#tabs.show(edited);
  }

  #showEdited() {
    for (const edited of ["rules", "tests", "old"]) {
      const isOpen = edited === this.edited;
      byId(`${edited}-editor`).hidden = !isOpen;
      for (const tool of document.querySelectorAll(`[data-edits=${edited}]`)) /** @type {HTMLElement} */ (tool).hidden = !isOpen;
    }
    this[this.edited].requestMeasure();
  }

  /** The old rules are there only while they are compared. */
  showOld() {
    const isCompared = this.#app.store.state.old !== null;
    this.#tabs.button("old").hidden = !isCompared;
    if (!isCompared && this.edited === "old") this.#tabs.show("rules");
  }

  /** On narrow screens only one pane is seen. @param {string} pane */
  reveal(pane) {
    byId("panes").dataset.shown = pane;
    for (const button of document.querySelectorAll("[data-pane]")) button.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (button).dataset.pane === pane));
    this.rules.requestMeasure();
    this.events.requestMeasure();
  }
}
