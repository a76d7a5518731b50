/** What the page keeps to itself, what it works without, and what hostile input cannot do to it, in Chromium. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { encode } from "../src/share/codec.js";
import { follow, judged, launch, openPage, read, ready, rows, write } from "./support/browser.mjs";
import { event, lines, rule } from "./support/rules.mjs";
import { built, serve } from "./support/server.mjs";

let server;
let browser;
let common;

before(async () => {
  server = await serve();
  browser = await launch();
  common = await openPage(browser, server.address);
});

after(async () => {
  await browser?.close();
  await server?.close();
});

async function withPage({ violates = [], ...options }, work) {
  const opened = await openPage(browser, server.address, options);
  try {
    await work(opened.page, opened);
    assert.deepEqual(opened.violations.map(({ violatedDirective }) => violatedDirective), violates);
  } finally {
    await opened.context.close();
  }
}

/** What needs no profile of its own has one page. */
async function onCommonPage(work) {
  await work(common.page);
  assert.deepEqual(common.errors.splice(0), []);
  assert.deepEqual(common.violations.splice(0), []);
}

test("the module of the page is the very file of dist", () => {
  const hash = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");
  const [wasm] = readdirSync(join(built, "assets")).filter((name) => name.endsWith(".wasm"));
  assert.equal(hash(join(built, "assets", wasm)), hash(fileURLToPath(new URL("../../../dist/falconet.wasm", import.meta.url))));
});

test("the policy allows no inline script, no inline style, no evaluation of text, and no other server", () => {
  const [, policy] = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(readFileSync(join(built, "index.html"), "utf8"));
  assert.match(policy, /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';/);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\*/);
});

test("after it is loaded nothing is asked of the server, whatever is done, and no worker could", () =>
  // The refusal that the page hears of is the one that the test asks for.
  withPage({ violates: ["connect-src"] }, async (page) => {
    await page.locator("#offline-note", { hasText: "without a network" }).waitFor();
    const before = server.requests.length;
    await judged(page, () => write(page, "rules-editor", rule("Users", "ct.name = CreateUser")));
    await page.locator("#share-button").click();
    await page.locator("dialog .field").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("tab", { name: /Events/ }).click();
    const refused = await page.evaluate(async () => {
      const ask = "fetch('/icon.svg').then(() => 'reached', () => 'refused')";
      const address = URL.createObjectURL(new Blob([`${ask.replace("/icon", `${location.origin}/icon`)}.then((said) => postMessage(said))`]));
      const worker = new Promise((resolve) => (new Worker(address).onmessage = ({ data }) => resolve(data)));
      return [await fetch("/icon.svg").then(() => "reached", () => "refused"), await worker];
    });
    assert.deepEqual(refused, ["refused", "refused"]);
    assert.deepEqual(server.requests.slice(before), []);
  }));

test("it opens without a network, once it has been opened with one", () =>
  withPage({}, async (page, { context }) => {
    await page.locator("#offline-note", { hasText: "without a network" }).waitFor();
    await context.setOffline(true);
    const before = server.requests.length;
    await page.reload();
    await ready(page);
    assert.match(await page.locator("#status").innerText(), /4 alerts/);
    assert.deepEqual(server.requests.slice(before), []);
  }));

test("a link brings back rules, events, settings and what was selected", () =>
  withPage({ permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    await follow(page, { rules: rule("Users", "ct.name = CreateUser") + rule("All", "ct.user = alice"), events: lines([event(1), event(2, { eventName: "Ünï <b>" })]) });
    await judged(page, () => page.locator("#matching").selectOption("all"));
    await page.getByRole("tab", { name: /Events/ }).click();
    await page.locator(".grid-row").nth(1).click();
    await page.locator("#details h3", { hasText: "All" }).waitFor();
    await page.locator("#share-button").click();
    const link = await page.locator("dialog .field").inputValue();
    await page.locator("dialog").getByRole("button", { name: "Copy", exact: true }).click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link);
    assert.ok(!new URL(link).search && new URL(link).hash.length < 2000);
    await withPage({ fragment: new URL(link).hash.slice(1) }, async (other) => {
      await other.locator("#details h3", { hasText: "All" }).waitFor();
      assert.match(await read(other, "rules-editor"), /^- rule: Users/);
      assert.equal(await other.locator("#matching").inputValue(), "all");
      assert.equal(await other.locator("#tabs [aria-selected=true]").innerText(), "Events2");
      assert.match(await other.locator("#details pre").innerText(), /Ünï <b>/);
    });
  }));

test("what is too much for a link is offered as a download, and opens again", () =>
  onCommonPage(async (page) => {
    const noise = Array.from({ length: 900 }, (_, number) => event(number, { eventID: createHash("sha512").update(String(number)).digest("base64") }));
    await follow(page, { rules: rule("Users", "ct.name = CreateUser"), events: lines(noise) });
    await page.locator("#share-button").click();
    await page.locator("dialog", { hasText: "Too much for a link" }).waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator("dialog .button-main").click()]);
    assert.equal(download.suggestedFilename(), "falconet-playground.json");
    const path = await download.path();
    await page.keyboard.press("Escape");
    await follow(page, { rules: rule("Nothing", "ct.name = a"), events: "" });
    await judged(page, () => page.locator("#file-input").setInputFiles({ name: "x.json", mimeType: "application/json", buffer: readFileSync(path) }));
    assert.match(await page.locator("#status").innerText(), /900 events · 450 alerts/);
  }));

test("a link that is refused is told, and the page opens as ever", () =>
  withPage({ fragment: "v1.<img src=x onerror=alert(1)>" }, async (page) => {
    await page.locator(".toast[data-kind=error]", { hasText: "This link cannot be opened" }).waitFor();
    assert.match(await page.locator("#status").innerText(), /4 alerts/);
    for (const fragment of ["v9.abc", "v1.AAAA"]) {
      await page.locator(".toast button").first().click();
      await page.evaluate((hash) => (location.hash = hash), fragment);
      await page.locator(".toast[data-kind=error]").waitFor();
    }
    assert.match(await page.locator("#status").innerText(), /4 alerts/);
  }));

test("HTML, control characters and bidirectional text are shown, not obeyed", () =>
  onCommonPage(async (page) => {
    const evil = '<img src=x onerror="document.title=`pwned`">\u202etxt.exe\u0007\u200b';
    const rules = `- rule: "<script>alert(1)</script>\\u202Eevil"\n  desc: d\n  condition: ct.name exists\n  output: "<b>%ct.user</b>"\n  priority: INFO\n  source: aws_cloudtrail\n`;
    await follow(page, { rules, events: lines([event(1, { userIdentity: { type: "IAMUser", userName: evil } })]) });
    const [cells] = await rows(page);
    assert.equal(cells[2], "<script>alert(1)</script>\\u202eevil");
    assert.match(cells[3], /^<b><img src=x onerror="document\.title=`pwned`">\\u202etxt\.exe/);
    await page.locator(".grid-row").first().click();
    await page.locator("#details pre").waitFor();
    assert.equal(await page.locator("#results img, #results b, #results script").count(), 0);
    assert.equal(await page.title(), "falconet playground");
    assert.ok((await page.locator("#details .escape").allInnerTexts()).includes("\\u202e"));
    await page.getByRole("tab", { name: /Events/ }).click();
    assert.match((await rows(page))[0].join(), /\\u202etxt/);
  }));

test("what is proposed and explained of hostile names and values is shown, not obeyed", () =>
  onCommonPage(async (page) => {
    const evil = '<img src=x onerror="document.title=`pwned`">\u202e**x**';
    await follow(page, { rules: `- macro: odd\n  condition: ct.user = '${evil}'\n- macro: m\n  condition: odd and ct.user = `, events: lines([event(1, { userIdentity: { type: "IAMUser", userName: evil } })]) });
    await page.locator("#rules-editor .cm-content").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.press("Control+Space");
    const shown = evil.replace("\u202e", "\\u202e");
    await page.locator(".cm-completionLabel").getByText(shown, { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await page.locator("#rules-editor .cm-line", { hasText: "odd and" }).getByText("odd", { exact: true }).hover();
    await page.locator(".cm-hover pre", { hasText: evil.replace("\u202e", "\\u{202e}") }).waitFor();
    assert.equal(await page.locator(".cm-tooltip img, .cm-tooltip pre strong").count(), 0);
    assert.equal(await page.title(), "falconet playground");
  }));

test("rules that are no rules at all are told, and nothing breaks", () =>
  onCommonPage(async (page) => {
    for (const rules of ["", "\u0000", "[", "- ".repeat(2000), "a: &a [*a, *a]", `- rule: ${"x".repeat(100_000)}`]) {
      await follow(page, { rules, events: lines([event(2)]) });
    }
    await follow(page, { rules: rule("Users", "ct.name = CreateUser"), events: lines([event(2)]) });
    assert.match(await page.locator("#status").innerText(), /1 alert /);
  }));

test("a link is the whole state, also when it is followed while the page is open", () =>
  onCommonPage(async (page) => {
    const fragment = await encode({ rules: rule("Users", "ct.name = CreateUser"), events: lines([event(2)]), settings: { matching: "all", source: "" }, view: { tab: "lines", event: 1 } });
    await judged(page, () => page.evaluate((hash) => (location.hash = hash), fragment));
    await page.locator("#details h3", { hasText: "Users" }).waitFor();
    assert.equal(await page.locator("#tabs [aria-selected=true]").innerText(), "Lines");
  }));
