/** The package's face: what is taken, what comes back, how it fails. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { event, load, RULES } from "./support/login.mjs";
import { npm } from "./support/paths.mjs";

const { Engine, EngineTrap, FalconetError, init, RulesetError } = await import(join(npm, "node.js"));
const engine = await import(join(npm, "engine.js"));
const { initSync } = await import(join(npm, "glue.js"));

test("an alert has Falco's properties and Falco's line", async () => {
  const rules = await load();
  const [alert, ...more] = rules.scan(event("alice"));
  assert.deepEqual(more, []);
  assert.equal(alert.rule, "Login");
  assert.equal(alert.priority, "Warning");
  assert.equal(alert.hostname, "here");
  assert.deepEqual(alert.tags, ["t"]);
  assert.equal(alert.output_fields["ct.user"], "alice");
  assert.deepEqual(JSON.parse(String(alert)).output_fields, alert.output_fields);
  rules.dispose();
});

test("bytes, text, objects and iterables of them are the same events", async () => {
  const rules = await load();
  const record = event("alice");
  const text = JSON.stringify(record);
  const expected = Buffer.from(rules.scanLines(record)).toString();
  const bytes = new TextEncoder().encode(text);
  for (const input of [text, bytes, bytes.buffer, new DataView(bytes.buffer), [record], [text], new Set([bytes])]) {
    assert.equal(Buffer.from(rules.scanLines(input)).toString(), expected);
  }
  function* three() {
    yield record;
    yield text;
    yield record;
  }
  assert.equal([...rules.scan(three())].length, 3);
  rules.dispose();
});

test("objects are gathered without losing one or their order", async () => {
  const rules = await load();
  const users = Array.from({ length: 5000 }, (_, index) => `user-${index}`);
  const seen = [...rules.scan(users.map(event))].map((alert) => alert.output_fields["ct.user"]);
  assert.deepEqual(seen, users);
  assert.deepEqual(rules.counts, { events: 5000, malformed: 0, skipped: 0, alerts: 5000 });
  rules.dispose();
});

test("an input larger than a batch is one input", async () => {
  const rules = await load();
  const lines = Array.from({ length: 20_000 }, (_, index) => JSON.stringify(event(`user-${index}`))).join("\n");
  assert.ok(lines.length > 3 * 1024 * 1024);
  const seen = [...rules.scan(lines)].map((alert) => alert.output_fields["ct.user"]);
  assert.equal(seen.length, 20_000);
  assert.equal(seen.at(-1), "user-19999");
  rules.dispose();
});

test("scans of one ruleset may be interleaved", async () => {
  const rules = await load();
  const first = rules.scan([event("a"), event("b")]);
  const second = rules.scan([event("c"), event("d")]);
  const users = [first, second, first, second].map((scan) => scan.next().value.output_fields["ct.user"]);
  assert.deepEqual(users, ["a", "c", "b", "d"]);
  rules.dispose();
});

test("records that cannot be judged are told and counted", async () => {
  const problems = [];
  const rules = await load(RULES, { onProblem: (problem) => problems.push(problem) });
  const lines = `${JSON.stringify(event("a"))}\n{"broken": \n${JSON.stringify(event("b"))}\n`;
  assert.equal([...rules.scan(lines)].length, 2);
  assert.equal(rules.counts.malformed, 1);
  assert.equal(problems.length, 1);
  assert.equal(problems[0].record, 2);
  assert.equal(typeof problems[0].reason, "string");
  rules.dispose();
});

test("wrong rules are an error with a place", async () => {
  const wrong = RULES.replace("ct.name", "ct.nope");
  const error = await load(wrong).catch((error) => error);
  assert.ok(error instanceof RulesetError && error instanceof FalconetError && error instanceof Error);
  assert.equal(error.code, "RULES");
  assert.match(error.message, /^[\w.]+:\d+:\d+: .*ct\.nope/);
  const [diagnostic] = error.diagnostics;
  assert.equal(diagnostic.severity, "error");
  assert.equal(diagnostic.code, "FN0001");
  assert.equal(diagnostic.falco_code, "LOAD_ERR_COMPILE_CONDITION");
  assert.equal(diagnostic.file, "rules.yaml");
  assert.ok(diagnostic.line >= 1 && diagnostic.column >= 1);
});

test("a wrong setting is an error of its own", async () => {
  const error = await load(RULES, { settings: { rule_matching: "some" } }).catch((error) => error);
  assert.ok(error instanceof RulesetError);
  assert.equal(error.code, "SETTINGS");
});

test("settings are Falco's, as lines or as an object", async () => {
  for (const settings of [["json_output=false"], { json_output: false }]) {
    const rules = await load(RULES, { settings });
    assert.match(Buffer.from(rules.scanLines(event("alice"))).toString(), /^[^{].*user=alice\n$/);
    assert.throws(() => [...rules.scan(event("alice"))], { code: "TEXT_OUTPUT" });
    rules.dispose();
  }
});

test("what is no input is refused", async () => {
  const rules = await load();
  const cycle = {};
  cycle.itself = cycle;
  for (const input of [undefined, null, 5, [5], [null], cycle, [{ number: 1n }], { toJSON: () => undefined }]) {
    assert.throws(() => rules.scanLines(input), { name: "FalconetError", code: "INPUT" });
  }
  rules.dispose();
});

test("a disposed ruleset says so, and may be disposed of twice", async () => {
  const rules = await load();
  rules[Symbol.dispose]();
  rules.dispose();
  assert.throws(() => rules.scanLines(event("a")), { code: "DISPOSED" });
});

test("the class in the same file judges as the C ABI does", async () => {
  await init();
  const files = [{ name: "rules.yaml", text: RULES }];
  const judge = new Engine({ files, hostname: "here" });
  const rules = await load();
  assert.equal(judge.loaded.rules.enabled, 1);
  assert.deepEqual(judge.scan(new TextEncoder().encode(JSON.stringify(event("a")))), rules.scanLines(event("a")));
  assert.throws(() => new Engine({ files: [{ name: "rules.yaml", text: "wrong" }] }), Error);
  judge.free();
  rules.dispose();
});

test("after a trap the call has failed, and rulesets go on working", async () => {
  const [first, second] = [await load(), await load()];
  assert.equal([...first.scan(event("a"))].length, 1);
  const outOfBounds = () => engine.use(() => initSync().falconet_eval(1, 0xffff0000, 0x10000, 3));
  assert.throws(outOfBounds, (error) => error instanceof EngineTrap && error.code === "ENGINE_TRAP" && error.cause instanceof WebAssembly.RuntimeError);
  assert.equal([...first.scan(event("a"))].length, 1);
  assert.equal([...second.scan(event("a"))].length, 1);
  assert.equal(first.counts.events, 2);
  first.dispose();
  second.dispose();
});

test("ten thousand rulesets come and go without memory growing", async () => {
  const cycle = async () => {
    const rules = await load();
    assert.equal(rules.scanLines(event("a")).length > 0, true);
    rules.dispose();
  };
  for (let count = 0; count < 100; count += 1) await cycle();
  const before = engine.use((abi) => abi.memoryBytes());
  for (let count = 0; count < 10_000; count += 1) await cycle();
  assert.equal(engine.use((abi) => abi.memoryBytes()), before);
});
