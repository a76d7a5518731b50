/** Reading rules files: those named, and those of a folder (`.yaml` and `.yml`, in byte order, not deeper, tests of rules left out); `-` is standard input. */
import { isUtf8 } from "node:buffer";
import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { systemText, Trouble } from "./failure.js";
import { sizeText } from "./quantity.js";

const PATTERN = /[*?[]/;
const CHUNK = 64 * 1024;
const MOST_RULES = 64 * 2 ** 20;

/** A file that cannot be read, though others can. */
export class Unreadable extends Trouble {
  /** @param {string} message @param {{ name: string, text?: string, unreadable: { message: string, offset?: number } }} file what a check says of it */
  constructor(message, file) {
    super(message);
    this.file = file;
  }
}

/** The files that paths stand for, in order. The first that cannot be read is the failure. */
export function readRules(paths, maxRules) {
  return readEach(origins(paths), maxRules).map(({ file, error }) => {
    if (error) throw error;
    return file;
  });
}

/** The same, with what is to be said of those that cannot be read. */
export function readForCheck(paths, maxRules) {
  return readEach(origins(paths), maxRules).map(({ file, error }) => file ?? error.file);
}

/** What paths stand for: `{ name, isStdin }`, or `{ error }` of one that stands for nothing. */
export function origins(paths) {
  if (paths.filter((path) => path === "-").length > 1) throw new Trouble("standard input can be named only once", { exitCode: 2 });
  return paths.flatMap((path) => {
    try {
      return expand(path);
    } catch (error) {
      if (error instanceof Unreadable) return [{ error }];
      throw error;
    }
  });
}

/** The files of origins, each with its origin, or the error. */
export function readEach(found, maxRules = MOST_RULES) {
  let left = maxRules;
  return found.map((origin) => {
    if (origin.error) return origin;
    try {
      const bytes = bytesOf(origin, left);
      left -= bytes.length;
      if (left < 0) throw new Trouble(`the rules are larger than ${sizeText(maxRules)} (--max-rules)`);
      return { origin, file: { name: origin.name, text: textOf(origin.name, bytes) } };
    } catch (error) {
      if (error instanceof Unreadable) return { error };
      throw error;
    }
  });
}

function expand(path) {
  if (path === "-") return [{ name: "<stdin>", isStdin: true }];
  if (isFolder(path)) return filesOf(path).map((name) => ({ name }));
  if (PATTERN.test(path) && !existsSync(path)) {
    throw new Trouble(`patterns such as \`${path}\` need the binary: let the shell expand it, or name a folder`, { exitCode: 2 });
  }
  return [{ name: path }];
}

function isFolder(path) {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function filesOf(folder) {
  const names = tried(folder, () => readdirSync(folder)).filter((name) => /\.ya?ml$/.test(name) && !/^\.ya?ml$/.test(name) && !isTestFile(name));
  const paths = files(names.map((name) => pathIn(folder, name)));
  const message = `the rules folder \`${folder}\` holds no .yaml or .yml file`;
  if (paths.length === 0) throw new Unreadable(message, { name: folder, text: "", unreadable: { message } });
  return paths;
}

/** The files in folders that are left out by their names, since those are of tests. */
export function leftOut(paths) {
  const names = (folder) => tried(folder, () => readdirSync(folder)).filter(isTestFile);
  const found = paths.filter(isFolder).flatMap((folder) => names(folder).map((name) => pathIn(folder, name)));
  return files(found);
}

/** Those of the paths that are files, in the order of their bytes. */
function files(paths) {
  const found = paths.filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
  return found.sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
}

/** Whether a file holds tests of rules, by its name. */
export function isTestFile(name) {
  return /_test\.ya?ml$/.test(name);
}

/** As it is shown: `./rules` stays so. */
export function pathIn(folder, name) {
  return folder.endsWith("/") ? `${folder}${name}` : `${folder}/${name}`;
}

/** What the system refuses is told of the path. */
function tried(path, work) {
  try {
    return work();
  } catch (error) {
    if (error.errno === undefined) throw error;
    const text = systemText(error);
    throw new Unreadable(`cannot read the rules \`${path}\`: ${text}`, { name: path, text: "", unreadable: { message: `the file cannot be read: ${text}` } });
  }
}

/** At most one byte more than is left of the bound. */
function bytesOf({ name, isStdin }, left) {
  return tried(name, () => {
    const file = isStdin ? 0 : openSync(name);
    try {
      return readBounded(file, left);
    } finally {
      if (!isStdin) closeSync(file);
    }
  });
}

export function readBounded(file, left) {
  const blocks = [];
  for (let room = left + 1; room > 0; ) {
    const block = Buffer.alloc(Math.min(CHUNK, room));
    const length = readSome(file, block);
    if (length === 0) break;
    blocks.push(block.subarray(0, length));
    room -= length;
  }
  return Buffer.concat(blocks);
}

/** Standard input may be a pipe in which nothing is yet. */
function readSome(file, block) {
  for (;;) {
    try {
      return readSync(file, block);
    } catch (error) {
      if (error.code === "EOF") return 0;
      if (error.code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function textOf(name, bytes) {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  const offset = validLength(bytes);
  const message = `the byte at ${offset} is not UTF-8`;
  const text = `${bytes.toString("utf8", 0, offset)}\ufffd`;
  throw new Unreadable(`the rules file \`${name}\` is not UTF-8: the byte at ${offset} does not belong to it`, { name, text, unreadable: { message, offset } });
}

/** How many bytes are whole characters. */
function validLength(bytes) {
  let at = 0;
  while (at < bytes.length) {
    const length = [1, 2, 3, 4].find((count) => isUtf8(bytes.subarray(at, at + count)) && at + count <= bytes.length);
    if (length === undefined) return at;
    at += length;
  }
  return at;
}
