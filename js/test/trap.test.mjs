/** The module stops in the middle of an event: what that costs, and what is told. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { cut, event, lines, load, names, users } from "./support/login.mjs";
import { npm } from "./support/paths.mjs";

const { EngineTrap } = await import(join(npm, "node.js"));
const { Abi } = await import(join(npm, "abi.js"));
const engine = await import(join(npm, "engine.js"));
const { initSync } = await import(join(npm, "glue.js"));

// No event is known that kills the module, so one that gives an alert with this in it makes it read where there is no memory.
const { evaluate } = Abi.prototype;
Abi.prototype.evaluate = function (handle, batch, flags) {
  const result = evaluate.call(this, handle, batch, flags);
  if (Buffer.from(result.lines).includes("poison")) initSync().falconet_eval(handle, 0xffff0000, 0x10000, flags);
  return result;
};

const poisoned = (...at) => lines(50).split("\n").map((line, index) => (at.includes(index) ? line.replace(`"u${index}"`, '"poison"') : line)).join("\n");
const LINES = poisoned(20);
const DOCUMENT = JSON.stringify({ Records: names(50).map((user, index) => event(index === 20 ? "poison" : user)) });

/** What is seen until a trap, and the trap. */
async function untilTrap(scan) {
  const seen = [];
  try {
    for await (const alert of scan) seen.push(alert.output_fields["ct.user"]);
  } catch (trap) {
    assert.ok(trap instanceof EngineTrap && trap.code === "ENGINE_TRAP" && trap.cause instanceof WebAssembly.RuntimeError, trap);
    return { seen, trap };
  }
  return assert.fail("no trap");
}

const INPUTS = {
  "lines at once": (rules) => rules.scan(LINES),
  "a document at once": (rules) => rules.scan(DOCUMENT),
  "objects": (rules) => rules.scan(JSON.parse(DOCUMENT).Records),
  "lines in pieces": (rules) => rules.stream(cut(LINES, 100)),
  "a document in pieces": (rules) => rules.stream(cut(DOCUMENT, 100)),
  "a pretty document in pieces": (rules) => rules.stream(cut(JSON.stringify(JSON.parse(DOCUMENT), undefined, 2), 130)),
  "an array in pieces": (rules) => rules.stream(cut(JSON.stringify(JSON.parse(DOCUMENT).Records), 300)),
  "a document in large pieces": (rules) => rules.stream(cut(DOCUMENT, 6000)),
  "objects over time": (rules) => rules.stream(JSON.parse(DOCUMENT).Records),
};

for (const [name, scan] of Object.entries(INPUTS)) {
  test(`the alerts before come, and the trap names the event: ${name}`, async () => {
    const rules = await load();
    const { seen, trap } = await untilTrap(scan(rules));
    assert.deepEqual(seen, names(20));
    assert.equal(trap.record, 21);
    assert.match(Buffer.from(trap.bytes).toString(), /^\{\s*"eventTime".*poison.*\}$/s);
    assert.deepEqual(await users(rules.scan(event("after"))), ["after"]);
    rules.dispose();
  });

  test(`with \`onTrap\` it costs itself alone: ${name}`, async () => {
    const traps = [];
    const rules = await load(undefined, { onTrap: (trap) => traps.push(trap) });
    assert.deepEqual(await users(scan(rules)), names(50).filter((user) => user !== "u20"));
    assert.deepEqual(traps.map(({ record }) => record), [21]);
    assert.deepEqual(rules.counts, { events: 49, malformed: 0, skipped: 0, alerts: 49 });
    rules.dispose();
  });
}

test("the place of the record is told", async () => {
  for (const text of [LINES, DOCUMENT]) {
    const rules = await load();
    for (const scan of [rules.scan(text), rules.stream(cut(text, 77))]) {
      const { trap } = await untilTrap(scan);
      assert.equal(text.slice(trap.offset, trap.offset + trap.bytes.length), Buffer.from(trap.bytes).toString());
    }
    rules.dispose();
  }
});

test("several are got over, but not any number", async () => {
  const all = names(50).map((_, index) => index);
  for (const [at, told, counted] of [[[3, 4, 30, 49], 4, 46], [all, 16, 0]]) {
    const traps = [];
    const rules = await load(undefined, { onTrap: (trap) => traps.push(trap.record) });
    const scan = () => users(rules.stream(cut(poisoned(...at), 500)));
    if (at.length < 17) await scan();
    else await assert.rejects(scan, EngineTrap);
    assert.deepEqual(traps, at.slice(0, told).map((index) => index + 1));
    assert.equal(rules.counts.events, counted);
    rules.dispose();
  }
});

test("problems around it keep their places", async () => {
  const problems = [];
  const rules = await load(undefined, { onTrap: () => {}, onProblem: (problem) => problems.push(problem) });
  const broken = `${lines(3)}{"a": \n${poisoned(0)}{"b": \n${lines(2)}`;
  const expected = [4, 55];
  for (const scan of [rules.scan(broken), rules.stream(cut(broken, 90))]) {
    problems.length = 0;
    assert.equal((await users(scan)).length, 54);
    assert.deepEqual(problems.map(({ record }) => record), expected);
    for (const [index, { offset }] of problems.entries()) {
      const begin = broken.indexOf(["{\"a\": \n", "{\"b\": \n"][index]);
      assert.ok(offset >= begin && offset < begin + 10, `${begin} ${offset}`);
    }
  }
  assert.equal(rules.counts.malformed, 4);
  rules.dispose();
});

test("a stream goes on where it was, though the module stopped elsewhere", async () => {
  for (const text of [lines(50), JSON.stringify({ Records: names(50).map(event) })]) {
    const [rules, others] = [await load(), await load()];
    const seen = [];
    for await (const alert of rules.stream(cut(text, 111))) {
      seen.push(alert.output_fields["ct.user"]);
      if (seen.length % 10 === 0) await untilTrap(others.scan(event("poison")));
    }
    assert.deepEqual(seen, names(50));
    rules.dispose();
    others.dispose();
  }
});

test("what stops the module twice is not searched for", async () => {
  const rules = await load();
  const { split } = Abi.prototype;
  Abi.prototype.split = () => initSync().falconet_eval(1, 0xffff0000, 0x10000, 3);
  try {
    const { trap } = await untilTrap(rules.scan(LINES));
    assert.deepEqual([trap.record, trap.offset, trap.bytes], [undefined, undefined, undefined]);
  } finally {
    Abi.prototype.split = split;
  }
  assert.deepEqual(await users(rules.scan(event("after"))), ["after"]);
  rules.dispose();
});

test("a single event may trap too", async () => {
  const rules = await load();
  assert.throws(() => rules.evaluate(event("poison")), EngineTrap);
  assert.equal(rules.evaluate(event("a")).length, 1);
  rules.dispose();
});

test("an instance is not kept alive by those that were replaced", async () => {
  const rules = await load();
  for (let round = 0; round < 200; round += 1) await untilTrap(rules.scan(event("poison")));
  assert.ok(engine.generation() > 200);
  assert.deepEqual(await users(rules.scan(event("after"))), ["after"]);
  rules.dispose();
});
