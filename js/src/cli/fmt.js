/** `falconet fmt`: rules files in the canonical layout. */
import { closeSync, fchmodSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ask } from "../ask.js";
import { systemText } from "./failure.js";
import { harmless, harmlessBlock } from "./harmless.js";
import { origins, readEach } from "./rules.js";
import "../node.js";

const WRITABLE = 0o222;

/** Formats files; answers how the program exits. */
export async function fmt({ paths, check = false, diff = false, maxRules }, out, messages) {
  const read = readEach(onceEach(origins(paths)), maxRules);
  const [readable, unreadable] = [read.filter(({ error }) => !error), read.filter(({ error }) => error)];
  for (const { error } of unreadable) messages.error(error.message);
  const { files, errors, rendered } = await ask({ op: "format", files: readable.map(({ file }) => file), diff, color: messages.color });
  let isFailed = unreadable.length > 0 || errors > 0;
  for (const [index, file] of files.entries()) {
    if (file.kept) messages.note(`\`${file.name}\` stays as it is: ${file.kept}`);
    isFailed = !(await delivered(file, readable[index].origin, { check, diff }, out, messages)) || isFailed;
  }
  messages.block(rendered);
  return isFailed || ((check || diff) && files.some(({ changed }) => changed)) ? 1 : 0;
}

/** A file that is named twice is written once. */
function onceEach(found) {
  const names = new Set();
  return found.filter(({ name, error }) => {
    const isNew = error || !names.has(name);
    names.add(name);
    return isNew;
  });
}

/** Puts a file where it belongs; answers whether that worked. */
async function delivered({ name, text, changed, diff: lines }, { isStdin }, { check, diff }, out, messages) {
  if (text === null) return true;
  if (diff) await out.write(out.isTerminal ? harmlessBlock(lines ?? "", false) : (lines ?? ""));
  else if (check) await out.write(changed ? `${harmless(name)}\n` : "");
  else if (isStdin) await out.write(text);
  else if (changed) return written(name, text, out, messages);
  return true;
}

async function written(name, text, out, messages) {
  try {
    replace(name, text);
  } catch (error) {
    messages.error(`cannot write \`${name}\`: ${error.errno === undefined ? error.message : systemText(error)}`);
    return false;
  }
  await out.write(`formatted ${harmless(name)}\n`);
  return true;
}

/** Writes a file anew: whoever reads it meets the old text or the new one. Permissions stay; a link is followed. */
function replace(name, text) {
  const path = realpathSync(name);
  const { mode } = statSync(path);
  if ((mode & WRITABLE) === 0) throw new Error("it is read-only");
  const scratch = join(dirname(path), `.falconet-fmt-${process.pid}`);
  const file = openSync(scratch, "wx", mode);
  try {
    writeFileSync(file, text);
    fchmodSync(file, mode);
    fsyncSync(file);
    renameSync(scratch, path);
  } catch (error) {
    rmSync(scratch, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}
