/** `falconet test`: the tests of rules. The module reads, judges and reports; here are only the files. */
import { ask } from "../ask.js";
import { EngineTrap } from "../node.js";
import { harmlessBlock } from "./harmless.js";
import { useColor } from "./messages.js";
import { replace } from "./replace.js";
import { readSuite, testFiles } from "./suites.js";

/** Runs tests; answers how the program exits. */
export async function test(options, out, messages) {
  const { paths, settings = [], filter = [], format = "text", update = false, color: choice = "auto" } = options;
  const isText = format === "text";
  const color = isText && useColor(choice, out.isTerminal);
  const request = { settings, filter, format, update, color, width: isText && out.isTerminal ? out.width : undefined };
  const suites = [];
  for (const path of testFiles(paths)) suites.push({ path, ...(await readSuite(path, options)) });
  const answers = [];
  for (const suite of suites) {
    for (const note of suite.notes) messages.note(note);
    answers.push(await ran(suite, request));
  }
  for (const [index, { updated }] of answers.entries()) renew(suites[index], updated, messages);
  const parts = answers.map(({ updated, ...part }) => part);
  const { ok, text } = await ask({ op: "test_report", parts, format, color, width: request.width });
  await out.write(isText ? harmlessBlock(text, color) : text);
  return ok ? 0 : 1;
}

/** How a file of tests went. One that the module dies of is told and keeps no other from running. */
async function ran({ name, text, rules, inputs, notRun }, request) {
  const file = { name, text };
  const told = (message) => ask({ op: "test", file, rules: [], ...request, not_run: message });
  if (notRun !== undefined) return told(notRun);
  try {
    return await ask({ op: "test", file, rules, inputs, ...request });
  } catch (error) {
    if (!(error instanceof EngineTrap)) throw error;
    return told(`the tests could not be run: ${error.message}`);
  }
}

function renew({ path }, updated, messages) {
  if (!updated) return;
  replace(path, updated);
  messages.note(`\`${path}\` was updated`);
}
