/** Where a new line of the rules begins. */
import { indentService } from "@codemirror/language";

const STEP = 2;

/** Below the first key of an item come its others; below a key without a value, or with a block, comes what belongs to it. */
export const rulesIndent = indentService.of((context, position) => {
  const { number } = context.state.doc.lineAt(position);
  const before = context.lineAt(position, -1);
  const text = before.from < position ? before.text.slice(0, position - before.from) : number > 1 ? context.state.doc.line(number - 1).text : "";
  return columnBelow(text);
});

/** @param {string} line the one above @returns {number} */
export function columnBelow(line) {
  const head = /** @type {RegExpExecArray} */ (/^\s*(?:- +)*/.exec(line))[0];
  const isOpen = /^[\w-]+:\s*(?:[>|][+-]?)?\s*$/.test(line.slice(head.length));
  return head.length + (isOpen ? STEP : 0);
}
