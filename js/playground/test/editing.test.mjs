/** Typing rules and events, and what is seen of it, in Chromium. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { follow, judged, read, rows, write } from "./support/browser.mjs";
import { openedPage } from "./support/page.mjs";
import { event, lines, rule } from "./support/rules.mjs";

const opened = openedPage();

/** All tests have one page: what they begin with comes by a link. */
const withPage = (work) => opened.tested(work);

const EVENTS = lines([event(1), event(2), event(3), event(4)]);

async function fill(page, rules, events = EVENTS) {
  await page.locator("#filter").fill("");
  await follow(page, { rules, events });
}

test("the page opens with an example that has alerts", () =>
  withPage(async (page) => {
    assert.match(await page.locator("#status").innerText(), /2 rules · 52 events · 4 alerts/);
    assert.equal((await rows(page)).length, 4);
    assert.equal((await rows(page))[0][2], "Failed Console Login");
  }));

test("a rule that is typed raises its alerts as it is typed", () =>
  withPage(async (page) => {
    await judged(page, () => write(page, "events-editor", EVENTS));
    await judged(page, () => write(page, "rules-editor", rule("Users", "ct.name = CreateUse")));
    assert.match(await page.locator("#result-list").innerText(), /No alerts: no rule matches any of 4 events/);
    await page.locator("#rules-editor .cm-content").getByText("CreateUse").click();
    await page.keyboard.press("End");
    await judged(page, () => page.keyboard.type("r"));
    assert.deepEqual(await rows(page), [
      ["2", "Warning", "Users", "Call of CreateUser by alice in eu-west-1 from <NA>"],
      ["4", "Warning", "Users", "Call of CreateUser by alice in eu-west-1 from <NA>"],
    ]);
  }));

test("an alert shows its fields and its event, and marks it among the events", () =>
  withPage(async (page) => {
    await fill(page, rule("Users", "ct.name = CreateUser"));
    await page.locator(".grid-row").nth(1).click();
    await page.locator("#details h3", { hasText: "Users" }).waitFor();
    assert.match(await page.locator("#details dl").innerText(), /ct\.user\s+alice/);
    assert.match(await page.locator("#details pre").innerText(), /"eventID": "e4"/);
    assert.match(await page.locator("#events-editor .cm-event").first().innerText(), /"eventID":"e4"/);
  }));

test("rules that do not load leave the last alerts, greyed, and are marked where they are wrong", () =>
  withPage(async (page) => {
    await fill(page, rule("Users", "ct.name = CreateUser"));
    await write(page, "rules-editor", rule("Users", "ct.nam = CreateUser"));
    await page.locator("#results.is-stale").waitFor();
    assert.match(await page.locator("#status").innerText(), /do not load/);
    assert.equal((await rows(page)).length, 2);
    await page.locator("#findings", { hasText: "1 error" }).waitFor();
    const mark = page.locator("#rules-editor .cm-lintRange-error");
    assert.equal(await mark.first().innerText(), "ct.nam");
    await mark.first().hover();
    await page.locator(".cm-diagnostic").getByText("did you mean").waitFor();
    await judged(page, () => page.locator(".cm-diagnosticAction").click());
    assert.match(await read(page, "rules-editor"), /condition: ct\.name = CreateUser/);
    await page.locator("#findings", { hasText: "no findings" }).waitFor();
  }));

test("lints are told as well", () =>
  withPage(async (page) => {
    await fill(page, rule("Users", "ct.name = a and ct.name = b"));
    await page.locator("#findings", { hasText: "warning" }).waitFor();
    await page.locator("#findings").click();
    await page.locator(".cm-panel-lint", { hasText: "can never match" }).waitFor();
    await page.keyboard.press("Escape");
  }));

/** Takes the option that is offered. One that has only just come, or may go as others are looked for, is not taken, lest a line end that is meant be lost. */
async function accept(page) {
  await page.locator(".cm-tooltip-autocomplete:not(.cm-tooltip-autocomplete-disabled) li[aria-selected]").waitFor();
  await page.waitForTimeout(200);
  await page.keyboard.press("Enter");
  await labels(page).first().waitFor({ state: "detached" });
}

const labels = (page) => page.locator(".cm-tooltip-autocomplete .cm-completionLabel");

async function options(page, typed) {
  await page.keyboard.type(typed);
  await labels(page).first().waitFor();
  return labels(page).allInnerTexts();
}

const offered = (page, label) => labels(page).getByText(label, { exact: true }).waitFor();

const NAMED = `- macro: is_iam\n  condition: ct.src = iam.amazonaws.com\n- list: names\n  items: [CreateUser]\n${rule("Users", "is_iam and ct.name in (names)")}`;

/** Rules with a macro and a list, and behind them a macro whose condition is to be written. */
async function begin(page) {
  await fill(page, `${NAMED}- macro: m\n  condition: `);
  await page.locator("#rules-editor .cm-content").click();
  await page.keyboard.press("Control+End");
}

test("fields, operators, values of the events, macros and lists are completed", () =>
  withPage(async (page) => {
    await begin(page);
    assert.ok((await options(page, "ct.user.ide")).includes("ct.user.identitytype"));
    await accept(page);
    const operators = await options(page, " ");
    assert.ok(operators.includes("startswith") && operators.includes("in"), operators.join());
    assert.ok(!operators.includes("bcontains") && !operators.includes("anyof"), operators.join());
    await page.keyboard.type("= ");
    await offered(page, "IAMUser");
    assert.equal(await page.locator(".cm-completionDetail").first().innerText(), "seen 4 times");
    await accept(page);
    await page.keyboard.type(" and is_");
    await offered(page, "is_iam");
    await page.locator(".cm-completionInfo pre", { hasText: "ct.src = iam.amazonaws.com" }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.type("iam and ct.name in (");
    await offered(page, "ListUsers");
    assert.deepEqual((await labels(page).allInnerTexts()).slice(0, 3), ["CreateUser", "ListUsers", "names"]);
    assert.match(await read(page, "rules-editor"), /condition: ct\.user\.identitytype = IAMUser and is_iam and ct\.name in \(\)\n*$/);
  }));

test("operators are those of the field's type", () =>
  withPage(async (page) => {
    await begin(page);
    await page.keyboard.type("s3.bytes");
    const operators = await options(page, " ");
    assert.ok(operators.includes(">=") && !operators.includes("contains"), operators.join());
  }));

test("names of events that AWS writes are completed, also in quotes, which are closed once", () =>
  withPage(async (page) => {
    await begin(page);
    await options(page, "ct.src = sts.amazonaws.com and ct.name = Assum");
    await offered(page, "AssumeRole");
    await page.keyboard.press("Escape");
    for (let letter = 0; letter < 5; letter += 1) await page.keyboard.press("Backspace");
    await options(page, '"AssumeRoleWithS');
    await offered(page, "AssumeRoleWithSAML");
    await accept(page);
    assert.match(await read(page, "rules-editor"), /ct\.name = "AssumeRoleWithSAML"\n*$/);
  }));

test("keys are offered once something of them is written, and names that are being given are not", () =>
  withPage(async (page) => {
    await fill(page, `${NAMED}- macro: `);
    await page.locator("#rules-editor .cm-content").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("i");
    await page.waitForTimeout(300);
    assert.equal(await labels(page).count(), 0);
    await page.keyboard.press("Enter");
    assert.deepEqual(await options(page, "c"), ["condition"]);
    await accept(page);
    assert.match(await read(page, "rules-editor"), /- macro: i\n {2}condition: *\n*$/);
    await page.keyboard.press("Control+Space");
    await offered(page, "ct.name");
    await page.keyboard.press("Escape");
  }));

test("a rule is written from nothing as one would expect: indented, and Enter ends a line", () =>
  withPage(async (page) => {
    await fill(page, "");
    await page.locator("#rules-editor .cm-content").click();
    for (const line of ["- rule: Users", "desc: somebody", "condition: ct.name = CreateUser", "output: Made by %ct.user", "priority: NOTICE", "source: aws_cloudtrail"]) {
      await page.keyboard.type(line);
      await page.waitForTimeout(200);
      await page.keyboard.press("Enter");
    }
    assert.match(await read(page, "rules-editor"), /^- rule: Users\n {2}desc: somebody\n {2}condition: ct\.name = CreateUser\n {2}output: Made by %ct\.user\n {2}priority: NOTICE\n {2}source: aws_cloudtrail\n/);
    await page.locator("#status", { hasText: "2 alerts" }).waitFor();
  }));

test("a whole rule is offered, with places to fill in", () =>
  withPage(async (page) => {
    await fill(page, "");
    await page.locator("#rules-editor .cm-content").click();
    await options(page, "- r");
    await accept(page);
    await judged(page, () => page.keyboard.type("Mine"));
    assert.match(await read(page, "rules-editor"), /^- rule: Mine\n {2}desc: What it is for\.\n {2}condition: ct\.name = ConsoleLogin\n/);
    await page.locator("#findings", { hasText: "no findings" }).waitFor();
  }));

test("fields are completed in outputs, behind a per cent sign", () =>
  withPage(async (page) => {
    await fill(page, "- rule: Users\n  output: a ");
    await page.locator("#rules-editor .cm-content").click();
    await page.keyboard.press("Control+End");
    assert.ok((await options(page, "%ct.reg")).includes("%ct.region"));
    await accept(page);
    assert.match(await read(page, "rules-editor"), /output: a %ct\.region\n*$/);
  }));

test("pointing at a field, an operator, a macro or a list explains it", () =>
  withPage(async (page) => {
    await fill(page, NAMED);
    const place = page.locator("#rules-editor .cm-line", { hasText: "is_iam and" });
    const known = { "ct.name": /string[\s\S]*\/eventName/, in: /lists[\s\S]*such as/, is_iam: /macro[\s\S]*ct\.src = iam\.amazonaws\.com/, names: /list[\s\S]*CreateUser/ };
    for (const [word, text] of Object.entries(known)) {
      await page.mouse.move(0, 0);
      await page.locator(".cm-hover").waitFor({ state: "detached" });
      await place.getByText(word, { exact: true }).hover();
      await page.locator(".cm-hover", { hasText: text }).waitFor();
    }
  }));

/** What is selected in the rules. */
const selected = (page) => page.evaluate(() => document.getElementById("rules-editor").shadowRoot.getSelection?.().toString() ?? "");

test("the word at the cursor is explained by a key, until the cursor moves or Escape is pressed", () =>
  withPage(async (page) => {
    await fill(page, NAMED);
    const place = page.locator("#rules-editor .cm-line", { hasText: "is_iam and" });
    await place.getByText("names", { exact: true }).click();
    await page.mouse.move(0, 0);
    for (const key of ["Escape", "ArrowLeft"]) {
      await page.keyboard.press("Alt+I");
      await page.locator(".cm-hover", { hasText: "CreateUser" }).waitFor();
      await page.keyboard.press(key);
      await page.locator(".cm-hover").waitFor({ state: "detached" });
    }
  }));

test("F12 and Ctrl-click go to where a macro or a list is defined", () =>
  withPage(async (page) => {
    await fill(page, NAMED);
    const place = page.locator("#rules-editor .cm-line", { hasText: "is_iam and" });
    const line = page.locator("#rules-editor .cm-activeLine");
    await place.getByText("is_iam", { exact: true }).click();
    await page.keyboard.press("F12");
    await line.getByText("macro").waitFor();
    assert.equal(await selected(page), "is_iam");
    await place.getByText("names", { exact: true }).click({ modifiers: ["ControlOrMeta"] });
    await line.getByText("list").waitFor();
    assert.equal(await selected(page), "names");
    await place.getByText("ct.name", { exact: true }).click();
    await page.keyboard.press("F12");
    await page.locator(".toast", { hasText: "No macro, list or rule" }).last().waitFor();
  }));

test("F2 renames a macro or a list wherever it stands, as one step, or says why not", () =>
  withPage(async (page) => {
    await fill(page, NAMED);
    const rename = async (word, name) => {
      await page.locator("#rules-editor .cm-line", { hasText: "and ct.name in" }).getByText(word, { exact: true }).click();
      await page.keyboard.press("F2");
      await page.locator(".cm-rename input").waitFor();
      await page.keyboard.type(name);
      await page.keyboard.press("Enter");
      await page.locator(".cm-rename").waitFor({ state: "detached" });
    };
    await rename("names", "is_iam");
    await page.locator(".toast[data-kind=error]", { hasText: "there is a macro `is_iam` already" }).waitFor();
    await judged(page, () => rename("names", "calls"));
    assert.equal((await read(page, "rules-editor")).trim(), NAMED.replaceAll("names", "calls").trim());
    await judged(page, () => page.keyboard.press("Control+Z"));
    assert.equal((await read(page, "rules-editor")).trim(), NAMED.trim());
    await page.locator("#rules-editor .cm-line", { hasText: "and ct.name in" }).getByText("ct.name", { exact: true }).click();
    await page.keyboard.press("F2");
    await page.locator(".toast[data-kind=error]", { hasText: "no macro and no list" }).waitFor();
  }));

test("the rules are formatted, and that can be undone", () =>
  withPage(async (page) => {
    await fill(page, '- {rule: "R", desc: d, condition: ct.name=a, output: o, priority: INFO, source: aws_cloudtrail}\n');
    await judged(page, () => page.locator("#format-button").click());
    assert.match(await read(page, "rules-editor"), /^- rule: R\n {2}desc: d\n {2}condition: ct\.name = ?a/);
    await page.keyboard.press("Control+Z");
    assert.match(await read(page, "rules-editor"), /^- \{rule/);
  }));

test("events are written one a line, as they are", () =>
  withPage(async (page) => {
    await fill(page, rule("Users", "ct.name = CreateUser"), '{"Records": [{"eventTime":"2026-03-01T12:00:00Z",\n "eventType":"AwsApiCall","n":12345678901234567890},\n{"eventTime":"2026-03-01T12:00:00Z","eventType":"ü"}]}');
    await judged(page, () => page.locator("#lines-button").click());
    assert.equal((await read(page, "events-editor")).trim(), '{"eventTime":"2026-03-01T12:00:00Z", "eventType":"AwsApiCall","n":12345678901234567890}\n{"eventTime":"2026-03-01T12:00:00Z","eventType":"ü"}');
  }));

test("whether the first rule or all rules are heard is chosen", () =>
  withPage(async (page) => {
    await fill(page, rule("One", "ct.name = CreateUser") + rule("Two", "ct.name = CreateUser and ct.user = alice"));
    assert.equal((await rows(page)).length, 2);
    await judged(page, () => page.locator("#matching").selectOption("all"));
    assert.deepEqual((await rows(page)).map(([, , name]) => name), ["One", "Two", "One", "Two"]);
  }));

test("malformed records are told with their place, and their neighbours are judged", () =>
  withPage(async (page) => {
    await fill(page, rule("Users", "ct.name = CreateUser"), `${lines([event(2)])}{"a": }\n${lines([event(4)])}`);
    assert.match(await page.locator("#status").innerText(), /2 alerts · 1 malformed/);
    await page.getByRole("tab", { name: /Problems/ }).click();
    assert.match((await rows(page))[0].join(), /^2,\d+,expected/);
    await page.getByRole("tab", { name: /Events/ }).click();
    assert.equal((await rows(page))[1][2], "malformed");
  }));

test("the table of events shows their fields, and which have alerts", () =>
  withPage(async (page) => {
    await fill(page, rule("Users", "ct.name = CreateUser"));
    await page.getByRole("tab", { name: /Events/ }).click();
    assert.deepEqual((await rows(page))[1].slice(0, 5), ["2", "1", "2026-03-01T12:00:00Z", "CreateUser", "iam.amazonaws.com"]);
    await page.locator("#filter").fill("listusers");
    assert.equal((await rows(page)).length, 2);
  }));

test("events are narrowed to values of their fields, to a time, and to those with alerts", () =>
  withPage(async (page) => {
    const at = (minute, number, name) => event(number, { eventTime: `2026-03-01T12:${minute}:00Z`, userIdentity: { type: "IAMUser", userName: name } });
    await fill(page, rule("Users", "ct.name = CreateUser"), lines([at("00", 1, "alice"), at("10", 2, "alice"), at("20", 4, "bob"), at("59", 3, "bob"), at("59", 5, "eve")]));
    await page.getByRole("tab", { name: /Events/ }).click();
    const events = async () => (await rows(page)).map(([number]) => number).join();
    const values = async () => {
      await page.locator(".facet[open] .facet-row").first().waitFor();
      return (await page.locator(".facet[open] .facet-row").allInnerTexts()).map((text) => text.replace(/\s+/g, " "));
    };
    await page.locator(".facet summary", { hasText: "ct.user" }).click();
    assert.deepEqual(await values(), ["alice 2", "bob 2", "eve 1"]);
    await page.locator(".facet-row", { hasText: "bob" }).click();
    await page.locator(".facet-row", { hasText: "eve" }).click();
    assert.equal(await events(), "3,4,5");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".facet[open]").count(), 0);
    await page.locator(".facet summary", { hasText: "ct.name" }).click();
    assert.deepEqual(await values(), ["ListUsers 2", "CreateUser 1"]);
    await page.getByRole("button", { name: "With alerts 1" }).click();
    assert.equal(await events(), "3");
    await page.getByRole("button", { name: "Show all" }).click();
    await page.locator(".timeline").focus();
    await page.keyboard.press("End");
    assert.equal(await events(), "4,5");
    assert.equal(await page.locator(".timeline").getAttribute("aria-valuetext"), "12:58:01 to 12:59:00: 2 events, 0 with alerts");
    await page.keyboard.press("Shift+Home");
    assert.equal(await events(), "1,2,3,4,5");
    await page.keyboard.press("Escape");
    await page.locator(".timeline").click({ position: { x: 1, y: 5 } });
    assert.equal(await events(), "1");
    await judged(page, () => page.locator("#matching").selectOption("all"));
    assert.equal(await events(), "1");
    await page.getByRole("button", { name: "Show all" }).click();
  }));

test("lines are those that Falco prints", () =>
  withPage(async (page) => {
    await fill(page, rule("Users", "ct.name = CreateUser"));
    await page.getByRole("tab", { name: /Lines/ }).click();
    assert.match((await rows(page))[0][0], /^\{"hostname":"playground","output":"12:00:00\.000000000: Warning Call of CreateUser by alice/);
  }));

test("engines that die are replaced, and know rules and events as before", () =>
  withPage(async (page) => {
    await fill(page, rule("Users", "ct.name = CreateUser"));
    const before = page.workers();
    assert.equal(before.length, 2);
    for (const worker of before) await worker.evaluate(() => void setTimeout(() => {
      throw new Error("dies for a test");
    }));
    await judged(page, () => write(page, "rules-editor", rule("Lists", "ct.name = ListUsers")));
    assert.deepEqual((await rows(page)).map(([number, , name]) => [number, name]), [["1", "Lists"], ["3", "Lists"]]);
    await page.locator(".grid-row").first().click();
    await page.locator("#details h4", { hasText: "Why it fired" }).waitFor();
    assert.deepEqual(page.workers().filter((worker) => before.includes(worker)), []);
    opened.errors.splice(0);
  }));

test("every example is judged, and a mistake shows what is wrong with it", () =>
  withPage(async (page) => {
    await page.locator("#examples-button").click();
    const [tour, ...titles] = await page.locator(".gallery strong").allInnerTexts();
    assert.equal(tour, "Guided tour");
    await page.keyboard.press("Escape");
    const findings = { "there is not": "2 errors", "never be true": "1 warning", shadow: "1 warning", attempts: "1 warning", binds: "1 warning" };
    for (const title of titles) {
      await page.locator("#examples-button").click();
      await page.locator(".gallery button", { hasText: title }).click();
      const expected = Object.entries(findings).find(([words]) => title.includes(words))?.[1] ?? "no findings";
      await page.locator("#findings", { hasText: expected }).waitFor();
    }
    assert.equal(titles.length, 8);
  }));

test("everything can be done from the keyboard", () =>
  withPage(async (page) => {
    await page.keyboard.press("Alt+E");
    await judged(page, () => page.locator(".gallery button", { hasText: "First steps" }).click());
    await page.keyboard.press("Control+K");
    await page.keyboard.type("alerts go");
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.locator("#details h3", { hasText: "Lambda Code Replaced" }).waitFor();
    assert.equal(await page.locator(".grid-row[aria-selected=true]").count(), 1);
    await page.keyboard.press("Alt+1");
    assert.equal(await page.evaluate(() => document.activeElement.id), "rules-editor");
    await page.keyboard.press("Alt+E");
    for (let tab = 0; tab < 3; tab += 1) await page.keyboard.press("Tab");
    await judged(page, () => page.keyboard.press("Enter"));
    assert.match(await page.locator("#status").innerText(), /15 rules/);
  }));
