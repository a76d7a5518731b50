/** Exceptions for noisy rules: the package says what the command line says. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { host, npm } from "./support/paths.mjs";
import { validator } from "./support/schema.mjs";

const { Ruleset, RulesetError } = await import(join(npm, "node.js"));

const RULES = "- {rule: Noisy, desc: d, condition: ct.name exists, output: o, priority: INFO, source: aws_cloudtrail}\n";
const event = (arn, sourceIPAddress) => ({ eventTime: "2026-01-02T03:04:05Z", eventType: "x", eventName: "x", sourceIPAddress, userIdentity: { arn } });
const EVENTS = [event("arn:robot", "10.0.0.1"), event("arn:robot", "10.0.0.1"), event("arn:robot", "10.0.0.1"), event("arn:eve", "10.0.0.9")].map((one) => `${JSON.stringify(one)}\n`).join("");

const folder = mkdtempSync(join(tmpdir(), "falconet-"));
for (const [name, text] of [["r.yaml", RULES], ["e.ndjson", EVENTS]]) writeFileSync(join(folder, name), text);
const files = [{ name: "r.yaml", text: RULES }];
const rules = await Ruleset.load(files);

/** What the command line prints. */
function printed(...args) {
  const { stdout, stderr, status } = spawnSync(host, ["suggest", "-r", "r.yaml", ...args, "e.ndjson"], { cwd: folder, encoding: "utf8", env: { ...process.env, TZ: "UTC" } });
  assert.deepEqual([stderr, status], ["", 0]);
  return stdout;
}

test("the package says what the command line says, byte for byte", () => {
  for (const format of ["text", "yaml"]) assert.equal(rules.suggest(EVENTS, { format }), printed("--format", format));
  const lines = printed("--format", "json", "--rule", "Noisy").trimEnd().split("\n");
  assert.deepEqual(rules.suggest(EVENTS, { rule: "Noisy" }), lines.map((line) => JSON.parse(line)));
});

test("suggestions are as their schema says, and do what they say", async () => {
  const validate = validator("docs/schema/suggest.schema.json");
  const [one] = rules.suggest(EVENTS);
  assert.ok(validate(one), JSON.stringify(validate.errors, null, 2));
  assert.deepEqual([one.proposals[0].removes, one.proposals[0].remains], [3, 1]);
  const quiet = await Ruleset.load([...files, { name: "local.yaml", text: one.yaml }]);
  assert.equal([...quiet.scan(EVENTS)].length, 1);
});

test("what cannot be asked throws", () => {
  for (const options of [{ rule: "Other" }, { maxProposals: 1000 }]) assert.throws(() => rules.suggest(EVENTS, options), RulesetError);
});
