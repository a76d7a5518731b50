/**
 * Completion in rules: keys, fields, operators that the field takes, macros, lists, and values seen in the events.
 * @import { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete"
 * @import { Expectation } from "./expectation.js"
 * @import { Vocabulary } from "./vocabulary.js"
 */
import { autocompletion, closeCompletion, selectedCompletion } from "@codemirror/autocomplete";
import { Prec } from "@codemirror/state";
import { keymap } from "@codemirror/view";
import { contextAt } from "./context.js";
import { documentation, fieldType } from "./documentation.js";
import { expectationAfter } from "./expectation.js";
import { itemSnippets, snippets } from "./snippets.js";
import { KEYS, PRIORITIES } from "./vocabulary.js";

/** Keys that begin an item. */
const NAMING = new Set(["rule", "macro", "list"]);

/**
 * @typedef {object} Seen
 * @property {() => string} source the event source that is judged; empty if it is not known yet
 * @property {(field: string) => Promise<[value: string, count: number][]>} values those of a field in the events
 */

/** @param {Vocabulary} vocabulary @param {Seen} seen */
export function completion(vocabulary, seen) {
  return [enter, autocompletion({ override: [(context) => complete(context, vocabulary, seen)], icons: false, maxRenderedOptions: 60 })];
}

/** @param {CompletionContext} context @param {Vocabulary} vocabulary @param {Seen} seen @returns {Promise<CompletionResult | null>} */
async function complete(context, vocabulary, seen) {
  const { key, before } = contextAt(context.state, context.pos);
  const word = context.matchBefore(key === "output" ? /%?[\w.[\]/-]*/ : /[\w.[\]/:@*-]*/);
  const from = word?.from ?? context.pos;
  const text = word?.text ?? "";
  if (key === "output") return text.startsWith("%") ? result(from, fields(vocabulary, seen, "%")) : null;
  if (key === "condition") return inCondition(context, vocabulary, seen, before.slice(0, before.length - text.length), from);
  if (text === "" && !context.explicit) return null;
  if (key === "priority") return result(from, PRIORITIES.map((label) => ({ label })));
  if (key === "source") return result(from, [...vocabulary.sources.values()].map(({ name, description }) => ({ label: name, info: description })));
  return key === "" ? atKey(context, from) : null;
}

/** @param {CompletionContext} context @param {number} from @returns {CompletionResult} */
function atKey(context, from) {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, from - line.from);
  if (before === "") return { from, options: itemSnippets };
  const keys = Object.entries(KEYS).map(([label, info]) => ({ label, info, apply: `${label}: ` }));
  return result(from, /^- +$/.test(before) ? [...snippets, ...keys.filter(({ label }) => !NAMING.has(label))] : keys);
}

/** What was written in full is not taken once more: Enter ends the line. */
const enter = Prec.highest(
  keymap.of([
    {
      key: "Enter",
      run(view) {
        const label = selectedCompletion(view.state)?.label;
        const { head } = view.state.selection.main;
        if (label !== undefined && view.state.sliceDoc(Math.max(0, head - label.length), head) === label) closeCompletion(view);
        return false;
      },
    },
  ]),
);

/**
 * @param {CompletionContext} context
 * @param {Vocabulary} vocabulary
 * @param {Seen} seen
 * @param {string} before
 * @param {number} from
 * @returns {Promise<CompletionResult | null>}
 */
async function inCondition(context, vocabulary, seen, before, from) {
  const expected = expectationAfter(before);
  if (from === context.pos && !context.explicit && !/[\s(,]$/.test(before)) return null;
  if (from === context.pos && !context.explicit && expected.what === "test") return null;
  if (expected.what === "operator") return result(from, operators(vocabulary, expected.field));
  if (expected.what === "logic") return result(from, ["and", "or"].map((label) => ({ label })));
  if (expected.what === "value") return result(from, await values(vocabulary, seen, expected));
  return result(from, [...fields(vocabulary, seen, ""), ...named(vocabulary, vocabulary.macros.keys(), "macro"), ...named(vocabulary, vocabulary.transformers.keys(), "transformer"), { label: "not" }]);
}

/** @param {number} from @param {Completion[]} options @returns {CompletionResult} */
function result(from, options) {
  return { from, options, validFor: /^%?[\w.[\]/-]*$/ };
}

/** @param {Vocabulary} vocabulary @param {Seen} seen @param {string} prefix @returns {Completion[]} */
function fields(vocabulary, seen, prefix) {
  const source = seen.source();
  const fitting = [...vocabulary.fields.values()].filter(({ sources }) => source === "" || sources.includes(source));
  return fitting.map((field) => ({
    label: prefix + field.name,
    detail: fieldType(field),
    info: () => documentation(vocabulary, field.name),
    apply: prefix + (field.argument?.startsWith("required") ? `${field.name}[` : field.name),
    boost: field.name.startsWith("evt.") ? -10 : 0,
  }));
}

/** @param {Vocabulary} vocabulary @param {string} usage a field with its argument @returns {Completion[]} */
function operators(vocabulary, usage) {
  const field = vocabulary.fields.get(usage.replace(/\[.*$/, ""));
  return [...named(vocabulary, vocabulary.operatorsFor(field).map(({ name }) => name), "")];
}

/** @param {Vocabulary} vocabulary @param {Iterable<string>} names @param {string} detail @returns {Completion[]} */
function named(vocabulary, names, detail) {
  return [...names].map((label) => ({ label, detail, info: () => documentation(vocabulary, label) }));
}

/** @param {Vocabulary} vocabulary @param {Seen} seen @param {Expectation} expected @returns {Promise<Completion[]>} */
async function values(vocabulary, seen, { field, inList }) {
  const found = field === "" ? [] : await seen.values(field);
  const own = found.map(([value, count], index) => ({ label: value, detail: `seen ${count}×`, apply: quoted(value), boost: 50 - index }));
  return inList ? [...own, ...named(vocabulary, vocabulary.lists.keys(), "list")] : own;
}

/** As it must be written in a condition. @param {string} value */
function quoted(value) {
  return /^[\w./:@*-]+$/.test(value) ? value : `"${value.replace(/[\\"]/g, "\\$&")}"`;
}
