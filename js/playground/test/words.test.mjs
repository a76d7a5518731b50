/** What completion expects, by the words before. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { columnBelow } from "../src/editor/indent.js";
import { expectationAfter } from "../src/editor/expectation.js";

const CASES = {
  "": "test",
  "> \n  ": "test",
  "ct.name ": "operator",
  "ct.name = ": "value",
  "ct.name = CreateUser ": "logic",
  'ct.name = "a and b" ': "logic",
  "ct.name exists ": "logic",
  "ct.name = CreateUser and ": "test",
  "not ": "test",
  "(ct.name in (a, ": "value",
  "ct.name in (a, b) ": "logic",
  "ct.name in (a, b) or (": "test",
  "is_login ": "logic",
  "is_login and not ct.user.arn ": "operator",
  "json.value[/a/b c] ": "operator",
  "tolower(ct.name) ": "operator",
  "ct.name startswith anyof (": "value",
  "ct.src = iam.amazonaws.com and ct.name ": "operator",
};

for (const [text, what] of Object.entries(CASES)) {
  test(`after \`${text.trim()}\` comes: ${what}`, () => assert.equal(expectationAfter(text).what, what));
}

test("the field of a value is known", () => {
  assert.deepEqual(expectationAfter("a and ct.src in ("), { what: "value", field: "ct.src", inList: true });
});

const BELOW = { "- rule: a": 2, "  desc: b": 2, "  condition: >": 4, "  condition:": 4, "    ct.name = a": 4, "": 0, "  exceptions:": 4, "    - name: e": 6, "# comment": 0 };

for (const [line, column] of Object.entries(BELOW)) {
  test(`below \`${line}\` a line begins in column ${column}`, () => assert.equal(columnBelow(line), column));
}
