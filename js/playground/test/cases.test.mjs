/** Tests of rules that are made of events: the module takes them, and they hold. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { caseText, placeOf } from "../src/share/case.js";
import { reasonsOf, shortly } from "../src/view/tests.js";
import { event, rule } from "./support/rules.mjs";

const { testRules } = await import(fileURLToPath(new URL("../../../dist/npm/node.js", import.meta.url)));

const RULES = [{ name: "rules.yaml", text: rule('"Users: all #1"', "ct.name = CreateUser") + rule("Roles", "ct.name = CreateRole") }];

/** The cases that are made of these, one after the other. */
function made(tests, ...all) {
  for (const one of all) {
    const { from, insert } = placeOf(tests, caseText(one));
    tests = tests.slice(0, from) + insert + tests.slice(from);
  }
  return tests;
}

async function run(text) {
  const { ok, text: report } = await testRules([{ name: "rules_test.yaml", text, rules: RULES }], { format: "json" });
  return { ok, ...JSON.parse(report).files[0] };
}

const fires = (text, name = "made") => ({ name, event: text, expects: "fires", rules: ["Users: all #1"] });

const EVENTS = {
  "as it is": JSON.stringify(event(2)),
  "over several lines": JSON.stringify(event(2), null, 2),
  "odd texts": JSON.stringify(event(2, { userAgent: 'a: "b" #\u202e\u0007\n\t', "key: odd": "yes", empty: {}, list: [{ a: [] }, null, -1.5e-7], deep: { er: { x: "null", y: "arn:", z: " a" } }, text: "👍 ünï" })),
  "numbers that reading would change": `{"n": 12345678901234567890, ${JSON.stringify(event(2)).slice(1)}`,
};

for (const [name, text] of Object.entries(EVENTS)) {
  test(`a test is made of an event: ${name}`, async () => {
    const report = await run(made("", fires(text)));
    assert.deepEqual([report.ok, report.passed, report.problems], [true, 1, []]);
  });
}

test("an event is written as YAML, unless a number in it would be lost", () => {
  assert.match(caseText(fires(EVENTS["as it is"])), /^- name: made\n {2}event:\n {4}eventTime: "2026-03-01T12:00:00Z"\n[\s\S]*\n {4}userIdentity:\n {6}type: IAMUser\n {6}userName: alice\n {2}fires: "Users: all #1"\n$/);
  assert.match(caseText(fires(EVENTS["numbers that reading would change"])), /^- name: made\n {2}event: \{"n": 12345678901234567890, /);
});

const PLACES = {
  "below others": "cases:\n  - name: a\n    event: {file: e}\n    only: []\n",
  "without an end of the last line": "cases:\n- name: a\n  event: {file: e}\n  only: []",
  "before another key": "# tests\ncases:   # these\n    - name: a\n      event: {file: e}\n\n      only: []\n\nevents:\n  x: {}\n",
  "where there are no cases yet": "settings: [rule_matching=first]",
};

for (const [name, tests] of Object.entries(PLACES)) {
  test(`a case is added ${name}`, async () => {
    const { problems, cases } = await run(made(tests, fires(EVENTS["as it is"], "one"), { ...fires(EVENTS["as it is"], "two"), expects: "only" }, { ...fires(EVENTS["as it is"], "three"), expects: "silent", rules: ["Roles"] }));
    assert.deepEqual(problems, []);
    assert.deepEqual(cases.filter(({ passed }) => passed).map(({ name: own }) => own), ["one", "two", "three"]);
  });
}

test("no case is added to cases that stand in brackets", () => assert.equal(placeOf("cases: [{name: a}]\n", "- name: b\n"), undefined));

test("a failure says in one line the least that would have to change, or what the alert rests on", async () => {
  const lacking = { ...fires(JSON.stringify(event(1))), name: "lacking" };
  const { cases } = await run(made("", lacking, { ...fires(EVENTS["as it is"]), expects: "silent" }));
  assert.deepEqual(cases.map(shortly), ["does not fire: it would if `ct.name` were `CreateUser` (it is `ListUsers`)", "fires: `ct.name = CreateUser` holds: `ct.name` is `CreateUser`"]);
  assert.deepEqual(reasonsOf({ code: "FT0103", why: null }), []);
});
