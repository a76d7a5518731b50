/**
 * Runs tests of rules as `falconet test` does. A case finds the events of the page under the name of their file.
 * @import { TestReport } from "../engine/messages.js"
 */
import { ask } from "./advice.js";

/** What the events of the page are called in tests. */
const EVENTS = "events.json";

/**
 * @param {{ text: string, rules: string, events: string | null }} given events of a file are not given
 * @returns {Promise<TestReport>}
 */
export async function runTests({ text, rules, events }) {
  const file = { name: "rules_test.yaml", text };
  const { inputs } = await ask({ op: "test_files", file });
  const given = events !== null && inputs.includes(EVENTS) ? [{ name: EVENTS, text: events }] : [];
  const { updated, ...part } = await ask({ op: "test", file, rules: [{ name: "rules.yaml", text: rules }], inputs: given, format: "json" });
  const report = await ask({ op: "test_report", parts: [part], format: "json" });
  return JSON.parse(report.text).files[0];
}
