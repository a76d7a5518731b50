/** @import { Input, LoadOptions, RulesDiff, RulesDiffOptions, RulesFile } from "./types.js" */
import { ask } from "./ask.js";
import { filesRequest, settingLines } from "./load.js";
import { Ruleset } from "./ruleset.js";

/**
 * Says what a change of rules does: to the rules, and, if there is an `input`, to the alerts of its events. The text is what
 * `falconet diff` writes, byte for byte. Throws {@link RulesetError} if rules cannot be loaded.
 * @param {readonly RulesFile[]} before the rules as they are
 * @param {readonly RulesFile[]} after the rules as they are to be
 * @param {RulesDiffOptions} [options]
 * @returns {Promise<RulesDiff>}
 */
export async function diffRules(before, after, { input, format = "text", examples = 3, ...options } = {}) {
  const changes = input === undefined ? undefined : await changesOf(before, after, input, options);
  const settings = settingLines(options.settings);
  const side = (/** @type {readonly RulesFile[]} */ files) => ({ files: filesRequest(files), settings });
  const { differs, text } = await ask({ op: "diff", old: side(before), new: side(after), changes, format, examples });
  return { differs, text };
}

/**
 * Lines that say how the alerts differ.
 * @param {readonly RulesFile[]} before
 * @param {readonly RulesFile[]} after
 * @param {Input | Iterable<Input>} input
 * @param {LoadOptions} options
 */
async function changesOf(before, after, input, options) {
  const ruleset = await Ruleset.load(after, { ...options, old: before });
  try {
    return new TextDecoder().decode(ruleset.scanLines(input));
  } finally {
    ruleset.dispose();
  }
}
