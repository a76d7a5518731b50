/** Events that are made for rules: the package says what the command line says. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { host, npm } from "./support/paths.mjs";
import { validator } from "./support/schema.mjs";

const { Ruleset, RulesetError, testRules } = await import(join(npm, "node.js"));

const RULES = `\
- {rule: Made, desc: d, condition: ct.name = CreateUser and not ct.error exists, output: o, priority: INFO, source: aws_cloudtrail}
- {rule: Late, desc: d, condition: ct.name = x and evt.num > 7, output: o, priority: INFO, source: aws_cloudtrail}
`;
const EVENT = { eventTime: "2026-01-02T03:04:05Z", eventType: "x", eventName: "CreateUser", more: [1, 2, 3] };

const folder = mkdtempSync(join(tmpdir(), "falconet-"));
for (const [name, text] of [["r.yaml", RULES], ["e.json", JSON.stringify(EVENT)]]) writeFileSync(join(folder, name), text);
const files = [{ name: "r.yaml", text: RULES }];
const rules = await Ruleset.load(files);

/** What the command line prints. */
function printed(code, ...args) {
  const { stdout, stderr, status } = spawnSync(host, ["witness", "-r", "r.yaml", ...args], { cwd: folder, encoding: "utf8", env: { ...process.env, TZ: "UTC" } });
  assert.deepEqual([stderr, status], ["", code]);
  return stdout;
}

test("the package says what the command line says, byte for byte", () => {
  for (const format of ["text", "test"]) assert.equal(rules.witness({ format }), printed(1, "--format", format));
  assert.equal(rules.witness({ format: "text", rule: "Made", shrink: EVENT }), printed(0, "--rule", "Made", "--shrink", "e.json"));
  const lines = printed(1, "--format", "json").trimEnd().split("\n");
  assert.deepEqual(rules.witness(), lines.map((line) => JSON.parse(line)));
});

test("witnesses are as their schema says, and do what they say", () => {
  const validate = validator("docs/schema/witness.schema.json");
  const [made, late] = rules.witness();
  for (const one of [made, late]) assert.ok(validate(one), JSON.stringify(validate.errors, null, 2));
  assert.deepEqual(rules.evaluate(made.event).map(({ rule }) => rule), ["Made"]);
  assert.deepEqual(rules.evaluate(made.miss.event), []);
  assert.deepEqual([late.event, late.unmet.text], [null, "`evt.num > 7` does not hold: `evt.num` is `1`"]);
  assert.match(late.unmet.why, /a single one is the first/);
});

test("what is written as tests passes, and what was cut down still fires", async () => {
  const text = rules.witness({ rule: "Made", format: "test" });
  assert.ok((await testRules([{ name: "r_test.yaml", text, rules: files }])).ok);
  const [{ event }] = rules.witness({ rule: ["Made"], shrink: EVENT });
  const { more, ...rest } = EVENT;
  assert.deepEqual(event, rest);
  const others = `${JSON.stringify({ ...EVENT, eventName: "ü" })}\n`.repeat(20000);
  assert.deepEqual(rules.witness({ rule: "Made", shrink: [others, JSON.stringify({ log: JSON.stringify(EVENT) })] })[0].event, rest);
});

test("what cannot be asked throws", () => {
  for (const options of [{ rule: "Other" }, { rule: "Late", shrink: "" }, { rule: "Late", shrink: EVENT }, { shrink: EVENT }]) assert.throws(() => rules.witness(options), RulesetError);
});
