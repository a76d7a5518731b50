/**
 * Events that are made for rules.
 * @import { DefinitionPlace, Input } from "./types.js"
 */
import { askNow } from "./ask.js";
import { explanations } from "./explain.js";
import { inputs } from "./input.js";

/**
 * For which rules events are made.
 * @typedef {object} WitnessOptions
 * @property {string | readonly string[]} [rule] names of rules, or parts of names that no other rule has; all rules if it is not given
 * @property {Input | Iterable<Input>} [shrink] events, of which the first that fires is cut down, in place of one that is made: then one rule is named
 * @property {number} [maxEvaluations] events that are judged for each rule, 4096 if it is not given
 * @property {"json"} [format] objects, which is what comes if it is not given
 */

/**
 * For which rules events are made, as text for people or as a file of tests.
 * @typedef {Omit<WitnessOptions, "format"> & { format: "text" | "test", width?: number, color?: boolean }} WitnessTextOptions
 */

/**
 * An event that fires a rule, and one that misses it by one test.
 * @typedef {object} Witness
 * @property {string} rule name of the rule
 * @property {string} source its source
 * @property {Record<string, unknown> | null} event the event; null if none was found
 * @property {string[]} because the tests that this rests on
 * @property {string | null} hidden_by the rule that raises the alert in its place, as the settings are
 * @property {({ event: Record<string, unknown> } & WitnessTest) | null} miss the event that misses it, and the test that turned
 * @property {(WitnessTest & { why: string }) | null} unmet the test that could not be turned, in the event that came nearest, if no event was found
 * @property {boolean} exhaustive whether no bound ended the search for what was not found; of an event that was cut down, whether nothing more can be left out
 */

/**
 * A test of a rule.
 * @typedef {object} WitnessTest
 * @property {string} text what it is, and the value that it has it of
 * @property {DefinitionPlace | null} place where it stands
 */

/**
 * What is found for rules, in the form that is asked for. The module answers some rules at a time.
 * @param {object} load what the rules are loaded with
 * @param {WitnessOptions | WitnessTextOptions} options
 * @returns {string}
 */
export function witnesses(load, options) {
  const { rule = [], shrink, maxEvaluations, format = "json", width, color } = /** @type {Partial<WitnessTextOptions>} */ (options);
  const rules = typeof rule === "string" ? [rule] : rule;
  const event = shrink === undefined ? undefined : firstFiring(load, rules, shrink);
  const request = { op: "witness", load, rules, shrink: event, format, width, color, max_evaluations: maxEvaluations };
  let text = "";
  let from = 0;
  for (;;) {
    const answer = askNow({ ...request, from });
    text += answer.text;
    if (answer.done >= answer.total || answer.done <= from) return text;
    from = answer.done;
  }
}

/**
 * The first event that fires the one rule that is named; nothing if none does, or several are named.
 * @param {object} load
 * @param {readonly string[]} rules
 * @param {Input | Iterable<Input>} input
 */
function firstFiring(load, rules, input) {
  return rules.length === 1 ? explanations({ ...load, firing: rules[0] }, inputs(input)) : "";
}
