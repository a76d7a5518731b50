/** What a change of rules does: the package says what the command line says. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { host, npm } from "./support/paths.mjs";
import { validator } from "./support/schema.mjs";

const { diffRules, RulesetError } = await import(join(npm, "node.js"));

const rule = (condition) => `- {rule: r, desc: d, condition: "${condition}", output: by %ct.user.arn, priority: INFO, source: aws_cloudtrail}\n`;
const before = [{ name: "old.yaml", text: rule("ct.name = CreateUser") + "- {list: gone, items: []}\n" }];
const after = [{ name: "new.yaml", text: rule("ct.name in (CreateUser, DeleteUser)") }];
const input = ["CreateUser", "DeleteUser", "Other"]
  .map((eventName) => `${JSON.stringify({ eventTime: "2026-11-30T10:00:00Z", eventType: "AwsApiCall", eventName, userIdentity: { arn: "arn:eve" } })}\n`)
  .join("");

const folder = mkdtempSync(join(tmpdir(), "falconet-"));
for (const { name, text } of [...before, ...after, { name: "e.json", text: input }]) writeFileSync(join(folder, name), text);

/** What the command line prints. */
function printed(...args) {
  const { stdout, stderr } = spawnSync(host, ["diff", "--old", "old.yaml", "--new", "new.yaml", ...args], { cwd: folder, encoding: "utf8", env: { ...process.env, TZ: "UTC" } });
  assert.equal(stderr.replaceAll(/.*warning.*\n|.*LOAD_UNUSED_LIST[^]*/g, ""), "");
  return stdout;
}

test("the package says what the command line says, byte for byte", async () => {
  for (const format of ["text", "markdown", "json"]) {
    assert.equal((await diffRules(before, after, { format })).text, printed("--format", format));
    const { differs, text } = await diffRules(before, after, { format, input });
    assert.ok(differs);
    assert.equal(text, printed("--format", format, "e.json"));
  }
});

test("what is for programs is as its schema says", async () => {
  const validate = validator("docs/schema/diff.schema.json");
  for (const options of [{}, { input }]) {
    const document = JSON.parse((await diffRules(before, after, { format: "json", ...options })).text);
    assert.ok(validate(document), JSON.stringify(validate.errors, null, 2));
  }
});

test("the same rules differ in nothing, and bad ones are told", async () => {
  assert.deepEqual(await diffRules(after, after), { differs: false, text: "The rules mean the same.\n" });
  const bad = [{ name: "bad.yaml", text: "- rule: x\n" }];
  for (const options of [{}, { input }]) {
    await assert.rejects(diffRules(bad, after, options), (error) => error instanceof RulesetError && error.message.includes("bad.yaml:"));
  }
});
