/**
 * Checks the rules a little after they changed: findings in the editor.
 * @import { App } from "./app.js"
 * @import { Diagnostic } from "falconet/types.js"
 */
import { byId, count } from "./dom.js";
import { showDiagnostics } from "./editor/diagnostics.js";
import { toast } from "./view/toast.js";

/** Milliseconds without a change. */
const CALM = 140;

/** @param {App} app */
export function checkLater(app) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  app.store.listen((changed) => {
    if (!changed.has("rules")) return;
    clearTimeout(timer);
    timer = setTimeout(() => check(app).catch((error) => toast(String(error.message), "error")), CALM);
  });
}

/** @param {App} app */
async function check(app) {
  const { rules } = app.store.state;
  /** @type {Diagnostic[]} */
  const found = await app.advice.ask({ kind: "check", files: [{ name: "rules.yaml", text: rules }] });
  if (app.store.state.rules !== rules) return;
  showDiagnostics(app.panes.rules, found);
  showSummary(found);
}

/** @param {Diagnostic[]} found */
function showSummary(found) {
  const errors = found.filter(({ severity }) => severity === "error").length;
  const others = found.length - errors;
  const button = byId("findings");
  button.dataset.worst = errors > 0 ? "error" : others > 0 ? "warning" : "none";
  const parts = [errors > 0 && count(errors, "error"), others > 0 && count(others, "warning")].filter(Boolean);
  button.textContent = parts.length > 0 ? parts.join(", ") : "✓ no findings";
}
