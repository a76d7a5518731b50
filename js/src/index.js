/** @module The package's face, the same in every host. */
import { start, startWith } from "./engine.js";

/** @typedef {import("./errors.js").ErrorCode} ErrorCode */
/** @typedef {import("./types.js").Catalogue} Catalogue */
/** @typedef {import("./types.js").CatalogueOptions} CatalogueOptions */
/** @typedef {import("./types.js").CheckFormat} CheckFormat */
/** @typedef {import("./types.js").CheckOptions} CheckOptions */
/** @typedef {import("./types.js").CheckResult} CheckResult */
/** @typedef {import("./types.js").CheckSummary} CheckSummary */
/** @typedef {import("./types.js").Completion} Completion */
/** @typedef {import("./types.js").CompletionOptions} CompletionOptions */
/** @typedef {import("./types.js").Completions} Completions */
/** @typedef {import("./types.js").ConditionList} ConditionList */
/** @typedef {import("./types.js").ConditionNode} ConditionNode */
/** @typedef {import("./types.js").Counts} Counts */
/** @typedef {import("./types.js").DefinitionPlace} DefinitionPlace */
/** @typedef {import("./types.js").Definitions} Definitions */
/** @typedef {import("./types.js").Diagnostic} Diagnostic */
/** @typedef {import("./types.js").EventFields} EventFields */
/** @typedef {import("./types.js").EventSource} EventSource */
/** @typedef {import("./types.js").ExplainOptions} ExplainOptions */
/** @typedef {import("./types.js").ExplainTextOptions} ExplainTextOptions */
/** @typedef {import("./types.js").ExplainedPart} ExplainedPart */
/** @typedef {import("./types.js").Explanation} Explanation */
/** @typedef {import("./types.js").Field} Field */
/** @typedef {import("./types.js").FieldValue} FieldValue */
/** @typedef {import("./types.js").FieldsOptions} FieldsOptions */
/** @typedef {import("./types.js").FormattedFile} FormattedFile */
/** @typedef {import("./types.js").Hover} Hover */
/** @typedef {import("./types.js").Input} Input */
/** @typedef {import("./types.js").LintLevel} LintLevel */
/** @typedef {import("./types.js").ListEntry} ListEntry */
/** @typedef {import("./types.js").LoadOptions} LoadOptions */
/** @typedef {import("./types.js").MacroEntry} MacroEntry */
/** @typedef {import("./types.js").ModuleSource} ModuleSource */
/** @typedef {import("./types.js").NearMiss} NearMiss */
/** @typedef {import("./types.js").NearMisses} NearMisses */
/** @typedef {import("./types.js").Operator} Operator */
/** @typedef {import("./types.js").Place} Place */
/** @typedef {import("./types.js").Priority} Priority */
/** @typedef {import("./types.js").Problem} Problem */
/** @typedef {import("./types.js").Renamable} Renamable */
/** @typedef {import("./types.js").Renaming} Renaming */
/** @typedef {import("./types.js").ResolvedRule} ResolvedRule */
/** @typedef {import("./types.js").RuleEntry} RuleEntry */
/** @typedef {import("./types.js").RuleSymbol} RuleSymbol */
/** @typedef {import("./types.js").RulesFile} RulesFile */
/** @typedef {import("./ruletesttypes.js").RuleTestCounts} RuleTestCounts */
/** @typedef {import("./ruletesttypes.js").RuleTestCoverage} RuleTestCoverage */
/** @typedef {import("./ruletesttypes.js").RuleTestFile} RuleTestFile */
/** @typedef {import("./ruletesttypes.js").RuleTestFormat} RuleTestFormat */
/** @typedef {import("./ruletesttypes.js").RuleTestMutants} RuleTestMutants */
/** @typedef {import("./ruletesttypes.js").RuleTestOptions} RuleTestOptions */
/** @typedef {import("./ruletesttypes.js").RuleTestReport} RuleTestReport */
/** @typedef {import("./ruletesttypes.js").RuleTestShare} RuleTestShare */
/** @typedef {import("./types.js").RulesDiff} RulesDiff */
/** @typedef {import("./types.js").RulesDiffOptions} RulesDiffOptions */
/** @typedef {import("./types.js").SampleValues} SampleValues */
/** @typedef {import("./types.js").Settings} Settings */
/** @typedef {import("./types.js").Source} Source */
/** @typedef {import("./types.js").StreamOptions} StreamOptions */
/** @typedef {import("./suggest.js").SuggestedException} SuggestedException */
/** @typedef {import("./suggest.js").Suggestion} Suggestion */
/** @typedef {import("./suggest.js").SuggestOptions} SuggestOptions */
/** @typedef {import("./suggest.js").SuggestTextOptions} SuggestTextOptions */
/** @typedef {import("./types.js").Transformer} Transformer */
/** @typedef {import("./types.js").Utf16Place} Utf16Place */
/** @typedef {import("./witness.js").Witness} Witness */
/** @typedef {import("./witness.js").WitnessOptions} WitnessOptions */
/** @typedef {import("./witness.js").WitnessTest} WitnessTest */
/** @typedef {import("./witness.js").WitnessTextOptions} WitnessTextOptions */
/** @typedef {import("./types.js").Wrapping} Wrapping */

export { Alert } from "./alert.js";
export { catalogue } from "./catalogue.js";
export { checkFiles, renderCheck } from "./check.js";
export { diffRules } from "./diff.js";
export { complete, definition, hover, references, renamable, rename, sampleValues, symbols } from "./editor.js";
export { EngineTrap, FalconetError, RulesetError } from "./errors.js";
export { readFields } from "./explain.js";
export { formatFiles } from "./format.js";
export { Engine } from "./glue.js";
export { ruleTestFiles, testRules } from "./ruletests.js";
export { Ruleset } from "./ruleset.js";

/**
 * Makes the module ready. Everything else does so itself, but for `Engine`. Where the module cannot be found beside the
 * package, as behind some bundlers, say here what it is made of, before anything else is asked for.
 * @param {ModuleSource | Promise<ModuleSource>} [source] the bytes of `falconet/falconet.wasm`, a response with them, their URL, or the compiled module
 */
export async function init(source) {
  await (source === undefined ? start() : startWith(source));
}
