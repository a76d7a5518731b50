/** What `falconet check` writes for programs, against the schemas that say what it is. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { host, root } from "./support/paths.mjs";
import { validator } from "./support/schema.mjs";

const mistakes = readdirSync(join(root, "tests/diagnostics")).map((name) => join("tests/diagnostics", name));

/** The result of a check of these files. */
function checked(format, ...files) {
  const { stdout, stderr } = spawnSync(host, ["check", "--format", format, ...files], { cwd: root, encoding: "utf8" });
  assert.equal(stderr, "");
  return stdout;
}

/** Fails unless each output is valid by a schema. */
function assertValid(schema, format) {
  const validate = validator(schema);
  for (const files of [mistakes, ["rules"], ...mistakes.map((file) => [file])]) {
    const output = JSON.parse(checked(format, ...files));
    assert.ok(validate(output), `${files}: ${JSON.stringify(validate.errors, null, 2)}`);
  }
}

test("JSON is as its schema says", () => assertValid("docs/schema/check.schema.json", "json"));

test("SARIF is as the parts of its schema that it uses say", () => assertValid("js/test/support/sarif.schema.json", "sarif"));

test("JUnit's counts are those of its elements", () => {
  const xml = checked("junit", ...mistakes, "rules");
  const count = (pattern) => [...xml.matchAll(pattern)].length;
  const [, tests, failures] = /<testsuites [^>]* tests="(\d+)" failures="(\d+)"/.exec(xml);
  assert.equal(count(/<testcase /g), Number(tests));
  assert.equal(count(/<failure /g), Number(failures));
  assert.equal(count(/<testsuite /g), count(/<\/testsuite>/g));
});

test("every annotation of GitHub is one line with a place", () => {
  const lines = checked("github", ...mistakes).trimEnd().split("\n");
  assert.match(lines.pop(), /^\d+ errors, \d+ warnings in \d+ files$/);
  for (const line of lines) assert.match(line, /^::(error|warning) file=tests\/diagnostics\/[a-z-]+\.yaml,line=\d+,(col=\d+,)?endLine=\d+,(endColumn=\d+,)?title=[A-Z_0-9]+::./);
});
