/**
 * What is to be said about rules without judging anything.
 * @import { CheckFormat, CheckOptions, CheckResult, RulesFile } from "./types.js"
 */
import { ask } from "./ask.js";
import { filesRequest, settingLines } from "./load.js";
import { withUtf16 } from "./positions.js";

/**
 * Finds every error of every file, and what lints find. Throws {@link RulesetError} if a setting or a lint is unknown.
 * @param {readonly RulesFile[]} files in the order in which they are loaded
 * @param {CheckOptions} [options]
 * @returns {Promise<CheckResult>}
 */
export async function checkFiles(files, options = {}) {
  const request = filesRequest(files);
  const { ok, summary, diagnostics } = JSON.parse((await check(request, "json", options)).rendered);
  return { ok, summary, diagnostics: withUtf16(diagnostics, request) };
}

/**
 * The same as text: for people, for GitHub's annotations, as SARIF or JUnit, or the document of `falco -V`.
 * @param {readonly RulesFile[]} files in the order in which they are loaded
 * @param {CheckFormat} format
 * @param {CheckOptions & { color?: boolean, width?: number }} [options] `color` and `width` are for `text`
 * @returns {Promise<string>}
 */
export async function renderCheck(files, format, options = {}) {
  return (await check(filesRequest(files), format, options)).rendered;
}

/**
 * @param {RulesFile[]} files
 * @param {CheckFormat} format
 * @param {CheckOptions & { color?: boolean, width?: number }} options
 * @returns {Promise<{ rendered: string }>}
 */
function check(files, format, { settings, strict, lints, color, width }) {
  return ask({ op: "check", files, settings: settingLines(settings), format, strict, lints, color, width });
}
