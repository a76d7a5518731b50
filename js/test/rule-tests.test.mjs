/** Tests of rules: what the package says of them is what the command line says, and both are as their schemas say. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { host, npm, root } from "./support/paths.mjs";
import { validator } from "./support/schema.mjs";

const { ruleTestFiles, testRules } = await import(join(npm, "node.js"));

const read = (path) => readFileSync(join(root, path), "utf8");
const shipped = "rules/aws_lambda_persistence_test.yaml";

/** A file of tests with everything that it names, as the command line reads it. */
async function withFiles(name, text = read(name)) {
  const named = await ruleTestFiles({ name, text });
  const inputs = named.inputs.map((path) => ({ name: path, text: read(`rules/${path}`) }));
  const rules = named.rules.map((path) => ({ name: `rules/${path}`, text: read(`rules/${path}`) }));
  return { name, text, rules, inputs };
}

test("the package reports as the command line does, byte for byte", async () => {
  const file = await withFiles(shipped);
  const failing = { ...file, text: file.text.replace("priority: Critical", "priority: Notice").replaceAll("ct.user: alice", "ct.user: bob") };
  for (const format of ["text", "json", "junit", "github", "tap"]) {
    const printed = spawnSync(host, ["test", "--format", format, shipped], { cwd: root, encoding: "utf8" });
    assert.equal(printed.stderr, "");
    const report = await testRules([file], { format });
    assert.deepEqual([report.ok, printed.status], [true, 0]);
    assert.equal(report.text, printed.stdout);
    const failed = await testRules([failing], { format });
    assert.deepEqual([failed.ok, failed.files[0].failed], [false, 1]);
  }
});

test("what the cases have seen is told as the command line does, byte for byte", async () => {
  const folder = mkdtempSync(join(tmpdir(), "falconet-"));
  const [lcov, html] = ["coverage.info", "coverage.html"].map((name) => join(folder, name));
  const run = (...more) => spawnSync(host, ["test", "--coverage", ...more, shipped], { cwd: root, encoding: "utf8" });
  try {
    const file = await withFiles(shipped);
    for (const format of ["text", "json"]) {
      const printed = run("--format", format, "--coverage-lcov", lcov, "--coverage-html", html);
      assert.deepEqual([printed.status, printed.stderr.includes("error")], [0, false]);
      const report = await testRules([file], { format, coverage: ["lcov", "html"] });
      assert.equal(report.text, printed.stdout);
      assert.equal(report.coverage.lcov, readFileSync(lcov, "utf8"));
      assert.equal(report.coverage.html, readFileSync(html, "utf8"));
    }
    const [{ coverage }, bare] = [await testRules([file], { coverage: true }), await testRules([file])];
    assert.equal(coverage.lcov, undefined);
    assert.equal(bare.coverage, undefined);
    const [asked, refused] = [await testRules([file], { coverage: true, minCoverage: coverage.percent }), await testRules([file], { coverage: true, minCoverage: 100 })];
    assert.deepEqual([asked.ok, refused.ok, refused.problems.length], [true, coverage.percent === 100, coverage.percent === 100 ? 0 : 1]);
    assert.equal(run("--min-coverage", String(coverage.percent)).status, 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("mutants are told as the command line does, byte for byte", async () => {
  const file = await withFiles(shipped);
  const run = (...more) => spawnSync(host, ["test", "--mutate", ...more, shipped], { cwd: root, encoding: "utf8" });
  for (const format of ["text", "json"]) {
    const printed = run("--format", format);
    const report = await testRules([file], { format, mutate: true });
    assert.equal(report.text, printed.stdout);
    assert.equal(printed.status, 0);
  }
  const { mutants } = await testRules([file], { mutate: true, maxMutants: 7 });
  assert.equal(mutants.tried, 7);
  assert.equal(run("--max-mutants", "7", "--format", "tap").stderr, `falconet: note: mutants: ${mutants.summary}\n`);
  const refused = await testRules([file], { mutate: true, maxMutants: 7, minNoticed: mutants.percent + 1 });
  assert.deepEqual([refused.ok, refused.problems.length], [false, 1]);
});

test("cases are picked by their names", async () => {
  const report = await testRules([await withFiles(shipped)], { filter: ["pipeline"] });
  assert.deepEqual(report.files, [{ name: shipped, passed: 1, failed: 0, broken: false }]);
});

test("a report in JSON is as its schema says", async () => {
  const validate = validator("docs/schema/test.schema.json");
  const file = await withFiles(shipped);
  const texts = [file.text, file.text.replace("silent: true", "only: Lambda Callable by Anyone"), "cases: 1"];
  for (const text of texts) {
    for (const more of [{}, { coverage: true }, { mutate: true, maxMutants: 20 }]) {
      const report = JSON.parse((await testRules([{ ...file, text }], { format: "json", ...more })).text);
      assert.ok(validate(report), JSON.stringify(validate.errors, null, 2));
    }
  }
});

const EVENT = { eventTime: "2026-11-30T10:00:00Z", eventType: "AwsApiCall", eventName: "CreateUser" };
const RULES = [{ name: "r.yaml", text: "- {rule: r, desc: d, condition: ct.name = CreateUser, output: o, priority: INFO, source: aws_cloudtrail}" }];

/** JSON is YAML, so a document can be held against the schema and be run. */
async function isTaken(document) {
  const [file] = (await testRules([{ name: "t", text: JSON.stringify(document), rules: RULES, inputs: [{ name: "e", text: JSON.stringify(EVENT) }] }])).files;
  return !file.broken;
}

test("what the schema of files of tests allows is taken, and what it refuses is refused", async () => {
  const validate = validator("docs/schema/rule-test.schema.json");
  const suite = (change) => ({ cases: [{ name: "n", event: EVENT, fires: "r", ...change }] });
  const good = [
    suite({}),
    suite({ event: { file: "e", record: 1 }, patch: { x: null }, silent: [], only: "r" }),
    suite({ fires: [{ rule: "r", priority: "info", output: "o", output_fields: {} }] }),
    { ...suite({ event: "e", silent: ["r"] }), rules: "r.yaml", settings: ["rule_matching=first"], source: "aws_cloudtrail", events: { e: EVENT } },
  ];
  for (const document of good) assert.deepEqual([validate(document), await isTaken(document)], [true, true], JSON.stringify(document));
  const bad = [
    {},
    { cases: [] },
    { ...suite({}), more: 1 },
    suite({ fires: undefined }),
    suite({ name: undefined }),
    suite({ event: undefined }),
    suite({ patch: [] }),
    suite({ event: { file: "e", record: 0 } }),
    suite({ fires: { priority: "info" } }),
    suite({ fires: { rule: "r", more: 1 } }),
    { ...suite({}), rules: [1, { a: 1 }] },
  ];
  for (const document of bad) {
    const plain = JSON.parse(JSON.stringify(document));
    assert.deepEqual([validate(plain), await isTaken(plain)], [false, false], JSON.stringify(plain));
  }
});
