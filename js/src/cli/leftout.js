/** Rules in files whose names are those of tests: where a folder is loaded they are left out, and nobody would know. */
import { ask } from "../ask.js";
import { Trouble } from "./failure.js";
import { leftOut, readRules } from "./rules.js";

/** The largest file that is looked into, and how many are. */
const LARGEST = 2 ** 20;
const MOST_FILES = 1000;

/** Says which files of the folders among these paths hold rules and are left out. */
export async function tellLeftOut(paths, messages) {
  for (const path of leftOut(paths).slice(0, MOST_FILES)) {
    const file = readable(path);
    if (file !== undefined && (await ask({ op: "test_files", file, only_rules: true })).holds_rules) {
      messages.note(`\`${path}\` holds rules and is left out, since files of a folder with such a name are tests`);
    }
  }
}

function readable(path) {
  try {
    const [file] = readRules([path], LARGEST);
    return file;
  } catch (error) {
    if (error instanceof Trouble) return undefined;
    throw error;
  }
}
