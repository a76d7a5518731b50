/** The examples for programs that run others: they are read as these do, and what they run is run. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { program, tool } from "./support/hosts.mjs";
import { npm, root } from "./support/paths.mjs";

const { skip } = tool("yaml/package.json");
const { version } = JSON.parse(readFileSync(join(npm, "package.json"), "utf8"));

function read(...path) {
  const { parse } = createRequire(join(root, "js/hosts/package.json"))("yaml");
  return parse(readFileSync(join(root, "examples", ...path), "utf8"), { strict: true, uniqueKeys: true });
}

const GOOD = readFileSync(join(root, "rules/aws_lambda_persistence.yaml"), "utf8");
const WRONG = "- rule: a\n  desc: d\n  condition: ct.nope = 1\n  output: o\n  priority: INFO\n  source: aws_cloudtrail\n";

/** A repository with rules, and programs `falconet` and `npx` as if they were installed. */
function repository(text) {
  const folder = program({ "rules/a.yaml": text, "rules/with blank/b.yaml": GOOD.slice(0, 0) + "[]\n" });
  mkdirSync(join(folder, "bin"));
  const main = join(folder, "node_modules/falconet/cli/main.js");
  writeFileSync(join(folder, "bin/falconet"), `#!/bin/bash\nexec "${process.execPath}" "${main}" "$@"\n`);
  writeFileSync(join(folder, "bin/npx"), `#!/bin/bash\n[ "$1 $2" = "--yes falconet@${version}" ] || exit 99\nshift 2\nexec falconet "$@"\n`);
  for (const name of ["falconet", "npx"]) chmodSync(join(folder, "bin", name), 0o755);
  return folder;
}

function bash(folder, script, env = {}) {
  const PATH = `${join(folder, "bin")}${delimiter}${process.env.PATH}`;
  const { status, stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], { cwd: folder, env: { ...process.env, ...env, PATH }, encoding: "utf8" });
  return { status, stdout, stderr };
}

test("the action for GitHub annotates wrong rules, and passes good ones", { skip }, () => {
  const { inputs, runs } = read("github-action/action.yml");
  assert.equal(runs.using, "composite");
  assert.equal(inputs.version.default, version);
  for (const { shell, run } of runs.steps) {
    assert.equal(shell, "bash");
    assert.ok(!run.includes("${{"), "an input in a script is run");
  }
  const [check, layout] = runs.steps;
  const env = { RULES: "rules/a.yaml\nrules/with blank/\n", STRICT: "true", VERSION: version };
  assert.deepEqual([check, layout].map(({ run }) => bash(repository(GOOD), run, env).status), [0, 0]);
  const wrong = bash(repository(WRONG), check.run, env);
  assert.equal(wrong.status, 1, wrong.stderr);
  assert.match(wrong.stdout, /^::error file=rules\/a\.yaml,line=3,/);
  const untidy = bash(repository(WRONG.replace("ct.nope = 1", "ct.name=x")), layout.run, env);
  assert.equal(untidy.status, 1);
  assert.match(untidy.stdout, /^\+ {2}condition: ct\.name = x$/m);
});

test("an input that looks like an option is a file's name", { skip }, () => {
  const [check] = read("github-action/action.yml").runs.steps;
  const { status, stdout } = bash(repository(GOOD), check.run, { RULES: "--help", STRICT: "false", VERSION: version });
  assert.equal(status, 1);
  assert.match(stdout, /file=--help/);
});

test("the hooks for pre-commit format rules, and refuse wrong ones", { skip }, () => {
  const hooks = read("pre-commit/.pre-commit-config.yaml").repos.flatMap((one) => one.hooks);
  for (const { language, additional_dependencies: needs } of hooks) assert.deepEqual([language, needs], ["node", [`falconet@${version}`]]);
  const [format, check] = hooks;
  assert.ok(new RegExp(format.files).test("rules/a.yaml") && !new RegExp(format.files).test("src/a.yaml"));
  const folder = repository(WRONG.replace("ct.nope = 1", "ct.name=x"));
  assert.equal(bash(folder, `${format.entry} rules/a.yaml`).status, 0);
  assert.match(readFileSync(join(folder, "rules/a.yaml"), "utf8"), /condition: ct\.name = x\n/);
  cpSync(join(root, "rules"), join(folder, "rules"), { recursive: true, force: true });
  writeFileSync(join(folder, "rules/a.yaml"), WRONG);
  assert.equal(bash(folder, check.entry).status, 1);
  writeFileSync(join(folder, "rules/a.yaml"), "[]\n");
  assert.equal(bash(folder, check.entry).status, 0, bash(folder, check.entry).stdout);
});
