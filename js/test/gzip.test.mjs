/** Compressed streams. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as zlib from "node:zlib";
import { cut, lines, load, names, users } from "./support/login.mjs";

const { gzipSync } = zlib;
const text = lines(20);

async function* over(items) {
  yield* items;
}

/** The alerts' users, and how it ended. */
async function outcome(source, options) {
  const rules = await load();
  const seen = [];
  try {
    for await (const alert of rules.stream(source, options)) seen.push(alert.output_fields["ct.user"]);
    return { seen };
  } catch (error) {
    return { seen, error };
  } finally {
    rules.dispose();
  }
}

for (const size of [1, 5, 100, 1_000_000]) {
  test(`gzip is known by its content, in pieces of ${size}`, async () => {
    const { seen, error } = await outcome(over(cut(gzipSync(text), size)));
    assert.equal(error, undefined);
    assert.deepEqual(seen, names(20));
  });

  test(`all members are read, in pieces of ${size}`, async () => {
    const members = Buffer.concat([gzipSync(text), gzipSync(""), gzipSync(text, { level: 0 }), gzipSync(text)]);
    const { seen, error } = await outcome(over(cut(members, size)));
    assert.equal(error, undefined);
    assert.deepEqual(seen, [...names(20), ...names(20), ...names(20)]);
  });
}

test("a record may lie in two members", async () => {
  const [first, second] = [text.slice(0, 333), text.slice(333)];
  assert.deepEqual((await outcome(over([gzipSync(first), gzipSync(second)]))).seen, names(20));
});

test("what only looks like the beginning of a member is none", async () => {
  const fake = Buffer.from([0, 0, 0, 0, 7, 0, 0, 0, 0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 3]);
  const noise = Array.from({ length: 40 }, () => fake);
  // Level 0 leaves bytes as they are, so the magic number stands in the compressed data.
  const stored = gzipSync(Buffer.concat([...noise, Buffer.from(`\n${text}`)]), { level: 0 });
  assert.ok(stored.includes(fake));
  for (const size of [1, 64, 1_000_000]) assert.deepEqual((await outcome(over(cut(stored, size)))).seen, names(20));
});

test("data that breaks off gives what came before, and an error", async () => {
  const bytes = gzipSync(text, { level: 0 });
  const { seen, error } = await outcome(over(cut(bytes.subarray(0, 2500), 100)));
  assert.ok(seen.length > 5 && seen.length < 20);
  assert.deepEqual(seen, names(seen.length));
  assert.equal(error.code, "DAMAGED");
  assert.match(error.message, /^the gzip data ends too early; the \d+ bytes before that were judged$/);
});

test("data that is damaged gives what came before, and an error", async () => {
  for (const at of [-8, -4]) {
    const bytes = gzipSync(text);
    bytes[bytes.length + at] ^= 1;
    const { error } = await outcome(over(cut(bytes, 100)));
    assert.equal(error.code, "DAMAGED");
    assert.match(error.message, /^the gzip data cannot be decompressed \(.+\); the \d+ bytes before that were judged$/);
  }
});

test("what follows compressed data and is none is not passed over", async () => {
  for (const rest of [text, Buffer.alloc(20), Buffer.from([0x1f]), Buffer.from([0x1f, 0x8b, 8, 0])]) {
    for (const size of [7, 1_000_000]) {
      const { error } = await outcome(over(cut(Buffer.concat([gzipSync(text), Buffer.from(rest)]), size)));
      assert.equal(error?.code, "DAMAGED");
    }
  }
});

test("a second member that is damaged does not cost the first", async () => {
  const { seen, error } = await outcome(over([gzipSync(text), gzipSync(text).subarray(0, 30)]));
  assert.deepEqual(seen.slice(0, 20), names(20));
  assert.equal(error.code, "DAMAGED");
});

test("a bomb is judged piece by piece, and refused at its bound", async () => {
  const bomb = gzipSync(Buffer.alloc(256 * 1024 * 1024, " "));
  const before = process.memoryUsage().rss;
  const { error } = await outcome(over([bomb]), { maxBytes: 240 * 1024 * 1024 });
  assert.equal(error.code, "TOO_LARGE");
  assert.ok(process.memoryUsage().rss - before < 200 * 1024 * 1024);
});

test("Zstandard is refused with a word about it, in any pieces", async () => {
  const zstd = zlib.zstdCompressSync?.(text) ?? Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0]);
  for (const size of [1, 1000]) assert.equal((await outcome(over(cut(zstd, size)))).error.code, "COMPRESSED");
});

test("compressed data is refused where it is not decompressed", async () => {
  const rules = await load();
  assert.throws(() => rules.scanLines(gzipSync(text)), { code: "COMPRESSED", message: /use `stream`/ });
  rules.dispose();
});

test("what comes out together with the news that data breaks off is read", async (context) => {
  const { DecompressionStream } = globalThis;
  context.after(() => (globalThis.DecompressionStream = DecompressionStream));
  globalThis.DecompressionStream = class {
    constructor() {
      let out;
      this.readable = new ReadableStream({ start: (controller) => (out = controller) });
      const close = () => {
        for (const part of cut(Buffer.from(text), 100)) out.enqueue(part);
        out.error(new TypeError("unexpected end of file"));
      };
      this.writable = new WritableStream({ close });
    }
  };
  const { seen, error } = await outcome(over([gzipSync(text)]));
  assert.deepEqual(seen, names(20));
  assert.match(error.message, /ends too early/);
});

test("a host without a decompressor says so", async (context) => {
  const { DecompressionStream } = globalThis;
  context.after(() => (globalThis.DecompressionStream = DecompressionStream));
  globalThis.DecompressionStream = undefined;
  assert.equal((await outcome(over([gzipSync(text)]))).error.code, "COMPRESSED");
});

test("an empty source and one that only begins like gzip are no gzip", async () => {
  for (const source of [[], [new Uint8Array()], [new Uint8Array([0x1f])], [new Uint8Array([0x28, 0xb5])]]) {
    const { seen, error } = await outcome(over(source));
    assert.deepEqual([seen, error], [[], undefined]);
  }
});
