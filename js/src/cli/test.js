/** `falconet test`: the tests of rules. The module reads, judges and reports; here are only the files. */
import { writeFileSync } from "node:fs";
import { ask } from "../ask.js";
import { EngineTrap } from "../node.js";
import { systemText, Trouble } from "./failure.js";
import { harmlessBlock } from "./harmless.js";
import { useColor } from "./messages.js";
import { Names } from "./names.js";
import { replace } from "./replace.js";
import { readSuite, testFiles } from "./suites.js";

/** Runs tests; answers how the program exits. */
export async function test(options, out, messages) {
  const { paths, rules = [], settings = [], filter = [], format = "text", update = false, color: choice = "auto" } = options;
  if (rules.includes("-")) throw new Trouble("rules that files of tests share cannot be standard input", { exitCode: 2 });
  const isText = format === "text";
  const color = isText && useColor(choice, out.isTerminal);
  const width = isText && out.isTerminal ? out.width : undefined;
  const request = { settings, filter, format, update, color, width, coverage: wantsCoverage(options) };
  const suites = await read(paths, options);
  const parts = await judged(suites, request, messages);
  const mutants = wantsMutants(options) ? await triedOf(suites, request, options.maxMutants) : undefined;
  const report = await ask({ op: "test_report", parts, format, color, width, mutants, ...bounds(options), ...beside(suites, options) });
  await out.write(isText ? harmlessBlock(report.text, color) : report.text);
  if (!isText) sayBeside(report, messages);
  write(options.lcov, report.coverage?.lcov);
  write(options.html, report.coverage?.html);
  return report.ok ? 0 : 1;
}

function wantsCoverage({ coverage = false, lcov, html, minCoverage }) {
  return coverage || [lcov, html, minCoverage].some((asked) => asked !== undefined);
}

function wantsMutants({ mutate = false, minNoticed }) {
  return mutate || minNoticed !== undefined;
}

function bounds({ minCoverage, minNoticed }) {
  return { min_coverage: minCoverage, min_noticed: minNoticed };
}

/** In which forms coverage is wanted, and the texts of the rules where a page shows them. */
function beside(suites, { lcov, html }) {
  const rules = html === undefined ? [] : suites.flatMap((suite) => suite.rules.map((file) => [file.name, file]));
  return { lcov: lcov !== undefined, html: html !== undefined, rules: [...new Map(rules).values()] };
}

async function read(paths, options) {
  const names = new Names();
  const suites = [];
  for (const path of testFiles(paths)) suites.push({ path, ...(await readSuite(path, options, names)) });
  return suites;
}

/** How the files went, to be put together; those are written anew for which that was asked. */
async function judged(suites, request, messages) {
  const answers = [];
  for (const suite of suites) {
    for (const note of suite.notes) messages.note(note);
    answers.push(await ran(suite, request, messages));
  }
  for (const [index, { updated }] of answers.entries()) renew(suites[index], updated, messages);
  return answers.map(({ updated, ...part }) => part);
}

/** One that the module dies of is told and keeps no other from running. Where it may have died of looking on, that is left out. */
async function ran(suite, request, messages) {
  const run = (more = {}) => ask({ op: "test", ...asked(suite, { ...request, ...more }) });
  const notRun = ({ message }) => ask({ op: "test", ...asked(suite, request, `the tests could not be run: ${message}`) });
  return surviving(run, (failure) => {
    if (!request.coverage) return notRun(failure);
    const without = async () => {
      const answer = await run({ coverage: false });
      messages.note(`\`${suite.name}\` was run without coverage: ${failure.message}`);
      return answer;
    };
    return surviving(without, notRun);
  });
}

/** What became of the mutants of all files, chunk by chunk: the first says how many there are. */
async function triedOf(suites, request, max) {
  const answers = [];
  const behind = [];
  for (const suite of suites) {
    const first = await chunkOf(suite, request, max, 0);
    answers.push(first);
    for (let chunk = 1; chunk < first.chunks; chunk += 1) behind.push({ suite, chunk });
  }
  for (const { suite, chunk } of behind) answers.push(await chunkOf(suite, request, max, chunk));
  return answers;
}

function chunkOf(suite, request, max, chunk) {
  const tried = (failure) => ask({ op: "test_mutants", test: asked(suite, request, failure), max_mutants: max, chunk });
  return surviving(() => tried(), ({ message }) => tried(message));
}

/** What is asked of a file of tests; of one that is not run why. */
function asked({ name, text, rules, inputs, notRun }, request, failure = notRun) {
  const files = failure === undefined ? { rules, inputs } : { rules: [], not_run: failure };
  return { file: { name, text }, ...files, ...request };
}

/** What comes of work, or of what is done where the module dies of it. */
async function surviving(work, otherwise) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof EngineTrap)) throw error;
    return otherwise(error);
  }
}

/** What formats for programs have no room for. */
function sayBeside({ coverage, mutants, problems }, messages) {
  if (coverage) messages.note(`coverage: ${coverage.summary}`);
  if (mutants) messages.note(`mutants: ${mutants.summary}`);
  for (const problem of problems) messages.error(problem);
}

function renew({ path }, updated, messages) {
  if (!updated) return;
  replace(path, updated);
  messages.note(`\`${path}\` was updated`);
}

function write(path, text) {
  if (path === undefined || text === undefined) return;
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new Trouble(`cannot write \`${path}\`: ${systemText(error)}`);
  }
}
