/** Files of tests: which there are, and everything that they name. */
import { isUtf8 } from "node:buffer";
import { closeSync, lstatSync, openSync, readdirSync, statSync } from "node:fs";
import { dirname, isAbsolute } from "node:path";
import { ruleTestFiles } from "../ruletests.js";
import { systemText, Trouble } from "./failure.js";
import { realPath } from "./names.js";
import { sizeText } from "./quantity.js";
import { isTestFile, pathIn, readBounded, readRules, Unreadable } from "./rules.js";

const MOST_FILES = 10_000;
const LARGEST = 16 * 2 ** 20;
const MOST_EVENTS = 64 * 2 ** 20;

/** The files of tests that these paths stand for, in order, each once. Files that are named are taken whatever their names. */
export function testFiles(paths) {
  const files = new Map();
  for (const path of paths) {
    for (const file of walk(path)) {
      const key = realPath(file) ?? file;
      if (!files.has(key)) files.set(key, file);
      if (files.size > MOST_FILES) throw new Trouble(`there are more than ${MOST_FILES} files of tests`);
    }
  }
  if (files.size === 0) throw new Trouble(`no tests: there is no file named *_test.yaml in ${paths.map((path) => `\`${path}\``).join(", ")}`);
  return [...files.values()].map(withoutDot);
}

/** A file of tests, its rules and its events. What cannot be read is absent: then the cases that need it fail. */
export async function readSuite(path, { rules = [], maxRules, maxEvents = MOST_EVENTS }, names) {
  const { file, notRun } = readTests(path);
  if (notRun !== undefined) return { ...file, rules: [], inputs: [], notes: [], notRun };
  const named = await ruleTestFiles(file);
  const inFolder = (name) => (isAbsolute(name) || !path.includes("/") ? name : pathIn(dirname(path), name));
  const suite = { ...file, rules: [], inputs: [], notes: [] };
  noting(suite, (error) => error.message, () => (suite.rules = readRules(rules.length > 0 ? rules : named.rules.map(inFolder), maxRules)));
  suite.rules = suite.rules.map((file) => ({ ...file, name: names.of(file.name) }));
  let left = maxEvents;
  for (const name of named.inputs) {
    const describe = (error) => `cannot read \`${inFolder(name)}\`: ${error.errno === undefined ? error.message : systemText(error)}`;
    noting(suite, describe, () => {
      const bytes = readEvents(inFolder(name), left);
      left -= bytes.length;
      suite.inputs.push({ name, text: bytes.toString() });
    });
  }
  return suite;
}

/** A file of tests, or why it cannot be read. */
function readTests(path) {
  try {
    const [file] = readRules([path], LARGEST);
    return { file };
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    const notRun = error instanceof Unreadable ? error.file.unreadable.message : `the file is larger than ${sizeText(LARGEST)}`;
    return { file: { name: path, text: "" }, notRun };
  }
}

/** Reads what may be absent; why it is, becomes a note. */
function noting(suite, describe, read) {
  try {
    read();
  } catch (error) {
    if (!(error instanceof Trouble) && error.errno === undefined) throw error;
    suite.notes.push(describe(error));
  }
}

function readEvents(path, left) {
  const file = openSync(path);
  try {
    const bytes = readBounded(file, left);
    if (!isUtf8(bytes)) throw new Trouble("stream did not contain valid UTF-8");
    if (bytes.length > left) throw new Trouble("the events are larger than --max-events");
    return bytes;
  } finally {
    closeSync(file);
  }
}

function* walk(path) {
  const entry = tried(path, () => statSync(path));
  if (entry.isDirectory()) yield* inside(path);
  else yield path;
}

/** In the order of names; hidden entries and packages are passed by, links to folders not followed. */
function* inside(folder) {
  const names = tried(folder, () => readdirSync(folder)).filter((name) => !name.startsWith(".") && name !== "node_modules");
  names.sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
  for (const name of names) {
    const path = pathIn(folder, name);
    if (lstatSync(path).isDirectory()) yield* inside(path);
    else if (isTestFile(name) && !statSync(path, { throwIfNoEntry: false })?.isDirectory()) yield path;
  }
}

/** What the system refuses, in the binary's words. */
function tried(path, work) {
  try {
    return work();
  } catch (error) {
    throw new Trouble(`IO error for operation on ${path}: ${systemText(error)}`);
  }
}

/** The path without the dot that stands for where we are. */
function withoutDot(path) {
  return path.replace(/^\.(?:\/+\.)*\/+/, "");
}
