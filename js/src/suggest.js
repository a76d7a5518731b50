/** Exceptions for noisy rules. */

/**
 * For which rules exceptions are proposed, and how many.
 * @typedef {object} SuggestOptions
 * @property {string | readonly string[]} [rule] names of rules, or parts of names that no other rule has; the noisiest rules if it is not given
 * @property {number} [minAlerts] alerts that an exception has to remove, 2 if it is not given
 * @property {number} [maxProposals] exceptions for each rule, 3 if it is not given, at most 100
 * @property {number} [maxRules] rules that exceptions are proposed for, 10 if it is not given, at most 100
 * @property {number} [maxAlerts] alerts of each rule that are looked at, 10,000 if it is not given
 * @property {number} [maxKeptBytes] bytes of all events that are kept to be judged again, 64 MiB if it is not given
 * @property {"json"} [format] objects, which is what comes if it is not given
 */

/**
 * For which rules exceptions are proposed, as text for people or as a rules file.
 * @typedef {Omit<SuggestOptions, "format"> & { format: "text" | "yaml", width?: number, color?: boolean }} SuggestTextOptions
 */

/**
 * What the alerts of a rule have in common, and exceptions for it.
 * @typedef {object} Suggestion
 * @property {string} rule name of the rule
 * @property {number} events events that were judged
 * @property {number} alerts alerts that the rule raised
 * @property {number} examined how many of them were looked at
 * @property {number} gains alerts that it raises beside them for events that the exceptions for other rules leave to it, where only the first rule raises one
 * @property {{ field: string, values: { value: string, alerts: number }[], others: number }[]} groups the most frequent values of each field, and how many alerts have others or none
 * @property {SuggestedException[]} proposals the best first; each beside those before it
 * @property {"enough" | "nothing_shared" | "nothing_works" | "too_many_failures" | "nothing_kept"} end why there are no more: the schema docs/schema/suggest.schema.json explains them
 * @property {string} yaml all of them, for a file behind the others; empty if there is none
 */

/**
 * An exception, and what came of it when the rules were run with it.
 * @typedef {object} SuggestedException
 * @property {string} exception its name
 * @property {boolean} exists whether the rule has it already, and values are added
 * @property {string[]} fields the fields that it tests
 * @property {string[]} values their values
 * @property {number} removes alerts that it removes, beyond those that the proposals before it do
 * @property {number} remains alerts that are left then
 * @property {Record<string, number>} moves other rules that raise alerts for events that are excepted, where only the first rule does, with the exceptions for all rules
 */

/**
 * The part of a request to load rules that has exceptions proposed for them.
 * @param {SuggestOptions | SuggestTextOptions} options
 */
export function suggestRequest(options) {
  const { rule = [], format = "json", width, color, ...bounds } = /** @type {Partial<SuggestTextOptions>} */ (options);
  return {
    rules: typeof rule === "string" ? [rule] : rule,
    format,
    width,
    color,
    max_alerts: bounds.maxAlerts,
    max_kept_bytes: bounds.maxKeptBytes,
    max_rules: bounds.maxRules,
    max_proposals: bounds.maxProposals,
    min_alerts: bounds.minAlerts,
  };
}
