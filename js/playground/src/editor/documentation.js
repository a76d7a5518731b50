/**
 * What is known of a word, for hovering and beside completions.
 * @import { Vocabulary } from "./vocabulary.js"
 */
import { h, safe } from "../dom.js";

/** Characters of a macro's condition or a list's items that are shown. */
const MOST = 600;

/** @param {Vocabulary} vocabulary @param {string} word @returns {HTMLElement | null} */
export function documentation(vocabulary, word) {
  const field = vocabulary.fields.get(word);
  if (field !== undefined) return page(word, fieldType(field), field.description, field.notes, field.example && [["example", field.example.value]]);
  const operator = vocabulary.operators.get(word);
  if (operator !== undefined) return page(word, operator.takes.join(", "), operator.description, operator.notes, [["example", operator.example]]);
  const transformer = vocabulary.transformers.get(word);
  if (transformer !== undefined) return page(`${word}()`, transformer.yields, transformer.description, transformer.notes, [["example", transformer.example]]);
  const macro = vocabulary.macros.get(word);
  if (macro !== undefined) return page(word, "macro", "", [], [["", macro.condition]]);
  const list = vocabulary.lists.get(word);
  return list === undefined ? null : page(word, `list of ${list.items.length}`, "", [], [["", list.items.join(", ")]]);
}

/** @param {{ type: string, is_list: boolean, argument: string | null }} field */
export function fieldType({ type, is_list: isList, argument }) {
  return `${isList ? `list of ${type}` : type}${argument === null ? "" : `, ${argument}`}`;
}

/**
 * @param {string} name
 * @param {string} type
 * @param {string} description
 * @param {string[]} notes
 * @param {[label: string, code: string][] | null} codes
 */
function page(name, type, description, notes, codes) {
  const head = h("p", {}, h("span", { class: "doc-name" }, safe(name)), h("span", { class: "doc-type" }, type));
  const examples = (codes ?? []).map(([label, code]) => h("p", {}, label && `${label} `, h("code", {}, safe(code, MOST))));
  return h("div", { class: "cm-doc" }, head, description && h("p", {}, description), ...examples, ...notes.map((note) => h("p", { class: "doc-note" }, note)));
}
