/** What tests see of rules: counted by the places in their text, and kept beside it while it changes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { EditorState } from "@codemirror/state";
import { fileURLToPath } from "node:url";
import { coverage, nextUnseen, setCoverageShown, showSeen } from "../src/editor/coverage.js";
import { missingOf } from "../src/view/coverage.js";
import { coverageOf } from "../src/worker/coverage.js";
import { event, lines, rule } from "./support/rules.mjs";

const { testRules } = await import(fileURLToPath(new URL("../../../dist/npm/node.js", import.meta.url)));

const RULES = `- macro: by_users\n  condition: ct.user exists\n- list: names\n  items: [CreateUser, CreateRole]\n${rule("Made", "by_users and ct.name in (names)")}${rule("Listed", "by_users and ct.name = ListUsers")}${rule("Else", "ct.name = Else")}`;

const TESTS = `cases:
  - {name: made, event: {file: events.json, record: 1}, fires: Made}
  - {name: not made, event: {file: events.json, record: 2}, silent: Made}
  - {name: by nobody, event: {file: events.json, record: 3}, silent: Listed}
`;

async function seen() {
  const events = lines([event(2), event(1), event(1, { userIdentity: {} })]);
  const files = [{ name: "rules_test.yaml", text: TESTS, rules: [{ name: "rules.yaml", text: RULES }], inputs: [{ name: "events.json", text: events }] }];
  const { text, ok } = await testRules(files, { format: "json", coverage: true });
  assert.ok(ok, text);
  return coverageOf(JSON.parse(text).coverage);
}

/** An editor without a page. */
function editor() {
  return {
    state: EditorState.create({ doc: RULES, extensions: coverage(true) }),
    dispatch(change) {
      this.state = this.state.update(change).state;
    },
  };
}

/** The parts that are marked as not seen both ways, as the text has them now. */
function marked(view) {
  const found = [];
  view.dispatch({ selection: { anchor: 0 } });
  for (let mark = nextUnseen(view); mark !== undefined && !found.some(({ from }) => from === mark.from); mark = nextUnseen(view)) {
    found.push({ from: mark.from, text: view.state.sliceDoc(mark.from, mark.to), missing: mark.part.missing });
    view.dispatch({ selection: { anchor: mark.from } });
  }
  return found.map(({ text, missing }) => `${missing}: ${text}`);
}

const GAPS = ["never met: CreateRole", "never asked: ct.name = ListUsers"];

test("a macro that rules share is seen by the cases of all of them, and a rule without a case is named", async () => {
  const { parts, ...shares } = await seen();
  assert.deepEqual(shares, { tests: { seen: 2, all: 3 }, items: { seen: 1, all: 2 }, exceptions: { seen: 0, all: 0 }, untested: 1 });
  assert.deepEqual(missingOf(parts), [...GAPS, "no case is about: Else"]);
  assert.deepEqual(parts.filter(({ place }) => place.line === 2).map(({ text, seen: how }) => [text, how]), [["ct.user exists", "all"]]);
});

test("marks move with the text, and one goes when its own text is edited", async () => {
  const view = editor();
  const { parts } = await seen();
  showSeen(view, parts);
  const all = [...GAPS, "no case is about: rule: Else"];
  assert.deepEqual(marked(view), all);
  view.dispatch({ changes: { from: 0, insert: "# ü\n\n" } });
  view.dispatch({ changes: { from: view.state.doc.toString().indexOf("CreateUser"), insert: "Other, " } });
  assert.deepEqual(marked(view), all);
  const at = view.state.doc.toString().indexOf("ListUsers");
  view.dispatch({ changes: { from: at, to: at + 4, insert: "Get" } });
  assert.deepEqual(marked(view), [all[0], all[2]]);
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: RULES } });
  assert.deepEqual(marked(view), []);
});

test("nothing is marked while it is hidden", async () => {
  const view = editor();
  const { parts } = await seen();
  showSeen(view, parts);
  setCoverageShown(view, false);
  assert.deepEqual(marked(view), []);
  setCoverageShown(view, true);
  assert.deepEqual(marked(view), []);
  showSeen(view, parts);
  assert.equal(marked(view).length, 3);
});
