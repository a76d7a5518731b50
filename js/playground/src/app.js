/** The page: what it holds, and what happens when that changes. */
import { Client } from "./engine/client.js";
import { Judging } from "./judging.js";
import { Panes } from "./panes.js";
import { Store } from "./state.js";
import { byId, h } from "./dom.js";
import { checkLater } from "./checking.js";
import { compareLater } from "./comparing.js";
import { commandsOf } from "./commands.js";
import { coverLater } from "./covering.js";
import { examples } from "./examples/examples.js";
import { pointAt, trialOf } from "./explaining.js";
import { listenForFiles } from "./dropping.js";
import { copyMarkdown } from "./sharing.js";
import { listenForKeys } from "./view/palette.js";
import { FragmentError, decode } from "./share/codec.js";
import { testDetails, testLater, testOf, testSelected } from "./testing.js";
import { toast } from "./view/toast.js";

/**
 * @import { About } from "./engine/messages.js"
 * @import { Example } from "./examples/examples.js"
 * @import { Opened } from "./files.js"
 * @import { Shared } from "./share/codec.js"
 */

export class App {
  store = new Store();

  constructor() {
    this.advice = new Client(() => {});
    this.judging = new Judging(this.store, this.advice);
    this.panes = new Panes(this);
    this.commands = commandsOf(this);
    this.judging.selection.reach = {
      point: (node, explanation, isChosen) => pointAt(this, node, explanation, isChosen),
      trial: (explanation) => trialOf(this, explanation),
      test: (explanation) => testOf(this, explanation),
    };
    this.judging.selection.actions = () => [action("Copy as Markdown", () => copyMarkdown(this)), action("Make a test", () => testSelected(this))];
    coverLater(this);
    testLater(this);
    const comparison = compareLater(this);
    this.judging.selection.instead = () => ({ tests: () => testDetails(this), changes: comparison.details })[/** @type {"tests"} */ (this.judging.results.tab)]?.();
  }

  async begin() {
    checkLater(this);
    listenForKeys(this.commands);
    listenForFiles((opened) => this.take(opened));
    addEventListener("hashchange", () => this.#takeFragment());
    if (!(await this.#takeFragment())) this.show(/** @type {Example} */ (examples[0]));
  }

  /** From here on what is asked is answered. @param {WebAssembly.Module} module */
  engage(module) {
    this.advice.engage(module);
    this.judging.engage(module);
  }

  /** Asks about a place in the rules. @param {About} question @returns {Promise<any>} */
  about = (question) => this.advice.ask({ kind: "about", ...question });

  /** @returns {Promise<{ version: string, engine_version: string }>} */
  version() {
    return this.advice.ask({ kind: "ask", request: { op: "version" } });
  }

  /** Whether the address has a state in it that could be read. */
  async #takeFragment() {
    const fragment = location.hash.slice(1);
    if (fragment === "") return false;
    try {
      this.restore(await decode(fragment));
      return true;
    } catch (error) {
      const reason = error instanceof FragmentError ? error.message : String(error);
      toast(`This link cannot be opened: ${reason}`, "error");
      return false;
    }
  }

  /** @param {Pick<Example, "rules" | "events" | "tests">} example */
  show({ rules, events, tests = "" }) {
    this.store.set({ rules, events, file: null, tests, old: null });
    this.panes.fill();
  }

  /** @param {Shared} shared */
  restore({ rules, events, settings, tests, old, view }) {
    this.store.set({ rules, events, file: null, settings, tests, old });
    this.panes.fill();
    this.panes.open(view.edited === "old" && old === null ? "rules" : view.edited);
    this.judging.results.open(view.tab);
    if (view.event > 0) this.judging.selection.selectLater(view.event);
  }

  /** @param {Opened} opened */
  take(opened) {
    if (opened.kind === "state") this.restore(opened.shared);
    else if (opened.kind === "rules") this.store.set({ rules: opened.text });
    else if (opened.kind === "tests") this.store.set({ tests: opened.text });
    else if (opened.kind === "events") this.store.set({ events: opened.text, file: null });
    else this.store.set({ file: opened.file });
    this.panes.fill();
    if (opened.kind === "rules" || opened.kind === "tests") this.panes.open(opened.kind);
  }

  /** @param {"rules" | "tests" | "old" | "events" | "results"} pane */
  focus(pane) {
    if (pane === "rules" || pane === "tests" || pane === "old") {
      this.panes.open(pane);
      this.panes[pane].focus();
      return;
    }
    this.panes.reveal(pane);
    if (pane === "results") this.judging.results.focus();
    else if (this.store.state.file === null) this.panes.events.focus();
    else byId("file-close").focus();
  }
}

/** @param {string} title @param {() => void} run */
function action(title, run) {
  return h("button", { type: "button", class: "button button-small", onclick: run }, title);
}
