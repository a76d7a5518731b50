/**
 * Exceptions for noisy rules.
 * @import { SuggestOptions, SuggestTextOptions } from "./types.js"
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
