/** From what was named to files: a folder's in the order of their names, links to folders not followed, CloudTrail's digests left out. */
import { readdirSync, statSync } from "node:fs";
import { systemText } from "./failure.js";

const SAYS_JSON = /\.(?:json|ndjson)(?:\.gz|\.zst)?$/;
const NAMED = 3;

export class Discovery {
  #paths;
  /** What a folder held that is not scanned, and the first few of it. */
  leftOut = { count: 0, first: [] };

  /** @param {readonly string[]} paths */
  constructor(paths) {
    this.#paths = paths;
  }

  /** Files, one after the other, each `{ name, isStdin, error }`. */
  *files() {
    for (const path of this.#paths) {
      if (path === "-") yield { name: "<stdin>", isStdin: true };
      else if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) yield* this.#walk(path);
      else yield { name: path };
    }
  }

  *#walk(folder) {
    if (/(?:^|\/)CloudTrail-Digest\/?$/.test(folder)) return;
    let entries;
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      yield { name: folder, error: `cannot list it: ${systemText(error)}` };
      return;
    }
    entries.sort((left, right) => Buffer.compare(Buffer.from(left.name), Buffer.from(right.name)));
    for (const entry of entries) yield* this.#entry(folder, entry);
  }

  *#entry(folder, entry) {
    const path = folder.endsWith("/") ? `${folder}${entry.name}` : `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* this.#walk(path);
    else if (entry.name.includes("_CloudTrail-Digest_")) return;
    else if (SAYS_JSON.test(entry.name) && isReadable(path, entry)) yield { name: path };
    else this.#leave(path);
  }

  #leave(path) {
    this.leftOut.count += 1;
    if (this.leftOut.first.length < NAMED) this.leftOut.first.push(path);
  }
}

/** Pipes and devices would block. A link is what it points at; one that points nowhere is taken, so that opening it says so. */
function isReadable(path, entry) {
  if (!entry.isSymbolicLink()) return entry.isFile();
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
}
