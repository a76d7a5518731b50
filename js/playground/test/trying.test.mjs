/** Copies of events, changed as an explanation says. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { changed, inserted } from "../src/trying.js";

/** An explanation that wants tests turned; each reads the value of a key. */
function explanation(event, tests, more = {}) {
  const children = tests.map(({ key, ...leaf }, test) => {
    const [start] = [event.indexOf(`"${key}":`) + key.length + 3];
    const from = Buffer.byteLength(event.slice(0, start));
    const value = /^(?:"[^"]*"|[^,}]*)/.exec(event.slice(start))[0];
    return { kind: "test", test, reached: true, read: [{ path: key, span: [from, from + Buffer.byteLength(value)] }], ...leaf };
  });
  return { tree: { kind: "and", children }, near: [{ tests: tests.map((_, test) => test), text: "" }], wrapped: false, ...more };
}

const EVENT = '{"ü":"é","a":"x","n":1,"e":"Denied"}';

const CASES = {
  "a value that must be one of a few": [[{ key: "a", holds: false, operator: "in", with: ["y", "z"] }], '{"ü":"é","a":"y","n":1,"e":"Denied"}'],
  "a number stays one": [[{ key: "n", holds: false, operator: "=", with: ["22"] }], '{"ü":"é","a":"x","n":22,"e":"Denied"}'],
  "a text of digits stays a text": [[{ key: "a", holds: false, operator: "=", with: ["22"] }], '{"ü":"é","a":"22","n":1,"e":"Denied"}'],
  "quotes in a value": [[{ key: "a", holds: false, operator: "=", with: ['"\n'] }], '{"ü":"é","a":"\\"\\n","n":1,"e":"Denied"}'],
  "a value that must be another": [[{ key: "a", holds: true, operator: "=", with: ["x"] }], '{"ü":"é","a":"something-else","n":1,"e":"Denied"}'],
  "a value that must not be there": [[{ key: "e", holds: true, operator: "exists" }], '{"ü":"é","a":"x","n":1}'],
  "the first value must not be there": [[{ key: "ü", holds: true, operator: "exists" }], '{"a":"x","n":1,"e":"Denied"}'],
  "several at once": [[{ key: "e", holds: true, operator: "exists" }, { key: "a", holds: false, operator: "startswith", with: ["y"] }], '{"ü":"é","a":"y","n":1}'],
  "a value that is not there": [[{ key: "a", holds: false, operator: "=", with: ["y"], read: [] }], undefined],
  "an operator that says no value": [[{ key: "a", holds: false, operator: "regex", with: ["y+"] }], undefined],
  "a value of several parts": [[{ key: "a", holds: false, operator: "=", with: ["y"], read: [{ span: [1, 2] }, { span: [3, 4] }] }], undefined],
  "one value that must be two things": [[{ key: "a", holds: false, operator: "=", with: ["y"] }, { key: "a", holds: false, operator: "=", with: ["z"] }], undefined],
};

for (const [name, [tests, expected]] of Object.entries(CASES)) {
  test(`a copy is changed: ${name}`, () => assert.equal(changed(EVENT, explanation(EVENT, tests)), expected));
}

test("an event in an envelope is left alone, and so is one of a rule that fired", () => {
  const tests = [{ key: "a", holds: false, operator: "=", with: ["y"] }];
  assert.equal(changed(EVENT, explanation(EVENT, tests, { wrapped: true })), undefined);
  assert.equal(changed(EVENT, explanation(EVENT, tests, { near: [] })), undefined);
});

test("a copy goes behind its event, in a list with a comma", () => {
  assert.equal(inserted('{"Records":[{} ,{}]}', 14, "{1}"), ",\n{1}");
  assert.equal(inserted("[{}\n]", 3, "{1}"), ",\n{1}");
  assert.equal(inserted("{}\n{}\n", 2, "{1}"), "\n{1}");
});
