/** Explanations: what they say, against the schemas that say what they are, and the same from the package as from the command line. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { host, npm } from "./support/paths.mjs";
import { validator } from "./support/schema.mjs";

const { EngineTrap, readFields, Ruleset, RulesetError } = await import(join(npm, "node.js"));
const engine = await import(join(npm, "engine.js"));

const RULES = `\
- {list: admins, items: [alice]}
- {list: people, items: [admins, bob]}
- {macro: login, condition: ct.name = ConsoleLogin or ct.name = SwitchRole}
- rule: Login
  desc: d
  condition: login and not ct.user in (people) and not ct.user = val(ct.srcip)
  output: o
  priority: INFO
  source: aws_cloudtrail
  exceptions:
  - {name: e, fields: [ct.region, ct.user], values: [[x, y]]}
- {rule: Any, desc: d, condition: ct.name exists, output: o, priority: INFO, source: aws_cloudtrail}
- {rule: Never, desc: d, condition: ct.name in (), output: o, priority: INFO, source: aws_cloudtrail}
- {rule: Off, desc: d, condition: ct.name exists, output: o, priority: INFO, source: aws_cloudtrail, enabled: false}
`;

const EVENTS = ["alice", "bob", "mallory"]
  .flatMap((userName) => ["ConsoleLogin", "GetUser"].map((eventName) => ({ userName, eventName })))
  .map(({ userName, eventName }) => ({ eventTime: "2026-01-02T03:04:05Z", eventType: "x", eventName, userIdentity: { type: "IAMUser", userName }, awsRegion: "x" }))
  .map((event) => `${JSON.stringify(event)}\n`)
  .join("");

const rules = await Ruleset.load([{ name: "<stdin>", text: RULES }]);

/** What the command line prints. */
function printed(...args) {
  const all = ["explain", "-r", "-", "--color", "never", ...args, "/dev/fd/3"];
  const { stdout, stderr, status } = spawnSync("sh", ["-c", 'printf %s "$EVENTS" > "$TMP_EVENTS"; exec 3< "$TMP_EVENTS"; rm "$TMP_EVENTS"; exec "$0" "$@"', host, ...all], {
    input: RULES,
    encoding: "utf8",
    env: { ...process.env, EVENTS, TMP_EVENTS: join(tmpdir(), `falconet-events-${process.pid}`) },
  });
  assert.equal(stderr, "");
  assert.equal(status, 0);
  return stdout;
}

test("explanations are as their schema says, and may have nothing more", () => {
  const validate = validator("docs/schema/explain.schema.json");
  const all = rules.explain(EVENTS);
  assert.equal(all.length, 18);
  for (const one of all) assert.ok(validate(one), JSON.stringify(validate.errors, null, 2));
  assert.ok(!validate({ ...all[0], more: 1 }));
});

test("an explanation says what decided, where it stands, and what would change it", () => {
  const [alice, , , , mallory] = rules.explain(EVENTS, { rule: "Login" });
  assert.deepEqual([alice.fired, mallory.fired], [false, true]);
  assert.deepEqual(alice.near.map(({ text }) => text)[0], "would fire if `ct.user` were something else (it is `alice`)");
  const [condition] = alice.tree.children;
  const user = condition.children[1].children[0];
  assert.deepEqual([user.field, user.value, user.lists[0].through.map(({ name }) => name)], ["ct.user", "alice", ["admins", "people"]]);
  const event = EVENTS.split("\n")[0];
  assert.equal(event.slice(...user.span), "alice");
  assert.equal(user.read[0].path, "userIdentity.userName");
  assert.deepEqual(mallory.hides, ["Any"]);
  assert.equal(condition.children[0].kind, "macro");
  assert.equal(alice.tree.children[1].kind, "exception");
});

test("the nearest events are as their schema says", () => {
  const validate = validator("docs/schema/near.schema.json");
  const [login, any, never] = rules.nearMisses(EVENTS, { count: 2 });
  for (const one of [login, any, never]) assert.ok(validate(one), JSON.stringify(validate.errors, null, 2));
  assert.deepEqual([login.events, login.fired, login.nearest.map(({ event }) => event)], [6, 1, [1, 3]]);
  assert.deepEqual([any.fired, any.nearest, never.nearest], [6, [], []]);
});

test("the fields of an event are as their schema says", async () => {
  const validate = validator("docs/schema/fields.schema.json");
  const all = await readFields(EVENTS);
  assert.equal(all.length, 6);
  for (const one of all) assert.ok(validate(one), JSON.stringify(validate.errors, null, 2));
  const [{ fields }] = await readFields(EVENTS, { path: "userIdentity.userName" });
  assert.deepEqual(fields.filter(({ field }) => /^(ct.user|json)/.test(field)).map(({ value }) => value).filter(Boolean), ["alice", "alice"]);
});

test("the command line prints the same bytes", () => {
  const lines = (objects) => objects.map((one) => `${JSON.stringify(one)}\n`).join("");
  const same = (one, other) => assert.deepEqual(one.split("\n"), other.split("\n"));
  same(printed("--format", "json"), lines(rules.explain(EVENTS)));
  same(printed("--rule", "Login", "--format", "text"), rules.explain(EVENTS, { rule: "Login", format: "text" }));
  same(printed("--format", "text"), rules.explain(EVENTS, { format: "text" }));
  same(printed("--rule", "Login", "--format", "html"), rules.explain(EVENTS, { rule: "Login", format: "html" }));
  same(printed("--near", "2", "--format", "json"), lines(rules.nearMisses(EVENTS, { count: 2 })));
  same(printed("--near", "2"), rules.nearMisses(EVENTS, { count: 2, format: "text" }));
});

test("a rule that is not there or takes no part is an error", () => {
  assert.throws(() => rules.explain("{}", { rule: "Nope" }), RulesetError);
  assert.throws(() => rules.explain("{}", { rule: "Off" }), /takes no part/);
  assert.throws(() => rules.nearMisses("{}", { count: 1001 }), /at most 1000/);
});

test("nothing stays loaded behind explanations", () => {
  for (let at = 0; at < 100; at += 1) rules.explain("{}");
  assert.throws(() => engine.use((abi) => { abi.call({ op: "version" }); throw new WebAssembly.RuntimeError("x"); }), EngineTrap);
  assert.equal(rules.explain(EVENTS, { rule: "Any" }).length, 6);
});
