/**
 * Tries what would make a rule fire: a copy of the event, changed so, behind it.
 * @import { ConditionNode, Explanation } from "./engine/messages.js"
 */

/** What stands in place of a value that must be another one. */
const OTHER = "something-else";

/** Operators of which the first value that they are compared with is one that holds. */
const TAKES_FIRST = new Set(["=", "==", "in", "intersects", "startswith", "endswith", "contains", "icontains", "oneof", "anyof"]);

/**
 * @typedef {object} Edit
 * @property {number} from in bytes
 * @property {number} to
 * @property {string} text
 */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * The event as it would have to be, or nothing if the change is more than putting other values in place of those there are.
 * @param {string} event
 * @param {Explanation} explanation
 * @returns {string | undefined}
 */
export function changed(event, { tree, near, wrapped }) {
  const wanted = new Set(near[0]?.tests);
  if (wanted.size === 0 || wrapped) return undefined;
  const bytes = encoder.encode(event);
  const edits = leaves(tree).filter(({ test }) => wanted.delete(/** @type {number} */ (test))).map((leaf) => editOf(bytes, leaf));
  if (wanted.size > 0 || edits.some((edit) => edit === undefined)) return undefined;
  return applied(bytes, /** @type {Edit[]} */ (edits));
}

/** @param {ConditionNode} node @returns {ConditionNode[]} */
function leaves(node) {
  return node.kind === "test" ? [node] : (node.children ?? []).flatMap(leaves);
}

/** @param {Uint8Array} bytes @param {ConditionNode} leaf @returns {Edit | undefined} */
function editOf(bytes, { holds, operator, read = [], with: values = [] }) {
  const [place] = read;
  if (place === undefined || read.length > 1 || operator === undefined) return undefined;
  const [from, to] = place.span;
  if (operator === "exists") return holds ? withoutMember(bytes, from, to) : undefined;
  if (holds) return { from, to, text: JSON.stringify(OTHER) };
  const [value] = values;
  return value !== undefined && TAKES_FIRST.has(operator) ? { from, to, text: written(decoder.decode(bytes.subarray(from, to)), value) } : undefined;
}

/** As the value before was written: a number stays one. @param {string} before @param {string} value */
function written(before, value) {
  return !before.startsWith('"') && /^(?:-?(?:0|[1-9]\d*)|true|false)$/.test(value) ? value : JSON.stringify(value);
}

/** Takes a member with its key and one comma out of its object. @param {Uint8Array} bytes @param {number} from @param {number} to @returns {Edit | undefined} */
function withoutMember(bytes, from, to) {
  const head = /(,?)\s*"(?:[^"\\]|\\.)*"\s*:\s*$/.exec(decoder.decode(bytes.subarray(0, from)));
  const tail = /^\s*,/.exec(decoder.decode(bytes.subarray(to)));
  if (head === null) return undefined;
  const start = from - encoder.encode(head[0]).length;
  if (head[1] === ",") return { from: start, to, text: "" };
  return { from: start, to: to + (tail?.[0].length ?? 0), text: "" };
}

/** @param {Uint8Array} bytes @param {Edit[]} edits @returns {string | undefined} */
function applied(bytes, edits) {
  edits.sort((a, b) => a.from - b.from);
  let text = "";
  let at = 0;
  for (const edit of edits) {
    // Two tests of one value cannot both have their way like this.
    if (edit.from < at) return undefined;
    text += decoder.decode(bytes.subarray(at, edit.from)) + edit.text;
    at = edit.to;
  }
  return text + decoder.decode(bytes.subarray(at));
}

/** What is put behind an event, so that another follows it: in a list with a comma. @param {string} events @param {number} end of the event @param {string} event */
export function inserted(events, end, event) {
  const isInList = /^\s*[,\]]/.test(events.slice(end, end + 200));
  return `${isInList ? "," : ""}\n${event}`;
}
