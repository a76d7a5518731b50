/** @import { RulesFile, RuleTestFile, RuleTestOptions, RuleTestReport } from "./types.js" */
import { ask } from "./ask.js";
import { filesRequest, settingLines } from "./load.js";

/**
 * Runs tests of rules (docs/RULE-TESTS.md): cases of events, and which rules fire on them. The report is what
 * `falconet test` writes, byte for byte.
 * @param {readonly RuleTestFile[]} files files of tests, each with the rules and the events that it is about
 * @param {RuleTestOptions} [options]
 * @returns {Promise<RuleTestReport>}
 */
export async function testRules(files, { format = "text", filter = [], settings } = {}) {
  const shared = { format, filter: [...filter], settings: settingLines(settings) };
  const parts = [];
  for (const file of files) {
    const { updated, ...part } = await ask({ op: "test", ...suite(file), ...shared });
    parts.push(part);
  }
  const { ok, text } = await ask({ op: "test_report", parts, format });
  return { ok, text, files: parts.map(({ rendered, ...counts }) => counts) };
}

/**
 * The files that a file of tests names, as paths from the folder that it is in: what `testRules` is to be given with it.
 * @param {RulesFile} file
 * @returns {Promise<{ rules: string[], inputs: string[] }>}
 */
export async function ruleTestFiles(file) {
  const [read] = filesRequest([file]);
  return ask({ op: "test_files", file: read });
}

/** @param {RuleTestFile} file */
function suite({ name, text, rules, inputs = [] }) {
  const [file] = filesRequest([{ name, text }]);
  return { file, rules: filesRequest(rules), inputs: filesRequest(inputs) };
}
