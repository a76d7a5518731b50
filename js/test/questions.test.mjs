/** What can be asked about an event and about rules: matches, lists, fields, checks. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { event, load, RULES } from "./support/login.mjs";
import { npm, root } from "./support/paths.mjs";

const { catalogue, checkFiles, formatFiles, FalconetError, renderCheck, Ruleset, RulesetError } = await import(join(npm, "node.js"));

const mistakes = readdirSync(join(root, "tests/diagnostics")).map((name) => ({ name, text: readFileSync(join(root, "tests/diagnostics", name), "utf8") }));
const QUIET = { json_output: false, json_include_tags_property: false, json_include_output_property: false };

test("an event's matches are told with all there is to say, whatever the settings leave out", async () => {
  for (const settings of [{}, QUIET]) {
    const rules = await load(RULES, { settings });
    for (const given of [event("a"), JSON.stringify(event("a")), new TextEncoder().encode(JSON.stringify(event("a")))]) {
      const [match, ...more] = rules.evaluate(given);
      assert.deepEqual(more, []);
      assert.deepEqual([match.rule, match.priority, match.tags, match.source], ["Login", "Warning", ["t"], "aws_cloudtrail"]);
      assert.match(match.output, /user=a$/);
      assert.equal(match.output_fields["ct.user"], "a");
    }
    assert.deepEqual(rules.counts, { events: 0, malformed: 0, skipped: 0, alerts: 0 });
    rules.dispose();
  }
});

test("an event that matches nothing, and one that is none", async () => {
  const rules = await load(RULES, { onProblem: () => assert.fail("told") });
  assert.deepEqual(rules.evaluate({ ...event("a"), eventName: "Other" }), []);
  assert.deepEqual(rules.evaluate({}), []);
  for (const nothing of ["{", "nonsense", "[1]"]) assert.throws(() => rules.evaluate(nothing), { name: "FalconetError", code: "INPUT", message: /cannot be judged/ });
  assert.throws(() => rules.evaluate(new Blob([])), { code: "INPUT" });
  rules.dispose();
  assert.throws(() => rules.evaluate(event("a")), { code: "DISPOSED" });
});

test("all matches come with `rule_matching=all`, else the first", async () => {
  const twice = RULES + RULES.replace("Login", "Second");
  for (const [matching, expected] of [["all", ["Login", "Second"]], ["first", ["Login"]]]) {
    const rules = await load(twice, { settings: { rule_matching: matching } });
    assert.deepEqual(rules.evaluate(event("a")).map(({ rule }) => rule), expected);
    rules.dispose();
  }
});

test("rules, macros and lists are listed", async () => {
  const rules = await load(`- {list: admins, items: [alice]}\n- {macro: by_admin, condition: ct.user in (admins)}\n${RULES}`, { settings: { "rules[].disable.tag": "t" } });
  assert.deepEqual(rules.list("rules").map(({ name, enabled }) => [name, enabled]), [["Login", false]]);
  assert.deepEqual(rules.list("macros").map(({ name, used }) => [name, used]), [["by_admin", false]]);
  assert.deepEqual(rules.list("lists").map(({ name, items }) => [name, items]), [["admins", ["alice"]]]);
  assert.deepEqual(rules.list("rules", ["nothing"]), []);
  rules.dispose();
});

test("a rule is shown with everything put in", async () => {
  const rules = await load(`- {list: admins, items: [alice]}\n${RULES.replace('ct.name="ConsoleLogin"', "ct.user in (admins)")}`);
  const rule = rules.show("log");
  assert.equal(rule.name, "Login");
  assert.match(rule.condition.compiled, /ct\.user in \(alice\)/);
  assert.equal(rule.condition.tree.lists[0].name, "admins");
  assert.throws(() => rules.show("nothing"), (error) => error instanceof RulesetError && /nothing/.test(error.message));
  rules.dispose();
});

test("fields are those of the rules' source", async () => {
  const rules = await load();
  assert.deepEqual(rules.fields(["ct.user"]).map(({ name }) => name), ["ct.user"]);
  assert.deepEqual(rules.fields(["github.action"]), []);
  rules.dispose();
});

test("what rules can be written with is listed without any", async () => {
  assert.deepEqual((await catalogue("fields", { words: ["github.action"] })).map(({ name }) => name), ["github.action"]);
  assert.ok((await catalogue("operators")).some(({ name }) => name === "in"));
  assert.ok((await catalogue("transformers")).some(({ name }) => name.startsWith("tolower")));
  assert.ok((await catalogue("sources")).some(({ name }) => name === "okta"));
  await assert.rejects(catalogue("fields", { source: "nothing" }), { name: "RulesetError", code: "SETTINGS" });
  await assert.rejects(catalogue("nothing"), FalconetError);
});

test("a check finds every error, what lints find, and nothing in good rules", async () => {
  const { ok, summary, diagnostics } = await checkFiles(mistakes);
  assert.equal(ok, false);
  assert.equal(summary.files, mistakes.length);
  assert.equal(summary.errors, diagnostics.filter(({ severity }) => severity === "error").length);
  assert.deepEqual(await checkFiles([{ name: "r", text: RULES }], { lints: [{ allow: "all" }] }).then(({ ok, diagnostics }) => [ok, diagnostics]), [true, []]);
  const never = [{ name: "r", text: RULES.replace("ConsoleLogin\"", "a\" and ct.name=\"b\"") }];
  assert.equal((await checkFiles(never)).ok, true);
  assert.ok((await checkFiles(never)).diagnostics.length > 0);
  assert.equal((await checkFiles(never, { strict: true })).ok, false);
  assert.equal((await checkFiles(never, { lints: [{ deny: "all" }] })).ok, false);
  assert.deepEqual((await checkFiles(never, { lints: [{ allow: "all" }] })).diagnostics, []);
});

test("a setting or a lint that there is not is an error, not a finding", async () => {
  for (const options of [{ settings: { nothing: 1 } }, { lints: [{ deny: "nothing" }] }]) {
    await assert.rejects(checkFiles([{ name: "r", text: RULES }], options), { name: "RulesetError", code: "SETTINGS" });
    await assert.rejects(renderCheck([{ name: "r", text: RULES }], "text", options), { code: "SETTINGS" });
  }
});

test("places are told in bytes, characters and UTF-16", async () => {
  const text = "# 😀é😀\n- {rule: a, desc: '😀é', condition: ct.nope exists, output: é, priority: INFO, source: aws_cloudtrail}\n";
  const files = [{ name: "other", text: "" }, { name: "r", text }];
  const { diagnostics } = await checkFiles(files);
  const loading = await Ruleset.load(files).catch((error) => error);
  const [formatted] = await formatFiles([{ name: "r", text: "# 😀\n- 😀: [" }]);
  const found = diagnostics.find(({ message }) => message.includes("ct.nope"));
  for (const { offset, end_offset: end, utf16, column } of [found, loading.diagnostics[0]]) {
    assert.equal(Buffer.from(text).subarray(offset, end).toString(), text.slice(utf16.offset, utf16.end_offset));
    assert.match(text.slice(utf16.offset, utf16.end_offset), /ct\.nope/);
    assert.equal(text.split("\n")[1].slice(utf16.column - 1, utf16.end_column - 1), text.slice(utf16.offset, utf16.end_offset));
    assert.equal(utf16.column, column + 1);
  }
  assert.equal(typeof formatted.error.utf16.offset, "number");
});

test("every place in a corpus of mistakes is the same in bytes and in UTF-16", async () => {
  const wide = mistakes.map(({ name, text }) => ({ name, text: `# ${"é😀".repeat(700)}\n${text}` }));
  const { diagnostics } = await checkFiles(wide);
  const places = diagnostics.flatMap((diagnostic) => [diagnostic, ...diagnostic.related]).filter(({ file }) => file !== undefined);
  assert.ok(places.length > 50);
  for (const { file, offset, end_offset: end, utf16 } of places) {
    const { text } = wide.find(({ name }) => name === file);
    assert.equal(Buffer.from(text).subarray(offset, end).toString(), text.slice(utf16.offset, utf16.end_offset));
  }
});

test("what are no rules files is refused", async () => {
  for (const files of [undefined, null, "rules.yaml", [null], ["rules.yaml"], [{ name: "r" }], [{ name: "r", text: Buffer.from(RULES) }]]) {
    for (const ask of [Ruleset.load, checkFiles, formatFiles, (given) => renderCheck(given, "text")]) {
      await assert.rejects(async () => ask(files), { name: "FalconetError", code: "INPUT" });
    }
  }
});

test("half a character in rules is told from a whole one, and is no crash", async () => {
  const rules = await load(RULES.replace("user=", "user=\ud800"));
  assert.match(rules.evaluate(event("a"))[0].output, /user=\ufffda/);
  rules.dispose();
});
