/** @import { Input, LoadOptions, RulesDiff, RulesDiffOptions, RulesFile } from "./types.js" */
import * as engine from "./engine.js";
import { FalconetError } from "./errors.js";
import { Ruleset } from "./ruleset.js";
import { settingLines } from "./settings.js";

/**
 * Says what a change of rules does: to the rules, and, if there is an input, to the alerts of its events. The text is what
 * `falconet diff` writes, byte for byte. Throws `RulesetError` if rules cannot be loaded.
 * @param {readonly RulesFile[]} before the rules as they are
 * @param {readonly RulesFile[]} after the rules as they are to be
 * @param {RulesDiffOptions & LoadOptions} [options]
 * @returns {Promise<RulesDiff>}
 */
export async function diffRules(before, after, { input, format = "text", examples = 3, ...options } = {}) {
  const changes = input === undefined ? undefined : await changesOf(before, after, input, options);
  await engine.start();
  const settings = settingLines(options.settings ?? []);
  const request = { op: "diff", old: rules(before, settings), new: rules(after, settings), changes, format, examples };
  const answer = engine.use((abi) => abi.call(request));
  if (answer.error) throw new FalconetError("REQUEST", answer.error);
  if (answer.fatal) throw await refusal(before, after, options);
  return { differs: answer.differs, text: answer.text };
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

/**
 * @param {readonly RulesFile[]} files
 * @param {string[]} settings
 */
function rules(files, settings) {
  return { files: files.map(({ name, text }) => ({ name, text })), settings };
}

/**
 * The error of the rules that cannot be loaded.
 * @param {readonly RulesFile[]} before
 * @param {readonly RulesFile[]} after
 * @param {LoadOptions} options
 */
async function refusal(before, after, options) {
  for (const files of [before, after]) {
    try {
      (await Ruleset.load(files, options)).dispose();
    } catch (error) {
      return error;
    }
  }
  return new FalconetError("REQUEST", "the rules cannot be loaded");
}
