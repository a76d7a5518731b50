/** Tests of rules, and rules before and after a change, in Chromium. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { drop, follow, judged, read, ready, rows, write } from "./support/browser.mjs";
import { openedPage } from "./support/page.mjs";
import { event, lines, rule } from "./support/rules.mjs";

const opened = openedPage();

const RULES = rule("Users", "ct.name = CreateUser") + rule("Lists", "ct.name = ListUsers and ct.error exists");
const EVENTS = lines([event(1), event(2), event(4)]);

const withPage = (state, work) =>
  opened.tested(async (page) => {
    await follow(page, { rules: RULES, events: EVENTS, ...state });
    await work(page);
  });

const verdict = (page, text) => page.locator("#tests-verdict", { hasText: text }).waitFor();
const changes = (page, number) => page.locator("#tabs-changes .badge").getByText(String(number), { exact: true }).waitFor();

const CASES = `cases:
  - name: made
    event: {file: events.json, record: 2}
    fires: Users
  - name: listed
    event: {file: events.json, record: 1}
    fires: Lists
`;

test("tests are run as they are typed, and each case has its verdict beside it", () =>
  withPage({}, async (page) => {
    await page.keyboard.press("Alt+4");
    await write(page, "tests-editor", CASES);
    await verdict(page, "1 of 2 fail");
    const said = page.locator("#tests-editor .cm-verdict");
    assert.deepEqual(await said.allInnerTexts(), ["✓", "✗ does not fire: it would if ct.error were there (it is absent)"]);
    await page.locator("#tests-verdict").click();
    assert.deepEqual((await rows(page)).map((cells) => cells.slice(0, 3)), [["2", "✓ yes", "made"], ["5", "✗ no", "listed"]]);
    await page.locator("#filter").fill("nothing");
    await page.locator("#result-list .empty", { hasText: "text of the filter" }).waitFor();
    await page.locator("#filter").fill("");
    await page.locator(".grid-row").last().click();
    await page.locator("#details h4", { hasText: "It would fire if" }).waitFor();
    await page.locator("#details").getByRole("button", { name: "Go to the case" }).click();
    assert.equal(await page.evaluate(() => document.activeElement.id), "tests-editor");
    await judged(page, () => write(page, "events-editor", EVENTS.replace('"eventID":"e1"', '"eventID":"e1","errorCode":"AccessDenied"')));
    await verdict(page, "2 pass");
  }));

const bars = (page) => page.locator("#rules-editor .cm-seen").evaluateAll((all) => all.map(({ dataset, title }) => [dataset.seen, title]));

test("what the tests see of the rules stands beside these, in words beside the tests, and each gap is gone to by a key", () =>
  withPage({ tests: `${CASES}  - name: quiet\n    event: {file: events.json, record: 1}\n    silent: Users\n` }, async (page) => {
    await page.locator("#tests-verdict", { hasText: "1 of 3 fail" }).waitFor({ state: "attached" });
    assert.deepEqual(await bars(page), [["all", "seen both ways"], ["some", "never false: ct.name = ListUsers\nnever true: ct.error exists"]]);
    await page.keyboard.press("Alt+U");
    await page.locator(".toast", { hasText: "never false: ct.name = ListUsers" }).waitFor();
    await page.keyboard.press("Alt+U");
    await page.locator(".toast", { hasText: "never true: ct.error exists" }).waitFor();
    await judged(page, () => page.keyboard.type("ct.user = alice"));
    await page.locator("#rules-editor .cm-seen[title$='never false: ct.user = alice']").waitFor();
    await page.keyboard.press("Alt+4");
    await page.locator("#tests-coverage", { hasText: "1 of 3 parts seen both ways" }).click();
    await page.locator(".unseen button", { hasText: "line 9never false: ct.name = ListUsersnever false: ct.user = alice" }).click();
    assert.equal(await page.evaluate(() => document.activeElement.id), "rules-editor");
  }));

test("what the tests see is not asked for while it is hidden, which is remembered, and not told of rules that do not load", () =>
  withPage({ tests: CASES }, async (page) => {
    const bar = page.locator("#rules-editor .cm-seen");
    await bar.first().waitFor();
    await page.keyboard.press("Alt+C");
    await bar.first().waitFor({ state: "detached" });
    assert.equal(await page.locator("#rules-editor .cm-coverage").count(), 0);
    await page.locator("#tests-coverage:empty").waitFor({ state: "attached" });
    await page.reload();
    await ready(page);
    await page.locator("#tests-verdict", { hasText: "1 of 2 fail" }).waitFor({ state: "attached" });
    assert.equal(await page.locator("#rules-editor .cm-coverage").count(), 0);
    await page.keyboard.press("Control+K");
    await page.keyboard.type("hide what tests");
    await page.keyboard.press("Enter");
    await bar.nth(1).waitFor();
    await write(page, "rules-editor", "- rule: [");
    await page.locator("#tests-verdict[data-worst=error]").waitFor({ state: "attached" });
    await page.locator("#tests-coverage:empty").waitFor({ state: "attached" });
    assert.equal(await bar.count(), 0);
  }));

test("keys and the names of rules are completed in tests", () =>
  withPage({ tests: "cases:\n  - name: a\n    event: {file: events.json}\n", view: { edited: "tests" } }, async (page) => {
    await page.locator("#tests-editor .cm-content").click();
    await page.keyboard.press("Control+End");
    const labels = page.locator(".cm-tooltip-autocomplete .cm-completionLabel");
    await page.keyboard.type("    fir");
    await labels.getByText("fires", { exact: true }).waitFor();
    await page.keyboard.type("es: L");
    await labels.getByText("Lists", { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    const rules = rule("'Login: no MFA'", "ct.name = CreateUser");
    const tests = "cases:\n  - name: a\n    event: {file: events.json, record: 2}\n    fires: ";
    await follow(page, { rules, events: EVENTS, tests, view: { edited: "tests" } });
    await page.locator("#tests-editor .cm-content").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("Log");
    await labels.getByText("Login: no MFA", { exact: true }).click();
    assert.match(await read(page, "tests-editor"), /fires: "Login: no MFA"\s*$/);
    await verdict(page, "1 pass");
  }));

test("tests that cannot be run say why, at its place", () =>
  withPage({ tests: "cases:\n  - name: a\n    event: {file: other.json}\n", view: { edited: "tests", tab: "tests" } }, async (page) => {
    await verdict(page, "no case is run");
    await page.locator(".grid-row .cell").first().getByText("2", { exact: true }).waitFor();
    assert.match((await rows(page))[0].join(), /^2,✗ no,No case is run,/);
    await page.locator("#tests-editor .cm-lint-marker-error").waitFor();
    await write(page, "tests-editor", CASES.replace("events.json", "other.json"));
    await verdict(page, "2 of 2 fail");
    assert.match((await rows(page))[0].join(), /other\.json` cannot be read|other\.json cannot be read/);
    await follow(page, { rules: "- rule: [", events: EVENTS, tests: CASES, view: { edited: "tests" } });
    await verdict(page, "no case is run");
  }));

test("a test is made of an alert, and one of an event that a rule leaves alone", () =>
  withPage({ view: { event: 2 } }, async (page) => {
    await page.locator("#details h4", { hasText: "Why it fired" }).waitFor();
    await page.keyboard.press("Alt+A");
    await verdict(page, "1 pass");
    assert.match(await read(page, "tests-editor"), /^cases:\n {2}- name: Users fires on event 2/);
    await page.locator("#tabs-events").click();
    await page.locator(".grid-row").first().click();
    await page.locator("#details h4", { hasText: "Event 1" }).waitFor();
    await page.locator(".why-rule", { hasText: "Users" }).click();
    await page.locator(".why[open] .why-test").click();
    await verdict(page, "2 pass");
    assert.match(await read(page, "tests-editor"), /silent: Users\s*$/);
    await page.keyboard.press("Control+Z");
    await verdict(page, "1 pass");
  }));

test("a file of tests that is dropped goes to the tests, and a link has them", () =>
  withPage({}, async (page) => {
    await drop(page, "mine_test.yaml", CASES);
    await verdict(page, "1 of 2 fail");
    await page.locator("#share-button").click();
    const link = await page.locator("dialog .field").inputValue();
    await page.keyboard.press("Escape");
    await follow(page, { rules: RULES, events: EVENTS, view: { edited: "tests" } });
    await verdict(page, "no tests yet");
    await judged(page, () => page.evaluate((hash) => (location.hash = hash), new URL(link).hash));
    await verdict(page, "1 of 2 fail");
  }));

test("rules are kept as the old ones, and what a change does to the alerts stands beside them", () =>
  withPage({}, async (page) => {
    await page.locator("#tabs-changes").click();
    await page.getByRole("button", { name: "Keep these rules" }).click();
    await judged(page, () => write(page, "rules-editor", rule("Users", "ct.name = CreateUser and ct.error exists") + rule("Lists", "ct.name = ListUsers")));
    await changes(page, 3);
    assert.deepEqual((await rows(page)).map((cells) => [cells[0], cells[1], cells[3]]), [["1", "gained", "Lists"], ["2", "lost", "Users"], ["3", "lost", "Users"]]);
    assert.match(await page.locator("#details pre").innerText(), /~ rule Users[\s\S]*events 3, alerts before 2, after 1/);
    await page.locator(".grid-row").nth(1).click();
    await page.locator("#details h4", { hasText: "Why it does not fire" }).waitFor();
    await judged(page, () => write(page, "rules-editor", RULES.replace("Call of %ct.name", "Other")));
    await changes(page, 2);
    await page.locator(".grid-row").first().click();
    await page.locator("#details h4", { hasText: "It was" }).waitFor();
    await page.locator("#editor-tabs-old").click();
    assert.equal(await page.locator("#old-note").innerText(), "0 lost, 0 gained, 2 changed");
    await write(page, "old-editor", "- rule: [");
    await page.locator("#result-list .empty").waitFor();
    await page.locator("#old-take").click();
    await page.locator("#result-list .empty", { hasText: "No alert is other" }).waitFor();
    await page.locator("#old-end").click();
    assert.equal(await page.locator("#editor-tabs-old").isVisible(), false);
    assert.equal(await page.locator("#editor-tabs [aria-selected=true]").innerText(), "Rules");
  }));

test("the guided tour goes from an hour in the log to a rule that is tested, by one key", () =>
  withPage({}, async (page) => {
    await page.keyboard.press("Alt+G");
    const alerts = [0, 0, 4, 4, 2, 2, 7, 2];
    const seen = [];
    for (let step = 1; step <= 8; step += 1) {
      await page.locator("#tour .note", { hasText: `${step} of 8` }).waitFor();
      await page.locator("#status", { hasText: `· ${alerts[step - 1]} alert` }).waitFor();
      seen.push(await page.locator("#tabs [aria-selected=true]").evaluate((tab) => tab.firstChild.textContent));
      if (step === 2) await page.locator(".why-hint", { hasText: "it is UpdateFunctionCode20150331v2" }).waitFor();
      if (step === 4) await verdict(page, "2 of 3 fail");
      if (step === 6) await changes(page, 2);
      await page.keyboard.press("Enter");
    }
    assert.deepEqual(seen, ["Events", "Events", "Alerts", "Tests", "Tests", "Changes", "Alerts", "Alerts"]);
    assert.equal(await page.locator("#tour").count(), 0);
  }));
