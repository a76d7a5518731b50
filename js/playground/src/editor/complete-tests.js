/**
 * Completion in tests of rules: keys, and the names of the rules.
 * @import { CompletionContext, CompletionResult } from "@codemirror/autocomplete"
 */
import { autocompletion } from "@codemirror/autocomplete";
import { escaped } from "../dom.js";
import { scalar } from "../share/case.js";

/** Keys of a file of tests and of its cases, with what belongs there. */
const KEYS = {
  cases: "what is tested: at least one",
  events: "events by name, for cases that share one",
  settings: "Falco's configuration keys as `KEY=VALUE`",
  source: "the event source that events are judged as",
  name: "what the case says, in words",
  event: "the name of one of `events`, an event, or `{file: events.json, record: 1}` for one of this page",
  patch: "what is different in the event: `errorCode: AccessDenied`, or `null` for a key that is taken away",
  fires: "rules that must fire",
  silent: "rules that must not fire; `true` for none at all",
  only: "exactly these rules fire",
  rule: "the rule that must fire",
  priority: "the priority that its alert must have",
  output: "the output that its alert must have",
  output_fields: "values that fields of its alert must have",
};

/** @param {() => Promise<string[]>} rules their names */
export function testCompletion(rules) {
  return autocompletion({ override: [(context) => complete(context, rules)], icons: false, maxRenderedOptions: 60 });
}

/** @param {CompletionContext} context @param {() => Promise<string[]>} rules @returns {Promise<CompletionResult | null>} */
async function complete(context, rules) {
  const name = context.matchBefore(/(?:fires|silent|only|rule):[ \t]+\[?[^\]}\n]*/);
  if (name !== null) {
    const from = name.from + /** @type {RegExpExecArray} */ (/^\w+:[ \t]+\[?(?:.*,[ \t]*)?/.exec(name.text))[0].length;
    return { from, options: (await rules()).map(named), validFor: /^[^\]},]*$/ };
  }
  const key = context.matchBefore(/^[ \t]*(?:- +)?\w*/);
  const from = key === null ? context.pos : context.pos - (/\w*$/.exec(key.text)?.[0].length ?? 0);
  if (key === null || (from === context.pos && !context.explicit)) return null;
  return { from, options: Object.entries(KEYS).map(([label, info]) => ({ label, info, apply: `${label}: ` })), validFor: /^\w*$/ };
}

/** @param {string} label the name of a rule */
function named(label) {
  return { label, displayLabel: escaped(label), apply: scalar(label) };
}
