/** Links: what they hold, and what is refused. The codec is the page's own; Node has what it needs. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { FragmentError, decode, encode } from "../src/share/codec.js";
import { markdown } from "../src/share/markdown.js";

const SHARED = { rules: "- rule: ü\n", events: '{"a": "\u202e"}', settings: { matching: "all", source: "okta" }, tests: "cases: []", old: "- rule: u\n", view: { tab: "tests", event: 3, edited: "old" } };

const link = (value) => `v1.${deflateRawSync(typeof value === "string" || Buffer.isBuffer(value) ? value : JSON.stringify(value)).toString("base64url")}`;

test("what is put into a link comes out of it", async () => {
  assert.deepEqual(await decode(await encode(SHARED)), SHARED);
});

test("a link has only characters that addresses take as they are", async () => {
  assert.match(await encode(SHARED), /^v1\.[\w-]+$/);
});

test("what a link should not hold is left out or put right", async () => {
  const odd = { ...SHARED, more: 1, settings: { matching: "<b>", source: "x" }, tests: 1, old: {}, view: { tab: "evil", event: -1, edited: "evil" } };
  assert.deepEqual(await decode(link(odd)), { rules: SHARED.rules, events: SHARED.events, settings: { matching: "first", source: "" }, tests: "", old: null, view: { tab: "alerts", event: 0, edited: "rules" } });
});

const HOSTILE = {
  "another version": ["v2.abc", /another version/],
  "no link of the page": ["section-3", /another version/],
  "characters that do not belong there": ["v1.a b<script>", /do not belong/],
  "nothing": ["v1.", /do not belong/],
  "a cut link": [link(SHARED).slice(0, -9), /damaged/],
  "bytes that are not compressed": [`v1.${Buffer.from("hello there").toString("base64url")}`, /damaged/],
  "text that is no UTF-8": [link(Buffer.from([0xff, 0xfe])), /damaged/],
  "no JSON": [link("{"), /not JSON/],
  "JSON of another kind": [link([1]), /no rules/],
  "null": [link("null"), /no rules/],
  "rules that are no text": [link({ ...SHARED, rules: {} }), /no rules/],
  "far too long": [`v1.${"a".repeat(300_000)}`, /too long/],
  "a bomb": [link(Buffer.alloc(64 * 1024 * 1024, 32)), /unfolds to more than/],
};

for (const [name, [fragment, reason]] of Object.entries(HOSTILE)) {
  test(`a link is refused with a sentence: ${name}`, async () => {
    await assert.rejects(decode(fragment), (error) => error instanceof FragmentError && reason.test(error.message));
  });
}

test("Markdown has the rule that fired, and a fence that its text cannot end", () => {
  const rules = "- rule: A\n  desc: a\n\n# about B\n- rule: B\n  desc: ````\n\n# about C\n- rule: C\n";
  const text = markdown({ rules, event: "{}", alert: "", why: ["`a` holds"], rule: "B", link: "https://example.com/#v1.x" });
  assert.equal(text, "`````yaml\n- rule: B\n  desc: ````\n`````\n\nEvent:\n\n```json\n{}\n```\n\n- `a` holds\n\n[Open in the falconet playground](https://example.com/#v1.x)\n");
});

test("Markdown without an alert has all rules", () => {
  assert.equal(markdown({ rules: "- rule: A\n", event: "", alert: "", why: [], rule: "", link: "" }), "```yaml\n- rule: A\n```\n");
});
