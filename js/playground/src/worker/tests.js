/**
 * Runs tests of rules as `falconet test` does. A case finds the events of the page under the name of their file.
 * @import { TestReport } from "../engine/messages.js"
 */
import { ask } from "./advice.js";
import { coverageOf } from "./coverage.js";

/** What the events of the page are called in tests. */
const EVENTS = "events.json";

/**
 * @param {{ text: string, rules: string, events: string | null, coverage: boolean }} given events of a file are not given
 * @returns {Promise<TestReport>}
 */
export async function runTests({ text, rules, events, coverage }) {
  const file = { name: "rules_test.yaml", text };
  const { inputs } = await ask({ op: "test_files", file });
  const given = events !== null && inputs.includes(EVENTS) ? [{ name: EVENTS, text: events }] : [];
  const { updated, ...part } = await ask({ op: "test", file, rules: [{ name: "rules.yaml", text: rules }], inputs: given, format: "json", coverage });
  const report = await ask({ op: "test_report", parts: [part], format: "json" });
  const told = JSON.parse(report.text);
  return { ...told.files[0], coverage: told.coverage === undefined ? null : coverageOf(told.coverage) };
}
