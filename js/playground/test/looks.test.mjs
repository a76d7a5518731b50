/** Light and dark, wide and narrow, and what those who do not see or point need, in Chromium. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { PATIENCE, follow, launch, openPage, read, ready, write } from "./support/browser.mjs";
import { event, lines, rule } from "./support/rules.mjs";
import { built, serve } from "./support/server.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let server;
let browser;

before(async () => {
  server = await serve();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.close();
});

async function withPage(options, work) {
  const { page, context, errors, violations } = await openPage(browser, server.address, options);
  try {
    await work(page);
    assert.deepEqual(errors, []);
    assert.deepEqual(violations, []);
  } finally {
    await context.close();
  }
}

/** What axe finds, in few words; of some rules, or of all. */
async function findings(page, rules) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const options = { resultTypes: ["violations"], ...(rules && { runOnly: rules }) };
  const { violations } = await page.evaluate((given) => window.axe.run(given), options);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`));
}

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };

/** In the dark nothing is other than colours. */
const LOOKS = { light: [{ colorScheme: "light" }], dark: [{ colorScheme: "dark" }, ["color-contrast"]], phone: [PHONE, ["color-contrast", "target-size", "scrollable-region-focusable", "label"]] };

for (const [name, [options, rules]] of Object.entries(LOOKS)) {
  test(`axe finds nothing, whatever is open: ${name}`, () =>
    withPage(options, async (page) => {
      if (name === "phone") await page.locator("[data-pane=results]").click();
      await page.locator(".grid-row").first().click();
      await page.locator("#details pre").waitFor();
      assert.deepEqual(await findings(page, rules), []);
      await page.getByRole("tab", { name: /Events/ }).click();
      await page.locator(".facet summary").first().click();
      await page.locator(".facet-row input").first().check();
      await page.keyboard.press("Escape");
      await page.locator(".facet summary").nth(1).click();
      assert.deepEqual(await findings(page, rules), []);
      await page.getByRole("button", { name: "Show all" }).click();
      await page.locator(".why summary").first().click();
      await page.locator(".why[open] .tree-row").first().waitFor();
      assert.deepEqual(await findings(page, rules), []);
      await page.locator("#tabs-changes").click();
      assert.deepEqual(await findings(page, rules), []);
      await page.keyboard.press("Alt+P");
      await page.keyboard.press("Alt+4");
      await page.keyboard.press("Control+End");
      await page.keyboard.insertText("  - {name: n, event: {file: events.json, record: 2}, fires: Failed Console Login}");
      await page.locator("#tests-verdict", { hasText: "fail" }).waitFor();
      assert.deepEqual(await findings(page, rules), []);
      if (name === "phone") await page.locator("[data-pane=results]").click();
      await page.locator("#tabs-tests").click();
      await page.locator(".unseen button").first().waitFor();
      assert.deepEqual(await findings(page, rules), []);
      await page.locator(".grid-row").last().click();
      await page.locator("#details .why").waitFor();
      assert.deepEqual(await findings(page, rules), []);
      await page.keyboard.press("Alt+G");
      assert.deepEqual(await findings(page, rules), []);
      await page.keyboard.press("Escape");
      await page.locator("#palette-button").click();
      assert.deepEqual(await findings(page, rules), []);
      await page.keyboard.press("Escape");
      await page.locator("#examples-button").click();
      assert.deepEqual(await findings(page, rules), []);
      await page.keyboard.press("Escape");
      await page.locator("#share-button").click();
      await page.locator("dialog").waitFor();
      assert.deepEqual(await findings(page, rules), []);
      await page.keyboard.press("Escape");
      await follow(page, { rules: rule("Users", "ct.nam = CreateUser"), events: `${lines([event(2)])}{"a": }` });
      if (name === "phone") await page.locator("[data-pane=rules]").click();
      await page.locator("#findings", { hasText: "1 error" }).waitFor();
      assert.deepEqual(await findings(page, rules), []);
      if (name === "phone") await page.locator("[data-pane=results]").click();
      await page.getByRole("tab", { name: /Problems/ }).click();
      assert.deepEqual(await findings(page, rules), []);
    }));
}

const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

test("the page follows the system's light and dark until one is chosen, and then remembers", () =>
  withPage({ colorScheme: "dark" }, async (page) => {
    const dark = await background(page);
    await page.emulateMedia({ colorScheme: "light" });
    await page.waitForSelector("html[data-theme=light]", { state: "attached" });
    const light = await background(page);
    assert.notEqual(dark, light);
    await page.locator("#theme-button").click();
    assert.equal(await background(page), dark);
    await page.reload();
    await page.waitForSelector("html[data-theme=dark]", { state: "attached" });
    assert.equal(await background(page), dark);
  }));

test("on a phone one pane is seen at a time, and nothing is wider than the screen", () =>
  withPage(PHONE, async (page) => {
    for (const pane of ["rules", "events", "results"]) {
      await page.locator(`[data-pane=${pane}]`).click();
      assert.equal(await page.locator(".pane:visible").count(), 1);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
      const bars = await page.locator("header button:visible, .switcher button").evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
      assert.ok(bars.every(({ right, height }) => right <= 390 && height >= 28), JSON.stringify(bars));
    }
  }));

test("in a frame it is bare, and opens as a page of its own", () =>
  withPage({ search: "?embed" }, async (page) => {
    assert.equal(await page.locator("header.bar").isVisible(), false);
    await follow(page, { rules: rule("Users", "ct.name = CreateUser"), events: lines([event(2)]) });
    const [whole] = await Promise.all([page.context().waitForEvent("page"), page.locator("#whole-button").click()]);
    await whole.locator("#status", { hasText: "1 rule · 1 event · 1 alert" }).waitFor();
    assert.equal(await whole.locator("header.bar").isVisible(), true);
  }));

test("a web component shows what is written in it, and what it is told later, and is told nothing", () =>
  withPage({ serviceWorkers: "block" }, async (page) => {
    const body = `<falconet-playground aria-label="Users"><script type="text/yaml" data-part="rules">\n${rule("Users", "ct.name = CreateUser")}</script><script type="application/json" data-part="events">${lines([event(2)])}</script></falconet-playground>`;
    await page.route("**/host.html", (route) => route.fulfill({ contentType: "text/html", body: `<!doctype html><script type="module" src="falconet-playground.js"></script>${body}` }));
    await page.goto(`${server.address}host.html`);
    await page.evaluate(() => {
      window.heard = [];
      addEventListener("message", ({ data }) => window.heard.push(data));
    });
    const frame = page.frameLocator("iframe[title=Users]");
    await frame.locator("#status", { hasText: "1 rule · 1 event · 1 alert" }).waitFor();
    assert.equal(await frame.locator("header.bar").isVisible(), false);
    const state = { rules: rule("Users", "ct.name = ListUsers"), events: lines([event(1), event(3)]) };
    await page.evaluate((given) => (document.querySelector("falconet-playground").state = given), state);
    await frame.locator("#status", { hasText: "1 rule · 2 events · 2 alerts" }).waitFor();
    await page.evaluate(() => (document.querySelector("falconet-playground").state = { rules: 1 }));
    await frame.locator(".toast[data-kind=error]", { hasText: "there are no rules" }).waitFor();
    assert.deepEqual((await page.evaluate(() => window.heard)).filter((said) => said !== "falconet-playground: ready"), []);
  }));

/** A page whose module comes when it is told to, as a server without much care would send it. */
async function withLateModule(work) {
  const context = await browser.newContext({ serviceWorkers: "block" });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.stack));
  let hold;
  const asked = new Promise((resolve) => (hold = resolve));
  await page.route("**/*.wasm", hold);
  try {
    await page.goto(server.address);
    await work(page, async (answer) => (await asked).fulfill(answer));
    assert.deepEqual(errors, []);
  } finally {
    await context.close();
  }
}

test("rules are written while the engine is under way, and judged once it has come, whatever its type is said to be", () =>
  withLateModule(async (page, arrive) => {
    await page.locator("#status", { hasText: "under way" }).waitFor();
    await page.locator("#result-list .empty", { hasText: "under way" }).waitFor();
    await write(page, "rules-editor", rule("One", "ct.name=ConsoleLogin"));
    await page.locator("#format-button").click();
    await write(page, "rules-editor", rule("Two", "ct.name = ConsoleLogin"));
    const [wasm] = readdirSync(join(built, "assets")).filter((file) => file.endsWith(".wasm"));
    await arrive({ contentType: "application/octet-stream", body: readFileSync(join(built, "assets", wasm)) });
    await ready(page);
    await page.locator("#status", { hasText: "1 rule · 52 events" }).waitFor();
    await page.locator(".grid-row", { hasText: "Two" }).first().waitFor();
    await page.locator("#findings", { hasText: "no findings" }).waitFor();
    assert.match(await read(page, "rules-editor"), /^- rule: Two/);
  }));

test("an engine that does not come is told for as long as the page is open", () =>
  withLateModule(async (page, arrive) => {
    await arrive({ status: 503, body: "" });
    await page.locator("#status", { hasText: "could not start: cannot fetch the module: 503" }).waitFor();
    await page.locator(".toast[data-kind=error]").waitFor();
  }));

test("nothing jumps while the page opens", () =>
  withPage({}, async (page) => {
    const shift = await page.evaluate(() => new Promise((resolve) => {
      let sum = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) sum += entry.hadRecentInput ? 0 : entry.value;
      }).observe({ type: "layout-shift", buffered: true });
      setTimeout(() => resolve(sum), 300);
    }));
    assert.ok(shift < 0.05, String(shift));
  }));

test("the heads of the panes are whole, however wide the screen is", () =>
  withPage({}, async (page) => {
    await page.keyboard.press("Alt+P");
    await page.locator("#editor-tabs-old").waitFor();
    for (const width of [390, 700, 800, 950, 1100, 1160, 1200, 1280, 1500]) {
      await page.setViewportSize({ width, height: 800 });
      const cut = await page.locator(".pane-head:visible").evaluateAll((heads) => heads.filter((head) => head.scrollWidth > head.clientWidth).map((head) => head.textContent));
      assert.deepEqual(cut, [], `${width}`);
    }
  }));

test("text may be twice as large", () =>
  withPage({}, async (page) => {
    await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
    assert.equal(await page.locator("#rules-editor .cm-content").isVisible(), true);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 1280);
  }));
