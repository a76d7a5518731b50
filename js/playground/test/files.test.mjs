/** Files: dropped, compressed, damaged, and far too large for an editor, in Chromium. */
import assert from "node:assert/strict";
import { writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { drop, follow, judged, read, rows } from "./support/browser.mjs";
import { openedPage } from "./support/page.mjs";
import { event, lines, rule } from "./support/rules.mjs";

const folder = mkdtempSync(join(tmpdir(), "falconet-playground-"));
const opened = openedPage();
after(() => rmSync(folder, { recursive: true }));

const withPage = (work) =>
  opened.tested(async (page) => {
    await follow(page, { rules: rule("Users", "ct.name = CreateUser"), events: "" });
    await work(page);
  });

/** Opens a file as its button does; large ones are not copied through the debugger. */
async function choose(page, name, bytes) {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  await judged(page, () => page.locator("#file-input").setInputFiles(path));
}

const status = (page) => page.locator("#status").innerText();
const document = (events) => JSON.stringify({ Records: events });

test("CloudTrail's own file is dropped, gzip and all, and stands in the editor", () =>
  withPage(async (page) => {
    const bytes = gzipSync(document([event(1), event(2)]));
    await judged(page, () => drop(page, "111122223333_CloudTrail_eu-west-1.json.gz", bytes));
    assert.match(await read(page, "events-editor"), /^\{"Records":/);
    assert.match(await status(page), /2 events · 1 alert /);
  }));

test("gzip of several members is judged to its end", () =>
  withPage(async (page) => {
    await choose(page, "two.json.gz", Buffer.concat([gzipSync(lines([event(2)])), gzipSync(lines([event(4)]))]));
    assert.match(await status(page), /2 events · 2 alerts/);
    await choose(page, "many.json.gz", Buffer.concat(Array.from({ length: 3 }, () => gzipSync(lines(Array.from({ length: 5000 }, (_, number) => event(number)))))));
    assert.match(await status(page), /15,000 events · 7,500 alerts/);
  }));

test("Zstandard is refused with what to do", () =>
  withPage(async (page) => {
    await choose(page, "x.json.zst", Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0]));
    assert.match(await status(page), /Zstandard.*decompress it first/);
  }));

test("a rules file goes to the rules", () =>
  withPage(async (page) => {
    await judged(page, () => drop(page, "mine.yaml", rule("Mine", "ct.name exists")));
    assert.match(await read(page, "rules-editor"), /^- rule: Mine/);
  }));

test("bytes that are no UTF-8 are judged as they are", () =>
  withPage(async (page) => {
    const bytes = Buffer.concat([Buffer.from(lines([event(2)])), Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d, 0x0a]), Buffer.from(lines([event(4)]))]);
    await judged(page, () => drop(page, "odd.json", bytes));
    assert.equal(await page.locator("#file-card").isVisible(), true);
    await page.keyboard.press("Alt+P");
    await page.locator("#result-list .empty", { hasText: "are not compared here" }).waitFor();
    await page.locator("#tabs-alerts").click();
    assert.match(await status(page), /2 alerts/);
    await judged(page, () => page.locator("#file-close").click());
    assert.match(await status(page), /0 events/);
  }));

test("values of a file that is not in the editor are completed", () =>
  withPage(async (page) => {
    await judged(page, () => drop(page, "odd.json", Buffer.concat([Buffer.from(lines([event(2)])), Buffer.from([0xff, 0x0a])])));
    await page.locator("#rules-editor .cm-content").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("- macro: m\ncondition: ct.user = a");
    await page.locator(".cm-completionLabel").getByText("alice", { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await page.locator("#file-close").click();
  }));

test("of damaged gzip what comes before the damage is judged, and that is told", () =>
  withPage(async (page) => {
    const whole = gzipSync(lines(Array.from({ length: 4000 }, (_, number) => event(number, { eventID: Math.random().toString(36) }))));
    await choose(page, "cut.json.gz", whole.subarray(0, whole.length >> 1));
    assert.match(await status(page), /gzip data ends too early/);
    assert.ok((await rows(page)).length > 0);
  }));

/**
 * Milliseconds of processor time of the longest task of the page's own thread while `work` was done: what the page itself takes,
 * whatever else the machine is busy with.
 */
async function longestTask(page, work) {
  await opened.browser.startTracing(page, { categories: ["disabled-by-default-devtools.timeline", "blink.user_timing"] });
  // Tells the page's thread from those of other pages, and what is done from how it begins.
  await page.evaluate(() => void performance.mark("work begins"));
  await work();
  const { traceEvents } = JSON.parse((await opened.browser.stopTracing()).toString());
  const begin = traceEvents.find(({ name }) => name === "work begins");
  const tasks = traceEvents.filter(({ name, pid, tid, ts, tdur }) => name === "RunTask" && pid === begin.pid && tid === begin.tid && ts > begin.ts && tdur !== undefined);
  assert.ok(tasks.length > 0);
  return Math.round(Math.max(...tasks.map(({ tdur }) => tdur)) / 1000);
}

/** Nobody notices less. */
const MOST_BLOCKED = 100;

test("a million lines are judged while the page stays responsive, and are looked at by what is in them", (context) =>
  withPage(async (page) => {
    const text = Array.from({ length: 1_000_000 }, (_, number) => `{"eventTime":"2026-03-01T12:00:00Z","eventType":"AwsApiCall","eventName":"${number % 100_000 === 99_999 ? "CreateUser" : "ListUsers"}","n":${number}}\n`).join("");
    const blocked = await longestTask(page, () => choose(page, "million.json.gz", gzipSync(text, { level: 1 })));
    context.diagnostic(`${await status(page)}; the page was busy for ${blocked} ms at most`);
    assert.match(await status(page), /1,000,000 events · 10 alerts/);
    assert.ok(blocked < MOST_BLOCKED, `${blocked} ms`);
    assert.deepEqual((await rows(page)).map(([number]) => number), Array.from({ length: 10 }, (_, index) => ((index + 1) * 100_000).toLocaleString("en")));
    await page.locator(".grid-row").last().click();
    await page.locator("#details pre", { hasText: '"n": 999999' }).waitFor();
  }));

test("the rules may change while a large file is read: the newer ones win", () =>
  withPage(async (page) => {
    const text = lines(Array.from({ length: 200_000 }, (_, number) => event(number)));
    const path = join(folder, "large.json");
    writeFileSync(path, text);
    await page.locator("#file-input").setInputFiles(path);
    await page.locator("#progress").waitFor();
    await judged(page, () => page.locator("#matching").selectOption("all"));
    assert.match(await status(page), /200,000 events · 100,000 alerts · the first 1,000 are listed/);
  }));

test("one line of millions of characters does not hold the page up", (context) =>
  withPage(async (page) => {
    const long = `{"eventTime":"2026-03-01T12:00:00Z","eventType":"AwsApiCall","eventName":"CreateUser","x":"${"y".repeat(1_500_000)}"}`;
    const blocked = await longestTask(page, async () => {
      await choose(page, "long.json", long);
      await page.locator(".grid-row").first().click();
      await page.locator("#details h3").waitFor();
    });
    context.diagnostic(`the page was busy for ${blocked} ms at most`);
    assert.match(await status(page), /1 alert /);
    assert.ok(blocked < MOST_BLOCKED, `${blocked} ms`);
  }));

/** Has the page note the milliseconds from each key to its result. */
async function watchKeys(page) {
  await page.evaluate(() => {
    window.took = [];
    let pressed = 0;
    addEventListener("keydown", () => (pressed = performance.now()), { capture: true });
    const observer = new MutationObserver(() => window.took.push(Math.round(performance.now() - pressed)));
    observer.observe(window.document.getElementById("results"), { attributeFilter: ["data-generation"] });
  });
}

test("after each key the alerts come at once, with 200 rules and 1,000 events", (context) =>
  withPage(async (page) => {
    const many = Array.from({ length: 200 }, (_, number) => rule(`Rule ${number}`, `ct.src = iam.amazonaws.com and ct.name in (CreateUser${number}, DeleteUser${number}) and not ct.error exists`)).join("\n");
    await follow(page, { rules: `# many\n${many}`, events: lines(Array.from({ length: 1000 }, (_, number) => event(number))) });
    await page.locator("#rules-editor .cm-content").click();
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("End");
    await watchKeys(page);
    for (let key = 0; key < 12; key += 1) await judged(page, () => page.keyboard.type("x"));
    const took = (await page.evaluate(() => window.took)).sort((a, b) => a - b);
    context.diagnostic(`from key to alerts: ${took[6]} ms (median of ${took.length} keys; ${took[0]} at least, ${took.at(-1)} at most)`);
    // The aim is 50 ms on a machine with nothing else to do.
    assert.ok(took[0] < 1000, took.join());
  }));
