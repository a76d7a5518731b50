/**
 * Events that are made for rules.
 * @import { WitnessOptions, WitnessTextOptions } from "./types.js"
 */
import { askNow } from "./ask.js";
import { inputs } from "./input.js";

/**
 * What is found for rules, in the form that is asked for. The module answers some rules at a time.
 * @param {object} load what the rules are loaded with
 * @param {WitnessOptions | WitnessTextOptions} options
 * @returns {string}
 */
export function witnesses(load, options) {
  const { rule = [], shrink, maxEvaluations, format = "json", width, color } = /** @type {Partial<WitnessTextOptions>} */ (options);
  const rules = typeof rule === "string" ? [rule] : rule;
  const request = { op: "witness", load, rules, shrink: textOf(shrink), format, width, color, max_evaluations: maxEvaluations };
  let text = "";
  let from = 0;
  for (;;) {
    const answer = askNow({ ...request, from });
    text += answer.text;
    if (answer.done >= answer.total || answer.done <= from) return text;
    from = answer.done;
  }
}

/** An input as text. @param {WitnessOptions["shrink"]} input */
function textOf(input) {
  if (input === undefined) return undefined;
  const decoder = new TextDecoder();
  return [...inputs(input)].map(({ bytes }) => decoder.decode(bytes)).join("\n");
}
