/** Events that come over time: whatever they come from, in whatever pieces. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { Readable } from "node:stream";
import { ReadableStream } from "node:stream/web";
import { test } from "node:test";
import { caseInputs, loadRequest, runCases } from "./support/cases.mjs";
import { difference } from "./support/difference.mjs";
import { readKnown } from "./support/known.mjs";
import { cut, event, lines, load, names, users } from "./support/login.mjs";
import { npm, root } from "./support/paths.mjs";

const { Ruleset } = await import(join(npm, "node.js"));

const encoder = new TextEncoder();
const text = lines(50);
const bytes = encoder.encode(text);

async function* over(items) {
  for (const item of items) {
    await undefined;
    yield item;
  }
}

/** What a stream gives that has no async iterator, as in browsers that are still about. */
function bare(items) {
  const stream = ReadableStream.from(items);
  return { getReader: () => stream.getReader() };
}

const SOURCES = {
  "a stream of the web": () => ReadableStream.from(cut(bytes, 100)),
  "a stream of the web without an iterator": () => bare(cut(bytes, 100)),
  "a stream of text": () => ReadableStream.from(cut(text, 100)),
  "a stream of Node": () => Readable.from(cut(bytes, 100)),
  "an async iterable of bytes": () => over(cut(bytes, 7)),
  "an async iterable of text": () => over(cut(text, 7)),
  "an async iterable of objects": () => over(names(50).map(event)),
  "an iterable of pieces": () => cut(bytes, 1000),
  "a blob": () => new Blob([bytes]),
  "a response": () => new Response(bytes),
  "text": () => text,
  "bytes": () => bytes,
  "a document": () => JSON.stringify({ Records: names(50).map(event) }),
  "a document in pieces": () => over(cut(JSON.stringify({ Records: names(50).map(event) }, undefined, 1), 11)),
};

for (const [name, source] of Object.entries(SOURCES)) {
  test(`events come from ${name}`, async () => {
    const rules = await load();
    assert.deepEqual(await users(rules.stream(source())), names(50));
    assert.deepEqual(rules.counts, { events: 50, malformed: 0, skipped: 0, alerts: 50 });
    rules.dispose();
  });
}

test("sources that give nothing end", async () => {
  const rules = await load();
  for (const source of [[], "", new Response(null), new Blob([]), new Uint8Array(), over([]), ReadableStream.from([])]) assert.deepEqual(await users(rules.stream(source)), []);
  assert.deepEqual(rules.counts, { events: 0, malformed: 0, skipped: 0, alerts: 0 });
  rules.dispose();
});

test("`scan` takes what comes over time too", async () => {
  const rules = await load();
  for (const source of [ReadableStream.from([bytes]), Readable.from([bytes]), new Blob([bytes]), new Response(bytes)]) {
    assert.deepEqual(await users(rules.scan(source)), names(50));
  }
  assert.throws(() => rules.scanLines(new Blob([bytes])), { code: "INPUT", message: /use `stream`/ });
  rules.dispose();
});

test("inputs of every shape are judged as at once, however they are cut", async () => {
  const cases = [...runCases(join(root, "tests/golden"), readKnown()).filter(({ expected }, index) => index % 15 === 0 && expected.exit === 0), ...runCases(join(root, "tests/wrappings"), readKnown())];
  for (const golden of cases) {
    for (const input of caseInputs(golden).filter(({ length }) => length < 100_000)) {
      const expected = await judged(golden, async (rules) => [rules.scanLines(input)]);
      for (const size of [97, 1009]) {
        const actual = await judged(golden, (rules) => collected(rules.streamLines(over(cut(Buffer.from(input), size)))));
        assert.equal(difference(expected.lines, actual.lines), undefined, golden.name);
        assert.deepEqual([actual.counts, actual.problems], [expected.counts, expected.problems], golden.name);
      }
    }
  }
});

/** What rules of their own say of an input. */
async function judged(golden, judge) {
  const { files, settings, hostname, evt_hostname: evtHostname, wrapping, alert_id: alertId } = loadRequest(golden);
  const problems = [];
  const rules = await Ruleset.load(files, { settings, hostname, evtHostname, wrapping, alertId, onProblem: (problem) => problems.push(problem) });
  const lines = Buffer.concat(await judge(rules));
  const { counts } = rules;
  rules.dispose();
  return { lines, counts, problems };
}

async function collected(blocks) {
  const all = [];
  for await (const block of blocks) all.push(block);
  return all;
}

test("lines come as bytes too", async () => {
  const rules = await load();
  const blocks = [];
  for await (const block of rules.streamLines(over(cut(bytes, 333)))) blocks.push(block);
  assert.ok(blocks.length > 5);
  assert.deepEqual(Buffer.concat(blocks), Buffer.from(rules.scanLines(text)));
  rules.dispose();
});

test("text may be cut inside a character", async () => {
  const rules = await load();
  const user = "😀é😀";
  assert.deepEqual(await users(rules.stream(over(JSON.stringify(event(user)).split("")))), [user]);
  assert.deepEqual(await users(rules.stream(over(cut(encoder.encode(JSON.stringify(event(user))), 1)))), [user]);
  rules.dispose();
});

test("an object ends what came before it", async () => {
  const rules = await load();
  const source = [JSON.stringify(event("a")), event("b"), JSON.stringify(event("c")).slice(0, 9), JSON.stringify(event("c")).slice(9), event("d")];
  assert.deepEqual(await users(rules.stream(over(source))), ["a", "b", "c", "d"]);
  rules.dispose();
});

test("no more is read than alerts are asked for, and the source hears that nobody wants more", async () => {
  const rules = await load();
  let given = 0;
  let cancelled = false;
  const source = new ReadableStream(
    {
      pull(controller) {
        given += 1;
        controller.enqueue(encoder.encode(`${JSON.stringify(event(`u${given}`))}\n`));
      },
      cancel() {
        cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  const alerts = rules.stream(source);
  for (let asked = 1; asked <= 3; asked += 1) {
    assert.equal((await alerts.next()).value.output_fields["ct.user"], `u${asked}`);
    // What has no newline behind it yet may be looked at once more; nothing else is read ahead.
    assert.ok(given <= asked + 1, `${given} pieces for ${asked} alerts`);
  }
  await alerts.return();
  assert.ok(cancelled);
  rules.dispose();
});

test("a stream of Node is destroyed where the loop ends", async () => {
  const rules = await load();
  const source = Readable.from(cut(bytes, 100));
  for await (const alert of rules.stream(source)) {
    assert.equal(alert.rule, "Login");
    break;
  }
  assert.ok(source.destroyed);
  rules.dispose();
});

test("streams of one ruleset may be under way at a time, and scans between them", async () => {
  const rules = await load();
  const [first, second] = [rules.stream(over(cut(bytes, 10))), rules.stream(over(cut(bytes, 13)))];
  const seen = [[], []];
  for (let turn = 0; turn < 50; turn += 1) {
    for (const [index, stream] of [first, second].entries()) seen[index].push((await stream.next()).value.output_fields["ct.user"]);
    assert.deepEqual(await users(rules.scan(event("between"))), ["between"]);
  }
  assert.deepEqual(seen, [names(50), names(50)]);
  assert.ok((await first.next()).done && (await second.next()).done);
  assert.equal(rules.counts.events, 150);
  rules.dispose();
});

test("as many streams as the module holds rulesets may be under way, and afterwards others may be loaded", async () => {
  const rules = await load();
  const streams = [];
  const open = async () => {
    const stream = rules.stream(over(cut(bytes, 100)));
    streams.push(stream);
    await stream.next();
  };
  for (let count = 0; count < 60; count += 1) await open();
  await assert.rejects(async () => {
    for (let count = 0; count < 10; count += 1) await open();
  }, { code: "SETTINGS", message: /64/ });
  for (const stream of streams) await stream.return();
  const others = await Promise.all(Array.from({ length: 50 }, () => load()));
  for (const loaded of [rules, ...others]) loaded.dispose();
});

test("counts and matches are those of all streams", async () => {
  const rules = await load(undefined, { settings: { json_output: false } });
  const [first, second] = [rules.streamLines(over(cut(bytes, 10))), rules.streamLines(over(cut(bytes, 10)))];
  await first.next();
  await second.next();
  for await (const lines of first) assert.ok(lines.length > 0);
  for await (const lines of second) assert.ok(lines.length > 0);
  assert.match(rules.statistics(), /Login: 100\n/);
  rules.dispose();
});

test("records that cannot be judged are told with their place in the whole input", async () => {
  const problems = [];
  const rules = await load(undefined, { onProblem: (problem) => problems.push(problem) });
  const broken = `${text}{"broken": \n${text}`;
  assert.deepEqual(await users(rules.stream(over(cut(broken, 100)))), [...names(50), ...names(50)]);
  assert.deepEqual(problems.map(({ record, offset }) => ({ record, offset })), [{ record: 51, offset: problems[0].offset }]);
  assert.ok(problems[0].offset >= text.length && problems[0].offset <= text.length + 12);
  rules.dispose();
});

test("the number of an object is told, however objects are gathered", async () => {
  for (const scan of ["scan", "stream"]) {
    const problems = [];
    const rules = await load(undefined, { onProblem: (problem) => problems.push(problem), maxRecordBytes: 100_000 });
    const objects = [...names(3000).map(event), event("x".repeat(200_000)), event("last")];
    assert.equal((await users(rules[scan](objects))).length, 3001);
    assert.deepEqual(problems.map(({ record }) => record), [3001]);
    rules.dispose();
  }
});

test("a record that ends too early is told where the stream ends", async () => {
  const problems = [];
  const rules = await load(undefined, { onProblem: (problem) => problems.push(problem) });
  assert.deepEqual(await users(rules.stream(over([text, '{"eventName": "Cons']))), names(50));
  assert.equal(problems.length, 1);
  assert.equal(rules.counts.malformed, 1);
  rules.dispose();
});

test("what fails in the source comes out, behind the alerts before", async () => {
  const rules = await load();
  async function* failing() {
    yield text;
    throw new RangeError("no more");
  }
  const seen = [];
  await assert.rejects(async () => {
    for await (const alert of rules.stream(failing())) seen.push(alert);
  }, { name: "RangeError", message: "no more" });
  assert.equal(seen.length, 50);
  assert.deepEqual(await users(rules.stream(over([text]))), names(50));
  rules.dispose();
});

test("too much is refused, if that is asked for", async () => {
  const rules = await load();
  await assert.rejects(users(rules.stream(over(cut(bytes, 100)), { maxBytes: bytes.length - 1 })), { code: "TOO_LARGE" });
  assert.deepEqual(await users(rules.stream(over(cut(bytes, 100)), { maxBytes: bytes.length })), names(50));
  rules.dispose();
});

test("what is no input is refused", async () => {
  const rules = await load();
  for (const source of [undefined, null, 5, over([5]), over([undefined])]) await assert.rejects(users(rules.stream(source)), { name: "FalconetError", code: "INPUT" });
  rules.dispose();
});

test("a ruleset that was disposed of stops its streams", async () => {
  const rules = await load();
  const alerts = rules.stream(over(cut(bytes, 100)));
  await alerts.next();
  rules.dispose();
  await assert.rejects(users(alerts), { code: "DISPOSED" });
  await assert.rejects(users(rules.stream(text)), { code: "DISPOSED" });
});
