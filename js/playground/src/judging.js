/** Has the rules judge the events whenever either changes, and shows what comes of it. */
import { Client } from "./engine/client.js";
import { Results } from "./view/results.js";
import { Selection } from "./selection.js";
import { byId, count, h, size } from "./dom.js";

/**
 * @import { FromWorker, Proposals, Result } from "./engine/messages.js"
 * @import { Store } from "./state.js"
 */

/** Milliseconds after which a result that is still the last one is greyed. */
const PATIENCE = 80;

export class Judging {
  #store;
  #client;
  #generation = 0;
  #version = 0;
  /** That of the events that the last result is about. */
  #judgedVersion = 0;
  #isScheduled = false;
  /** @type {(() => void)[]} */
  #waiting = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #greying;
  /** What the last judgement came to. @type {Result | undefined} */
  result;
  /** Told when something was judged. */
  onJudged = () => {};

  /** @param {Store} store @param {Client} advice the client that is asked beside judging */
  constructor(store, advice) {
    this.#store = store;
    this.#client = new Client((message) => this.#hear(message));
    this.results = new Results((event) => this.selection.select(event));
    this.#clear("The engine is under way: what it says stands here as soon as it has come.");
    this.#say("The engine is under way");
    this.selection = new Selection(store, this.results, this.#client, advice);
    store.listen((changed) => {
      if (changed.has("events") || changed.has("file")) this.#sendEvents();
      if (changed.has("rules") || changed.has("events") || changed.has("file") || changed.has("settings")) this.#schedule();
    });
  }

  /** @param {WebAssembly.Module} module */
  engage(module) {
    this.#client.engage(module);
  }

  /** What may be written at a place of the rules, with values of the events. @param {string} text @param {number} offset @returns {Promise<Proposals>} */
  complete(text, offset) {
    const source = this.#store.state.settings.source || this.result?.source || "aws_cloudtrail";
    return this.#client.ask({ kind: "complete", text, offset, source });
  }

  /** What other alerts there were with other rules. @param {string} old @returns {Promise<import("./engine/messages.js").Comparison | null>} */
  compare(old) {
    const { rules, settings } = this.#store.state;
    return this.#client.ask({ kind: "compare", old: [{ name: "rules.yaml", text: old }], files: [{ name: "rules.yaml", text: rules }], settings });
  }

  /** Resolves once nothing is under way. @returns {Promise<void>} */
  settled() {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #sendEvents() {
    this.#version += 1;
    const { file, events } = this.#store.state;
    this.#client.setEvents(file === null ? { kind: "events", version: this.#version, text: events } : { kind: "events", version: this.#version, file });
    this.selection.clear();
  }

  /** Once for all changes of this turn. */
  #schedule() {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      this.#judge();
    });
  }

  #judge() {
    this.#generation += 1;
    const { rules, settings } = this.#store.state;
    this.#client.judge({ kind: "judge", generation: this.#generation, files: [{ name: "rules.yaml", text: rules }], settings });
    this.#greying ??= setTimeout(() => byId("results").classList.add("is-stale"), PATIENCE);
  }

  /** @param {FromWorker} message */
  #hear(message) {
    if (message.kind === "rows" && message.version === this.#version) this.results.setRows(message.columns, message.rows);
    if (!("generation" in message) || message.generation !== this.#generation) return;
    if (message.kind === "progress") this.#onProgress(message);
    else if (message.kind === "judged") this.#onJudged(message.result);
    else this.#onTrouble(message.kind === "stopped" ? `The engine stopped: ${message.message}` : "The rules do not load");
  }

  /** @param {Extract<FromWorker, { kind: "progress" }>} message */
  #onProgress({ read, total, result, hasLists }) {
    const bar = byId("progress");
    bar.hidden = false;
    bar.value = total === 0 ? 0 : read / total;
    this.results.setCounts(result.counts);
    this.#say(`${size(read)} of ${size(total)} read · ${summary(result)}`);
    if (!hasLists) return;
    this.#ungrey();
    this.results.setResult(result);
    this.results.draw();
  }

  /** @param {Result} result */
  #onJudged(result) {
    this.result = result;
    this.#judgedVersion = this.#version;
    byId("progress").hidden = true;
    this.#ungrey();
    this.results.setResult(result);
    this.results.setCounts(result.counts);
    this.results.draw();
    if (result.trouble === null) this.#say(summary(result), "info", `judged as ${result.source}, ${size(result.bytes)}`);
    else this.#say(result.trouble, "error");
    this.selection.follow();
    this.onJudged();
    this.#settle();
  }

  /** @param {string} text */
  #onTrouble(text) {
    clearTimeout(this.#greying);
    byId("results").classList.add("is-stale");
    byId("progress").hidden = true;
    const isOld = this.#judgedVersion !== this.#version;
    if (isOld) this.#clear(`${text}, so nothing is judged.`);
    this.#say(isOld ? `${text}, so nothing is judged` : `${text}: this is what was said before`, "error");
    this.#settle();
  }

  /** What is shown is about other events. @param {string} trouble why there is nothing about these */
  #clear(trouble) {
    this.results.setRows([], []);
    this.results.setResult({ alerts: [], matched: [], problems: [] });
    this.results.trouble = trouble;
    this.results.setCounts({ events: 0, alerts: 0, malformed: 0, skipped: 0 });
    this.results.draw();
  }

  #ungrey() {
    clearTimeout(this.#greying);
    this.#greying = undefined;
    byId("results").classList.remove("is-stale");
  }

  #settle() {
    byId("results").dataset.generation = String(this.#generation);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** @param {string} text @param {"info" | "error"} [kind] @param {string} [title] */
  #say(text, kind = "info", title = text) {
    const status = byId("status");
    status.dataset.kind = kind;
    status.title = title;
    status.replaceChildren(h("span", {}, text));
  }
}

/** @param {Result} result */
function summary({ counts, rules, milliseconds, alerts }) {
  const parts = [count(rules.enabled, "rule"), count(counts.events, "event"), count(counts.alerts, "alert")];
  if (alerts.length > 0 && counts.alerts > alerts.length) parts.push(`the first ${alerts.length.toLocaleString("en")} are listed`);
  if (counts.skipped > 0) parts.push(`${counts.skipped.toLocaleString("en")} skipped`);
  if (counts.malformed > 0) parts.push(`${counts.malformed.toLocaleString("en")} malformed`);
  return `${parts.join(" · ")} · ${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds).toLocaleString("en")} ms`;
}
