/** The module's Markdown: paragraphs, lists, code, and what is set off. Anything else stands there as it is written. */
import { h, safe } from "../dom.js";

/** A block of code, a list, or a line. */
const BLOCK = /^(`{3,})\n([\s\S]*?)\n\1$|^- .*(?:\n- .*)*|^.+$/gm;

/** Code between as many ticks, or the sign of what is set off. */
const INLINE = /(?<!`)(`+)(?!`)(.*?[^`])\1(?!`)|\*\*/g;

/** @param {string} text */
export function markdown(text) {
  return h("div", { class: "cm-doc" }, ...[...text.matchAll(BLOCK)].map(block));
}

/** @param {RegExpMatchArray} match */
function block([text, , code]) {
  if (code !== undefined) return h("pre", {}, ...code.split("\n").flatMap((line, at) => [at > 0 && "\n", safe(line)]));
  if (text.startsWith("- ")) return h("ul", {}, ...text.split("\n").map((item) => h("li", {}, ...inline(item.slice(2)))));
  return h("p", {}, ...inline(text));
}

/** @param {string} text @returns {Node[]} */
function inline(text) {
  /** @type {Node[]} */
  const parts = [];
  let strong = h("strong");
  let isStrong = false;
  let from = 0;
  const add = (/** @type {Node} */ node) => (isStrong ? strong.append(node) : parts.push(node));
  for (const { 0: whole, index, 2: code } of text.matchAll(INLINE)) {
    add(safe(text.slice(from, index)));
    from = index + whole.length;
    if (code !== undefined) add(h("code", {}, safe(code.replace(/^ (.*) $/, "$1"))));
    else if ((isStrong = !isStrong)) parts.push((strong = h("strong")));
  }
  add(safe(text.slice(from)));
  return parts;
}
