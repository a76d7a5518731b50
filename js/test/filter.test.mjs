/** Fluent Bit's entry of the baseline file, called as its interpreter calls it: memory by `malloc`, one record a call. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { dist, npm } from "./support/paths.mjs";

const { Abi } = await import(join(npm, "abi.js"));

const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(join(dist, "falconet-baseline.wasm"))), {});

const packs = ["aws_lambda_persistence.yaml", "aws_cloudtrail.yaml"].map((name) => {
  return { name, text: readFileSync(new URL(`../../rules/${name}`, import.meta.url), "utf8") };
});

test("before rules are packed each record is answered with a reason", () => {
  assert.match(filtered("{}"), /^falconet: this module has no rules in it/);
  assert.equal(new Abi(exports).call({ op: "pack", load: { files: packs } }).ok, true);
});

/** The answer to a record: text, or nothing where the record is dropped. */
function filtered(record) {
  const bytes = Buffer.from(`${record}\0`);
  const pointer = exports.malloc(bytes.length);
  new Uint8Array(exports.memory.buffer).set(bytes, pointer);
  const answer = exports.falconet_filter(0, 0, 1_700_000_000, 0, pointer, bytes.length - 1);
  const text = answer === 0 ? undefined : textAt(answer);
  exports.free(pointer);
  return text;
}

function textAt(pointer) {
  const memory = Buffer.from(exports.memory.buffer);
  return memory.toString("utf8", pointer, memory.indexOf(0, pointer));
}

const swapped = {
  eventTime: "2026-10-06T09:17:22Z",
  eventType: "AwsApiCall",
  eventSource: "lambda.amazonaws.com",
  eventName: "UpdateFunctionCode20150331v2",
  userIdentity: { type: "IAMUser", userName: "eve" },
};

test("a record that fires becomes its alert, and one that does not is dropped", () => {
  assert.equal(JSON.parse(filtered(JSON.stringify(swapped))).rule, "Lambda Code Replaced Outside the Pipeline");
  assert.equal(filtered(JSON.stringify({ ...swapped, eventName: "GetFunction20150331v2" })), undefined);
});

test("a record of two megabytes and 10,000 records in a row leave memory as it is", () => {
  assert.ok(filtered(JSON.stringify({ ...swapped, userAgent: "x".repeat(2_000_000) })));
  const before = exports.memory.buffer.byteLength;
  for (let round = 0; round < 10_000; round += 1) filtered(JSON.stringify(swapped));
  assert.equal(exports.memory.buffer.byteLength, before);
});

test("address 0, which a full shadow heap gives, and what is no JSON are dropped", () => {
  assert.equal(exports.falconet_filter(0, 0, 0, 0, 0, 1000), 0);
  for (const record of ["", "{", "null", "[]", "\u{1f4a9}"]) assert.equal(filtered(record), undefined);
});
