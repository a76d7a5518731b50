/** @import { RulesFile, RuleTestFile, RuleTestFormat, RuleTestReport, Settings } from "./types.js" */
import * as engine from "./engine.js";
import { FalconetError } from "./errors.js";
import { settingLines } from "./settings.js";

/**
 * Runs tests of rules (docs/RULE-TESTS.md): cases of events, and which rules fire on them. The report is what
 * `falconet test` writes, byte for byte.
 * @param {readonly RuleTestFile[]} files files of tests, each with the rules and the events that it is about
 * @param {{ format?: RuleTestFormat, filter?: readonly string[], settings?: Settings }} [options] `filter` picks the cases whose
 *   names contain one of these texts; `settings` apply after those of the files
 * @returns {Promise<RuleTestReport>}
 */
export async function testRules(files, { format = "text", filter = [], settings = [] } = {}) {
  await engine.start();
  const shared = { format, filter, settings: settingLines(settings) };
  const parts = files.map(({ name, text, rules, inputs = [] }) => {
    const { updated, ...part } = ask({ op: "test", file: { name, text }, rules: plain(rules), inputs: plain(inputs), ...shared });
    return part;
  });
  const { ok, text } = ask({ op: "test_report", parts, format });
  return { ok, text, files: parts.map(({ rendered, ...counts }) => counts) };
}

/**
 * The files that a file of tests names, as paths from the folder that it is in: what `testRules` is to be given with it.
 * @param {RulesFile} file
 * @returns {Promise<{ rules: string[], inputs: string[] }>}
 */
export async function ruleTestFiles({ name, text }) {
  await engine.start();
  return ask({ op: "test_files", file: { name, text } });
}

/** @param {readonly RulesFile[]} files */
function plain(files) {
  return files.map(({ name, text }) => ({ name, text }));
}

/** @param {object} request */
function ask(request) {
  const answer = engine.use((abi) => abi.call(request));
  if (answer.error) throw new FalconetError("REQUEST", answer.error);
  return answer;
}
