/** `falconet fmt`: rules files in the canonical layout. */
import { ask } from "../ask.js";
import { harmless, harmlessBlock } from "./harmless.js";
import { replace } from "./replace.js";
import { origins, readEach } from "./rules.js";
import "../node.js";

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
    messages.error(error.message);
    return false;
  }
  await out.write(`formatted ${harmless(name)}\n`);
  return true;
}
