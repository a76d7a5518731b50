/** One name for each file, however its path is written: what is said of files of tests is put together by names. */
import { realpathSync } from "node:fs";
import { normalize } from "node:path";

/** The names of files, by what their paths come to. */
export class Names {
  #known = new Map();

  /** The name that a file had before; at first its path without steps there and back, unless that is another file. */
  of(name) {
    const real = realPath(name);
    if (real === undefined) return name;
    if (!this.#known.has(real)) {
      const plain = normalize(name);
      this.#known.set(real, realPath(plain) === real ? plain : name);
    }
    return this.#known.get(real);
  }
}

/** What a path comes to; nothing where there is no file. */
export function realPath(path) {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
