/** @module The package's face, the same in every host. */
import { start } from "./engine.js";

/** @typedef {import("./types.js").Counts} Counts */
/** @typedef {import("./types.js").Diagnostic} Diagnostic */
/** @typedef {import("./types.js").FieldValue} FieldValue */
/** @typedef {import("./types.js").FormattedFile} FormattedFile */
/** @typedef {import("./types.js").Input} Input */
/** @typedef {import("./types.js").LoadOptions} LoadOptions */
/** @typedef {import("./types.js").Priority} Priority */
/** @typedef {import("./types.js").Problem} Problem */
/** @typedef {import("./types.js").RulesFile} RulesFile */
/** @typedef {import("./types.js").RuleTestCounts} RuleTestCounts */
/** @typedef {import("./types.js").RuleTestFile} RuleTestFile */
/** @typedef {import("./types.js").RuleTestFormat} RuleTestFormat */
/** @typedef {import("./types.js").RuleTestReport} RuleTestReport */
/** @typedef {import("./types.js").Settings} Settings */
/** @typedef {import("./types.js").Wrapping} Wrapping */

export { Alert } from "./alert.js";
export { EngineTrap, FalconetError, RulesetError } from "./errors.js";
export { formatFiles } from "./format.js";
export { Engine } from "./glue.js";
export { ruleTestFiles, testRules } from "./rule-tests.js";
export { Ruleset } from "./ruleset.js";

/** Makes the module ready. `Ruleset.load` and `formatFiles` do so themselves; only `Engine` needs it done before. */
export async function init() {
  await start();
}
