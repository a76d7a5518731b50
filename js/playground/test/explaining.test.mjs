/** Why a rule fired, and why not, in Chromium. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { unitsBefore } from "../src/explaining.js";
import { follow, judged } from "./support/browser.mjs";
import { openedPage } from "./support/page.mjs";
import { event, lines, rule } from "./support/rules.mjs";

const opened = openedPage({ permissions: ["clipboard-read", "clipboard-write"] });

const RULES = `- macro: by_alice\n  condition: ct.user = alice and ct.region = eu-west-1\n${rule("Users", "ct.name = CreateUser and by_alice and not ct.error exists")}${rule("Roles", "ct.name = CreateRole and by_alice")}`;

const withPage = (work) =>
  opened.tested(async (page) => {
    await follow(page, { rules: RULES, events: lines([event(1, { note: "ünï 👍" }), event(2), event(4, { errorCode: "AccessDenied" })]) });
    try {
      await work(page);
    } finally {
      // What is open stays open, which the next test would see.
      for (const summary of await page.locator(".why[open] summary").all()) await summary.click();
    }
  });

/** The rows of the tree that is open: verdict and text. */
async function tree(page) {
  return page.locator("#details .tree-row:visible").evaluateAll((rows) => rows.map((row) => [row.children[0].getAttribute("aria-label"), row.children[1].textContent]));
}

async function select(page, number) {
  await page.getByRole("tab", { name: /Events/ }).click();
  await page.locator(".grid-row").nth(number - 1).click();
  await page.locator("#details h4", { hasText: `Event ${number}` }).waitFor();
}

async function unfold(page, name) {
  await page.locator(".why-rule").getByText(name, { exact: true }).click();
  await page.locator(".why[open] .tree-row").first().waitFor();
}

test("an alert says why its rule fired, test by test, with the values", () =>
  withPage(async (page) => {
    await page.getByRole("tab", { name: /Alerts/ }).click();
    await page.locator(".grid-row").first().click();
    await page.locator("#details h4", { hasText: "Why it fired" }).waitFor();
    assert.deepEqual(await tree(page), [
      ["true", "all of"],
      ["true", "ct.name = CreateUseris CreateUser"],
      ["true", "macro by_alice: all of"],
      ["true", "ct.user = aliceis alice"],
      ["true", "ct.region = eu-west-1is eu-west-1"],
      ["true", "not ct.error existsthere is no errorCode"],
    ]);
    assert.match(await page.locator("#details .why-more").first().innerText(), /ct\.name = CreateUser holds/);
  }));

test("an event says what little would have made each rule fire, the nearest first", () =>
  withPage(async (page) => {
    await select(page, 3);
    assert.deepEqual(await page.locator(".why-rule").allInnerTexts(), ["Users", "Roles"]);
    assert.match(await page.locator(".why-hint").first().innerText(), /would fire if ct\.error were absent \(it is AccessDenied\)/);
    await unfold(page, "Users");
    assert.deepEqual((await tree(page)).at(-1), ["false", "not ct.error existsis AccessDenied"]);
  }));

test("what was not reached is told from what did not hold", () =>
  withPage(async (page) => {
    await select(page, 1);
    await unfold(page, "Users");
    assert.deepEqual((await tree(page)).map(([verdict]) => verdict).slice(0, 3), ["false", "false", "not reached"]);
  }));

test("what is pointed at lights up in the condition and in the event, also behind letters beyond ASCII", () =>
  withPage(async (page) => {
    await select(page, 1);
    await unfold(page, "Users");
    await page.locator(".tree-row", { hasText: "ct.user = alice" }).first().hover();
    const marked = async (editor) => (await page.locator(`#${editor} .cm-pointed`).allInnerTexts()).join("");
    await page.locator("#events-editor .cm-pointed").first().waitFor();
    assert.equal(await marked("rules-editor"), "ct.user = alice");
    assert.equal(await marked("events-editor"), "alice");
    await page.mouse.move(5, 5);
    await page.locator("#rules-editor .cm-pointed").first().waitFor({ state: "detached" });
  }));

test("pointing at a value in the event lights up the tests that read it", () =>
  withPage(async (page) => {
    await select(page, 2);
    await unfold(page, "Roles");
    await page.locator("#events-editor .cm-event").getByText('"CreateUser"').hover();
    await page.locator(".tree-row.is-pointed:visible").first().waitFor();
    assert.deepEqual(await page.locator(".tree-row.is-pointed .tree-test").allInnerTexts(), ["ct.name = CreateUser", "ct.name = CreateRole"]);
    await page.mouse.move(5, 5);
    await page.locator(".tree-row.is-pointed").first().waitFor({ state: "detached" });
  }));

test("an explanation follows the rules as they change", () =>
  withPage(async (page) => {
    await select(page, 2);
    await page.locator("#details h4", { hasText: "Why it fired" }).waitFor();
    await unfold(page, "Roles");
    await page.locator("#rules-editor .cm-line", { hasText: "by_alice and not" }).click();
    await page.keyboard.press("End");
    await judged(page, () => page.keyboard.type(" and ct.readonly = true"));
    await page.locator("#details h4", { hasText: "What the rules say of it" }).waitFor();
    await page.locator(".why-hint", { hasText: "would fire if" }).first().waitFor();
    assert.deepEqual(await page.locator(".why[open] .why-rule").allInnerTexts(), ["Roles"]);
    assert.equal(await page.locator(".why .verdict[aria-label=true]").count(), 0);
  }));

test("what would make a rule fire is tried on a copy of the event", () =>
  withPage(async (page) => {
    await select(page, 3);
    await unfold(page, "Users");
    await judged(page, () => page.locator(".why-try").click());
    await page.locator("#details h4", { hasText: "Why it fired" }).waitFor();
    assert.equal(await page.locator(".grid-row").count(), 4);
    assert.equal(await page.locator(".grid-row[aria-selected=true] .cell").nth(1).innerText(), "1");
    assert.doesNotMatch(await page.locator("#details pre").innerText(), /errorCode/);
    assert.match(await page.locator("#details pre").innerText(), /"eventID": "e4"/);
  }));

test("Markdown says why, too", () =>
  withPage(async (page) => {
    await page.getByRole("tab", { name: /Alerts/ }).click();
    await page.locator(".grid-row").first().click();
    await page.locator("#details h4", { hasText: "Why it fired" }).waitFor();
    await page.locator("#details").getByRole("button", { name: "Copy as Markdown" }).click();
    await page.locator(".toast", { hasText: "Markdown copied" }).waitFor();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(text, /^```yaml\n- rule: Users\n[\s\S]*Event:[\s\S]*Alert:[\s\S]*- `ct\.name = CreateUser` holds[\s\S]*\[Open in the falconet playground\]\(http/);
  }));

test("bytes are told from the units of a text", () => {
  assert.equal(unitsBefore("abc", 2), 2);
  assert.equal(unitsBefore("ü👍x", 6), 3);
});
