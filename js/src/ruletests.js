/** @import { RulesFile } from "./types.js" */
/** @import { RuleTestFile, RuleTestOptions, RuleTestReport } from "./ruletesttypes.js" */
import { ask } from "./ask.js";
import { filesRequest, settingLines } from "./load.js";

/**
 * Runs tests of rules (docs/RULE-TESTS.md): cases of events, and which rules fire on them. The report is what
 * `falconet test` writes, byte for byte.
 * @param {readonly RuleTestFile[]} files files of tests, each with the rules and the events that it is about
 * @param {RuleTestOptions} [options]
 * @returns {Promise<RuleTestReport>}
 */
export async function testRules(files, options = {}) {
  const { format = "text", coverage = false, mutate = false } = options;
  const parts = [];
  const mutants = [];
  for (const file of files) {
    const request = testRequest(file, options);
    const { updated, ...part } = await ask({ op: "test", ...request });
    parts.push(part);
    if (mutate) mutants.push(...(await mutantsOf(request, options.maxMutants)));
  }
  const bounds = { min_coverage: options.minCoverage, min_noticed: options.minNoticed };
  const extra = { ...coverageRequest(files, coverage), ...(mutate && { mutants }) };
  const report = await ask({ op: "test_report", parts, format, ...extra, ...bounds });
  return { ...report, files: parts.map(({ rendered, coverage, ...counts }) => counts) };
}

/**
 * What is asked of a file of tests.
 * @param {RuleTestFile} file
 * @param {RuleTestOptions} options
 */
function testRequest(file, { format = "text", filter = [], settings, coverage = false }) {
  const shared = { filter: [...filter], settings: settingLines(settings) };
  return { ...suite(file), ...shared, format, coverage: Boolean(coverage) };
}

/**
 * Tries the mutants of the rules that a file is about, chunk by chunk: the first says how many there are.
 * @param {object} test
 * @param {number} [max]
 */
async function mutantsOf(test, max) {
  const answers = [];
  do {
    answers.push(await ask({ op: "test_mutants", test, max_mutants: max, chunk: answers.length }));
  } while (answers.length < answers[0].chunks);
  return answers;
}

/**
 * In which forms coverage is wanted, and the texts of the rules where a page shows them.
 * @param {readonly RuleTestFile[]} files
 * @param {boolean | readonly ("lcov" | "html")[]} coverage
 */
function coverageRequest(files, coverage) {
  const forms = coverage instanceof Array ? coverage : [];
  const [lcov, html] = [forms.includes("lcov"), forms.includes("html")];
  const rules = new Map(html ? files.flatMap((file) => file.rules.map((rules) => [rules.name, rules])) : []);
  return { lcov, html, rules: filesRequest([...rules.values()]) };
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
