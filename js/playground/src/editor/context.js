/**
 * Where in the rules a place is: which key's value, and what of it stands before.
 * @import { EditorState } from "@codemirror/state"
 */
import { KEY } from "./words.js";

/** Lines above a place that are looked at. */
const MOST_LINES = 200;

/**
 * @typedef {object} Context
 * @property {string} key empty where a key is to be written
 * @property {string} before the value up to the place
 */

/** @param {EditorState} state @param {number} position @returns {Context} */
export function contextAt(state, position) {
  const line = state.doc.lineAt(position);
  const head = line.text.slice(0, position - line.from);
  const own = KEY.exec(line.text);
  if (own !== null && head.length > own[0].length) return { key: nameOf(own), before: head.slice(own[0].length + 1) };
  return own === null || head.trim() === "" ? above(state, line.number, head) : { key: "", before: head };
}

/** @param {EditorState} state @param {number} number @param {string} head @returns {Context} */
function above(state, number, head) {
  const indent = /** @type {RegExpExecArray} */ (/^\s*/.exec(head))[0].length;
  let before = head;
  for (let at = number - 1; at >= Math.max(1, number - MOST_LINES); at -= 1) {
    const { text } = state.doc.line(at);
    const key = KEY.exec(text);
    if (key !== null && (key[1] ?? "").length < indent) return { key: nameOf(key), before: `${text.slice(key[0].length + 1)}\n${before}` };
    if (key !== null) return { key: "", before: head };
    before = `${text}\n${before}`;
  }
  return { key: "", before: head };
}

/** @param {RegExpExecArray} match */
function nameOf(match) {
  return (match[2] ?? "").replaceAll('"', "");
}
