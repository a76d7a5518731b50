/** Events in every wrapping, through the package and through both files of the module: tests/wrappings. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { caseInputs, loadRequest, runCases } from "./support/cases.mjs";
import { difference } from "./support/difference.mjs";
import { readKnown } from "./support/known.mjs";
import { dist, npm, root } from "./support/paths.mjs";

const { Ruleset, RulesetError } = await import(join(npm, "node.js"));
const { Abi, BEGINS_INPUT, ENDS_INPUT } = await import(join(npm, "abi.js"));

const module = new WebAssembly.Module(readFileSync(join(dist, "falconet-baseline.wasm")));
const abi = new Abi(new WebAssembly.Instance(module, {}).exports);

async function throughPackage(wrapped) {
  const { files, settings, hostname, wrapping, alert_id: alertId } = loadRequest(wrapped);
  const problems = [];
  const rules = await Ruleset.load(files, { settings, hostname, wrapping, alertId, onProblem: (problem) => problems.push(problem) });
  const lines = Buffer.from(rules.scanLines(caseInputs(wrapped)));
  const { counts } = rules;
  rules.dispose();
  return { lines, counts, problems };
}

async function throughBaseline(wrapped) {
  const { handle } = abi.load(JSON.stringify(loadRequest(wrapped)));
  const [input] = caseInputs(wrapped);
  const { lines, counts, problems } = abi.evaluate(handle, input, BEGINS_INPUT | ENDS_INPUT);
  const answer = { lines: Buffer.from(lines), counts, problems };
  abi.call({ op: "unload", handle });
  return answer;
}

for (const [engine, judge] of Object.entries({ package: throughPackage, baseline: throughBaseline })) {
  for (const wrapped of runCases(join(root, "tests/wrappings"), readKnown())) {
    test(`${engine}: ${wrapped.name}`, async () => {
      const { lines, counts, problems } = await judge(wrapped);
      assert.equal(difference(wrapped.expected.stdout, lines), undefined);
      const { alerts, ...others } = counts;
      assert.deepEqual(others, wrapped.plan.counts);
      assert.deepEqual(problems, wrapped.plan.problems);
    });
  }
}

const RULES = [{ name: "rules.yaml", text: "- {rule: r, desc: d, condition: ct.id exists, output: o, priority: INFO, source: aws_cloudtrail}" }];

test("a wrapping that there is not is refused, and so are ids of text alerts", async () => {
  for (const [options, message] of [
    [{ wrapping: "paper" }, /unknown wrapping `paper`, it must be one of auto, none, vector/],
    [{ alertId: true, settings: { json_output: false } }, /`alert_id` is for JSON alerts/],
  ]) {
    await assert.rejects(Ruleset.load(RULES, options), (error) => error instanceof RulesetError && message.test(error.message));
  }
});

test("an alert has its id only if that was asked for", async () => {
  const event = { eventTime: "2026-01-02T03:04:05Z", eventType: "AwsApiCall", eventID: "e" };
  const ids = [];
  for (const alertId of [undefined, false, true]) {
    const rules = await Ruleset.load(RULES, { alertId });
    for (const alert of rules.scan([event, JSON.stringify(event)])) ids.push(alert.alert_id);
    rules.dispose();
  }
  assert.deepEqual(ids.slice(0, 4), [undefined, undefined, undefined, undefined]);
  assert.match(ids[4], /^[0-9a-f]{32}$/);
  assert.equal(ids[4], ids[5]);
});

test("more wrappings are opened if that is allowed", async () => {
  const wrap = (text, times) => (times === 0 ? text : wrap(JSON.stringify({ message: text }), times - 1));
  const event = JSON.stringify({ eventTime: "2026-01-02T03:04:05Z", eventType: "AwsApiCall", eventID: "e" });
  for (const [maxWrappings, wrappings, alerts] of [[undefined, 5, 0], [5, 5, 1], [0, 1, 0], [0, 0, 1]]) {
    const rules = await Ruleset.load(RULES, { maxWrappings });
    assert.equal([...rules.scan(wrap(event, wrappings))].length, alerts);
    rules.dispose();
  }
});
