/**
 * Rules in the canonical layout, and events one a line.
 * @import { App } from "./app.js"
 */
import { isolateHistory } from "@codemirror/commands";
import { toast } from "./view/toast.js";

/** @param {App} app */
export async function formatRules(app) {
  const { rules } = app.store.state;
  const { files } = await app.advice.ask({ kind: "ask", request: { op: "format", files: [{ name: "rules.yaml", text: rules }] } });
  const [{ text, changed, kept, error }] = files;
  if (app.store.state.rules !== rules) return;
  if (error !== null) toast(`The rules are no YAML, so they stay as they are: ${error.message}`, "error");
  else if (kept !== null) toast(`The rules stay as they are: ${kept}`);
  else if (!changed) toast("The rules are in the canonical layout");
  else write(app, "rules", text);
}

/** Each record as it stands, on a line of its own: nothing within is changed but the ends of lines. @param {App} app */
export function onePerLine(app) {
  const { events, file } = app.store.state;
  const { rows } = app.judging.results;
  if (file !== null || rows.length === 0) return;
  if ((app.judging.result?.counts.malformed ?? 0) > 0) {
    toast("Some records are malformed, so the events stay as they are", "error");
    return;
  }
  const { events: judged = 0, skipped = 0 } = app.judging.result?.counts ?? {};
  if (rows.length < judged + skipped && rows.length >= 5000) {
    toast("These are too many events to be written anew", "error");
    return;
  }
  write(app, "events", rows.map(({ from, to }) => `${events.slice(from, to).replace(/\s*[\r\n]\s*/g, " ")}\n`).join(""));
}

/** As if it were typed, so that it can be undone. @param {App} app @param {"rules" | "events"} pane @param {string} text */
function write(app, pane, text) {
  const view = app.panes[pane];
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, annotations: isolateHistory.of("full") });
  view.focus();
}
