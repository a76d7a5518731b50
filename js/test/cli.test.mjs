/** `npx falconet` against the binary: the same output, messages and exit codes, for what both have. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { runCases } from "./support/cases.mjs";
import { difference } from "./support/difference.mjs";
import { readKnown } from "./support/known.mjs";
import { lines } from "./support/login.mjs";
import { host, npm, root } from "./support/paths.mjs";

const NATIVE = [host];
const NPM = [process.execPath, join(npm, "cli/main.js")];

const folder = mkdtempSync(join(tmpdir(), "falconet-cli-"));
after(() => rmSync(folder, { recursive: true }));

const RULE = "- {rule: a, desc: d, condition: ct.name exists, output: 'o %ct.user', priority: INFO, source: aws_cloudtrail}\n";
/** Cases of which one fails, if the rule is `a`. */
const TESTS = `rules: [../one.yaml]
cases:
  - {name: it fires, event: {file: ../events.json, record: 1}, fires: {rule: RULE, priority: info}}
  - {name: "\\u001b[31mit does not", event: {file: ../events.json, record: 1}, silent: true}
`;

for (const [name, content] of Object.entries({
  "ok.yaml": readFileSync(join(root, "rules/aws_cloudtrail.yaml")),
  "one.yaml": RULE,
  "messy.yaml": `${RULE}-   macro: m\n    condition: >\n      ct.name=x\n      and ct.user=y\n`,
  "warning.yaml": RULE.replace(", source: aws_cloudtrail", "").replace("ct.name", "evt.num"),
  "wrong.yaml": RULE.replace("ct.name", "ct.nope"),
  "broken.yaml": "- [\n",
  "control.yaml": RULE.replace("o %ct.user", "\u001b[31m\u202e").replace("ct.name", "ct.nope"),
  "bytes.yaml": Buffer.from("- a: é\n# \xff", "latin1"),
  "events.json": lines(3),
  "mixed.json": `${lines(2)}{"a":1}\nnonsense\n{"eventTime": \n${lines(1)}`,
  "other.json": '{"a":1}\n{"b":2}\n',
  "good.json.gz": Buffer.concat([gzipSync(lines(2)), gzipSync(lines(2))]),
  "short.json.gz": gzipSync(lines(2), { level: 0 }).subarray(0, 300),
  "folder/b.json": lines(1),
  "folder/a.ndjson": lines(1),
  "folder/deep/c.json.gz": gzipSync(lines(1)),
  "folder/deep/1_CloudTrail-Digest_x.json": "nonsense",
  "folder/CloudTrail-Digest/d.json": "nonsense",
  "folder/e.txt": "",
  "folder/f.log": "",
  "folder/g": "",
  "folder/h": "",
  "rules/b.yml": RULE.replace("rule: a", "rule: b"),
  "rules/a.yaml": RULE,
  "rules/c.txt": "nonsense",
  "rules/deeper.yaml/x": "",
  "named/a.yaml": RULE,
  "named/b_test.yaml": `# rules, by mistake\n${RULE.replace("rule: a", "rule: b")}`,
  "named/c_test.yaml": TESTS.replace("RULE", "a"),
  "tests/good_test.yaml": TESTS.replace("RULE", "a"),
  "tests/bad_test.yml": TESTS.replace("RULE", "absent"),
  "tests/alone.yaml": TESTS.replace("rules: [../one.yaml]", "").replace("RULE", "a"),
  "tests/deep/none_test.yaml": "rules: [nothing.yaml]\ncases: [{name: n, event: {file: absent.json}, only: []}, {name: o, event: {file: /dev/null}, only: []}]\n",
  "tests/deep/text_test.yaml": "rules: [../../one.yaml]\ncases: [{name: n, event: {file: ../../bytes.yaml}, only: a}, {name: m, event: {file: ../../events.json}, only: a}, {name: f, event: {file: ../../folder}, only: a}]\n",
  "tests/.hidden/x_test.yaml": "nonsense",
  "tests/node_modules/x_test.yaml": "nonsense",
  "wrapped.json": `{"message": ${JSON.stringify(lines(1))}}\n`,
})) {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, content);
}
mkdirSync(join(folder, "empty"));
symlinkSync("absent", join(folder, "folder/z.json"));
symlinkSync("deep", join(folder, "tests/linked"));

function run([program, ...first], args, { input = "", env = {}, cwd = folder } = {}) {
  const { status, stdout, stderr } = spawnSync(program, [...first, ...args], { cwd, input, env: { ...process.env, FALCO_HOSTNAME: "here", TZ: "UTC", ...env }, maxBuffer: 2 ** 28 });
  return { status, stdout: stdout.toString(), stderr: stderr.toString() };
}

/** The binary's threads would speak of files of tests in any order. */
const ONE_THREAD = ["--threads", "1"];

function assertSame([command, ...args], options) {
  const native = [command, ...(command === "test" ? ONE_THREAD : []), ...args];
  assert.deepEqual(run(NPM, [command, ...args], options), run(NATIVE, native, options));
}

const SAME = {
  "alerts": "scan -r ok.yaml -r one.yaml -o rule_matching=all events.json",
  "alerts as text, and what Falco prints at the end": "scan -r one.yaml -o json_output=false events.json",
  "ids of alerts": "scan --alert-id -r one.yaml events.json",
  "a wrapping that is said": "scan -r one.yaml --wrapping vector wrapped.json",
  "gzip of several members": "scan -r one.yaml good.json.gz",
  "gzip that breaks off": "scan -r one.yaml short.json.gz events.json",
  "gzip that breaks off, strictly": "scan --strict -r one.yaml short.json.gz",
  "malformed records": "scan -r one.yaml mixed.json events.json",
  "malformed records, strictly": "scan -r one.yaml --strict mixed.json",
  "a bound on what is described": "scan -r one.yaml --max-problems 1 mixed.json mixed.json",
  "nothing described": "scan -r one.yaml --max-problems=0 mixed.json",
  "a bound on records": "scan -r one.yaml --max-record 100B events.json",
  "no wrapping allowed": "scan -r one.yaml --max-wrappings 0 wrapped.json",
  "no event of the source": "scan -r one.yaml other.json",
  "a folder": "scan -r one.yaml folder",
  "a folder with a slash, and the folder it is in": "scan -r one.yaml folder/ ./folder/deep",
  "an empty folder": "scan -r one.yaml empty",
  "what is not there, between what is": "scan -r one.yaml absent events.json",
  "rules of a folder": "scan -r rules/ -o rule_matching=all events.json",
  "rules of a folder in a file that is named as tests are": "scan -r named -r absent -r named events.json",
  "rules of a folder with others in a file that is named as tests are": "scan -r named/ events.json",
  "rules that are not there": "scan -r absent events.json",
  "rules of an empty folder": "scan -r empty events.json",
  "rules that are not UTF-8": "scan -r bytes.yaml events.json",
  "wrong rules": "scan -r wrong.yaml events.json",
  "rules that are no YAML": "scan -r broken.yaml events.json",
  "rules with control characters": "scan -r control.yaml events.json",
  "wrong rules in colour": "scan --color always -r wrong.yaml events.json",
  "messages in colour": "scan --color=always -r one.yaml mixed.json absent",
  "a rule that warns": "scan -r warning.yaml events.json",
  "rules larger than the bound": "scan -r ok.yaml --max-rules 1KiB events.json",
  "an unknown setting": "scan -r one.yaml -o nothing=1 events.json",
  "an unknown source": "scan -r one.yaml --source nothing events.json",
  "ids of text": "scan -r one.yaml --alert-id -o json_output=false events.json",
  "standard input twice": "scan -r - -",
  "rules from standard input": ["scan -r - events.json", { input: RULE }],
  "events from standard input": ["scan -r one.yaml -", { input: lines(3) }],
  "compressed standard input": ["scan -r one.yaml - events.json", { input: gzipSync(lines(3)) }],
  "explanations": "explain -r one.yaml events.json",
  "explanations of a rule by a part of its name": ["explain -r ok.yaml mixed.json --rule", { more: ["root console"] }],
  "explanations as JSON": "explain -r one.yaml --format json events.json good.json.gz",
  "explanations as a page": "explain -r one.yaml --format html folder/b.json",
  "explanations in colour": "explain --color always -r one.yaml folder/b.json",
  "near misses": "explain -r ok.yaml --near 2 events.json",
  "too many near misses": "explain -r one.yaml --near 1001 events.json",
  "fields of events": "explain --fields events.json",
  "fields that are read from a path": "explain --fields --path eventName --format json mixed.json",
  "fields of events by rules": "explain --fields -r one.yaml --rule a events.json",
  "fields of no event": "explain --fields",
  "fields near": "explain --fields --near 2 events.json",
  "explanations of what is not there": "explain -r one.yaml absent",
  "explanations by no such rule": "explain -r one.yaml --rule nothing events.json",
  "explanations without rules": "explain events.json",
  "a check of good rules": "check ok.yaml",
  "a check of everything": "check --allow all bytes.yaml absent empty wrong.yaml rules broken.yaml control.yaml",
  "a check of a folder with rules in a file that is named as tests are": "check named named/b_test.yaml",
  "a check in colour": "check --color always wrong.yaml",
  "a strict check": "check --strict warning.yaml",
  "a check with lints": "check --deny all --allow FN0501 one.yaml",
  "an unknown lint": "check --warn nothing one.yaml",
  "a check of standard input": ["check -", { input: RULE }],
  "a check of standard input twice": "check - -",
  "a check of what falco would not load": "check --format falco wrong.yaml",
  "tests of the rules here": "test tests",
  "tests of a folder and of a file in it": "test ./tests/deep .//tests/good_test.yaml tests/../tests tests/alone.yaml tests/./alone.yaml",
  "tests as JUnit in colour": "test --color always --format junit tests/good_test.yaml",
  "tests in colour": "test --color always tests/good_test.yaml",
  "tests for GitHub": "test --format github tests",
  "tests as TAP": "test --format tap tests/good_test.yaml",
  "tests as JSON, some of them": "test --format json --filter fires --filter nothing tests/good_test.yaml",
  "tests of which none is run": "test --filter nothing tests/good_test.yaml",
  "tests of other rules": "test -r rules -o rule_matching=all tests/alone.yaml",
  "tests of rules that are not there": "test -r absent tests/good_test.yaml",
  "tests with an unknown setting": "test -o nothing=1 tests/good_test.yaml",
  "tests of too many events": "test --max-events 300B tests/good_test.yaml tests/deep/text_test.yaml",
  "tests of too many rules": "test --max-rules 10B tests/good_test.yaml",
  "tests that pass": "test --filter fires tests/good_test.yaml",
  "no tests": "test rules empty",
  "tests that are not there": "test tests absent",
  "tests that are not UTF-8": "test bytes.yaml",
  "tests with what they have not seen": "test --coverage tests/good_test.yaml tests/../tests/alone.yaml",
  "tests that have seen too little, as TAP": "test --min-coverage 100 --format tap tests/good_test.yaml",
  "tests with mutants, as JSON": "test --mutate --max-mutants 3 --format json tests",
  "tests that notice too little": "test --min-noticed 100 -o rule_matching=first --format github --filter fires tests/good_test.yaml",
  "tests that are to see more than all": "test --min-coverage 101 tests",
  "tests of rules from standard input": "test -r - tests",
  "a tracefile that cannot be written": "test --coverage-lcov absent/c.info --format tap tests/good_test.yaml",
  "tests in a format that there is not": "test --format xml tests",
  "fields": "list fields role name",
  "fields as JSON": "list fields --source okta --format json",
  "operators in colour": "list operators --color always in",
  "no such field": "list fields nothing",
  "no such source": "list fields --source nothing",
  "sources": "list sources",
  "transformers": "list transformers",
  "rules without rules": "list rules",
  "rules": "list rules -r ok.yaml root",
  "rules as JSON": "list macros -r messy.yaml --format json",
  "rules of wrong files": "list rules -r wrong.yaml",
  "a rule": ["rules show -r ok.yaml", { more: ["Root"] }],
  "a rule as JSON": "rules show a -r one.yaml --format json",
  "no such rule": "rules show nothing -r one.yaml",
  "a rule without rules": "rules show a",
  "what is not formatted": "fmt --check messy.yaml one.yaml absent bytes.yaml broken.yaml messy.yaml",
  "what would change": "fmt --diff messy.yaml",
  "standard input formatted": ["fmt -", { input: "-   macro: m\n    condition: x\n" }],
  "the version": "--version",
  "no command": "nothing",
  "arguments that are missing": "scan",
  "an argument that is missing": "scan -r one.yaml",
  "rules that are missing": "check",
  "a list of what": "list",
  "a list of nothing": "list nothing",
  "a rule of no name": "rules show",
  "a value that is missing": "scan -r",
  "a value that is an option": "scan -r one.yaml -o --strict events.json",
  "a format that there is not": "check --format xml one.yaml",
  "a size that is none": "scan -r one.yaml --max-record 1x events.json",
  "a size that is too large": "scan -r one.yaml --max-record 5GiB events.json",
  "a number that is none": "scan -r one.yaml --max-problems x events.json",
  "a wrapping that there is not": "scan -r one.yaml --wrapping paper events.json",
  "a format twice": "check --format json --format text one.yaml",
  "a flag twice": "check --strict --strict one.yaml",
  "a file named like an option": "check -- --strict",
};

for (const [name, given] of Object.entries(SAME)) {
  const [line, { more = [], ...options } = {}] = [given].flat();
  test(`as the binary: ${name}`, () => assertSame([...line.split(" "), ...more], options));
}

test("what is no option, or no command, is refused as the binary does, which also guesses what was meant", () => {
  for (const line of ["check --formats json one.yaml", "scan --x-y -r one.yaml events.json", "chek one.yaml", "--strict"]) {
    const [npm, native] = [NPM, NATIVE].map((program) => run(program, line.split(" ")));
    assert.deepEqual([npm.status, npm.stdout, npm.stderr.split("\n")[0]], [2, "", native.stderr.split("\n")[0]]);
    assert.equal(native.status, 2);
  }
});

for (const format of ["text", "json", "github", "sarif", "junit"]) {
  test(`as the binary: a check of many mistakes as ${format}`, () => {
    assertSame(["check", "--format", format, "tests/diagnostics", "rules"], { cwd: root });
  });
}

/** Some of the golden cases: all of them run through the package elsewhere. */
const cases = [join(root, "tests/golden")].flatMap((golden) => runCases(golden, readKnown())).filter((_, index) => index % 20 === 0);

for (const { name, folder: cwd, plan, expected } of cases) {
  test(`golden case by command line: ${name}`, () => {
    const events = readdirSync(cwd).includes("events") ? "events" : "events.json";
    const settings = Object.entries(plan.options).flatMap(([key, value]) => ["-o", `${key}=${value}`]);
    const { status, stdout } = run(NPM, ["scan", "-r", "rules.yaml", ...settings, events], { cwd, env: plan.env });
    if (expected.otherThan) assert.notEqual(difference(expected.otherThan, Buffer.from(stdout)), undefined);
    else assert.equal(difference(expected.stdout, Buffer.from(stdout)), undefined);
    assert.equal(status, expected.exit);
  });
}

test("files are formatted where they are, as the binary does, and keep their rights", () => {
  const texts = [NATIVE, NPM].map((program) => {
    const path = join(folder, "format.yaml");
    rmSync(path, { force: true });
    writeFileSync(path, readFileSync(join(folder, "messy.yaml")));
    chmodSync(path, 0o640);
    const said = run(program, ["fmt", "format.yaml"]);
    return { said, text: readFileSync(path, "utf8"), left: readdirSync(folder).length };
  });
  assert.deepEqual(texts[1], texts[0]);
  assert.match(texts[1].text, /^- macro: m$/m);
});

test("tests are written anew where they are, as the binary does", () => {
  const path = join(folder, "tests/update_test.yaml");
  const texts = [NATIVE, NPM].map((program) => {
    writeFileSync(path, TESTS.replace("RULE", "a").replace("info", "error"));
    const said = run(program, ["test", "--update", "tests/update_test.yaml"]);
    return { said, text: readFileSync(path, "utf8"), left: readdirSync(join(folder, "tests")).length };
  });
  rmSync(path);
  assert.deepEqual(texts[1], texts[0]);
  assert.match(texts[1].said.stderr, /`tests\/update_test.yaml` was updated/);
  assert.match(texts[1].text, /priority: informational/i);
});

test("a reader that goes away is no failure", () => {
  const script = `"${NPM.join('" "')}" list fields | head -1; echo "\${PIPESTATUS[0]}"`;
  const { stdout } = spawnSync("bash", ["-c", script], { encoding: "utf8" });
  assert.match(stdout, /\n0\n$/);
});

test("what npm does not have is refused with a word about it", () => {
  for (const line of ["run", "pack -r one.yaml", "scan --threads 2 -r one.yaml events.json", "scan --stats -r one.yaml events.json", "scan -r one.yaml --format pretty events.json", "check rules/*.yaml", "check --module x one.yaml", "test --watch"]) {
    const { status, stdout, stderr } = run(NPM, line.split(" "));
    assert.deepEqual([status, stdout], [2, ""], line);
    assert.match(stderr, /needs? the binary/, line);
  }
  const { status, stderr } = run(NPM, ["test", "-r", "rules/*.yaml", "tests/alone.yaml"]);
  assert.match(stderr, /patterns such as `rules\/\*\.yaml` need the binary/);
  assert.equal(status, 1);
  const zstd = run(NPM, ["scan", "-r", "one.yaml", "-"], { input: Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]) });
  assert.match(zstd.stderr, /Zstandard cannot be decompressed/);
  assert.equal(zstd.status, 1);
});

test("help names every command and every option", () => {
  const { status, stdout } = run(NPM, ["--help"]);
  assert.equal(status, 0);
  for (const command of ["scan", "explain", "check", "test", "fmt", "list", "rules show"]) assert.ok(stdout.includes(`  ${command} `), command);
  for (const [command, option] of [["scan", "--wrapping <WRAPPING>"], ["check", "--deny <LINT>"], ["fmt", "--diff"], ["test", "--update"], ["explain", "--fields"], ["list", "--source <SOURCE>"], ["rules show", "--rules <RULES>"]]) {
    const page = run(NPM, [...command.split(" "), "--help"]);
    assert.ok(page.status === 0 && page.stdout.includes(option), command);
  }
  assert.equal(run(NPM, []).status, 2);
});
