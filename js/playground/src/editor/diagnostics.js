/**
 * What the module finds in the rules, at its place in the editor.
 * @import { Diagnostic as Found } from "falconet/types.js"
 * @import { Action, Diagnostic } from "@codemirror/lint"
 * @import { Text } from "@codemirror/state"
 * @import { EditorView } from "@codemirror/view"
 */
import { setDiagnostics } from "@codemirror/lint";
import { h, safe } from "../dom.js";

/** @param {EditorView} view @param {readonly Found[]} found */
export function showDiagnostics(view, found) {
  const { doc } = view.state;
  const diagnostics = found.map((diagnostic) => asMark(doc, diagnostic)).sort((a, b) => a.from - b.from);
  view.dispatch(setDiagnostics(view.state, diagnostics));
}

/** @param {Text} doc @param {Found} found @returns {Diagnostic} */
function asMark(doc, found) {
  const from = found.line === undefined ? 0 : offsetOf(doc, found.line, found.column ?? 1);
  const end = found.end_line === undefined ? from : offsetOf(doc, found.end_line, found.end_column ?? 1);
  const to = Math.max(from, Math.min(end, doc.lineAt(from).to));
  const severity = found.severity === "note" ? "info" : found.severity;
  return { from, to, severity, source: found.code, message: found.message, renderMessage: () => message(found), actions: actions(doc, found, from, to) };
}

/** A place by line and column, which counts characters. @param {Text} doc @param {number} line @param {number} column */
export function offsetOf(doc, line, column) {
  const { from, text } = doc.line(Math.min(Math.max(line, 1), doc.lines));
  if (text.length < column) return from + [...text].slice(0, column - 1).join("").length;
  let offset = 0;
  for (let rest = column - 1; rest > 0 && offset < text.length; rest -= 1) offset += /** @type {number} */ (text.codePointAt(offset)) > 0xffff ? 2 : 1;
  return from + offset;
}

/** @param {Found} found */
function message({ message: text, label, help, related }) {
  const lines = [h("div", {}, safe(text))];
  if (label) lines.push(h("div", { class: "doc-note" }, safe(label)));
  if (help) lines.push(h("div", {}, "help: ", safe(help)));
  for (const place of related.slice(0, 3)) lines.push(h("div", { class: "doc-note" }, `line ${place.line}: `, safe(place.label)));
  return h("span", {}, ...lines);
}

/** @param {Text} doc @param {Found} found @param {number} from @param {number} to @returns {Action[]} */
function actions(doc, { help }, from, to) {
  const offered = /did you mean (`.*`)\?/.exec(help ?? "")?.[1] ?? "";
  if (doc.sliceString(from, to) === "") return [];
  return [...offered.matchAll(/`([^`]+)`/g)].slice(0, 3).map(([, name = ""]) => ({
    name: `Write ${name}`,
    apply: (view, start, end) => view.dispatch({ changes: { from: start, to: end, insert: replacement(view.state.doc.sliceString(start, end), name) } }),
  }));
}

/** Quotes stay. @param {string} old @param {string} name */
function replacement(old, name) {
  const quote = /^["'%]/.exec(old)?.[0] ?? "";
  return quote === "%" ? `%${name.replace(/^%/, "")}` : `${quote}${name}${quote}`;
}

