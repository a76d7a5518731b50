/** Replacing a file in one step. */
import { closeSync, fchmodSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { systemText, Trouble } from "./failure.js";

const WRITABLE = 0o222;

/** Writes a file anew: whoever reads it meets the old text or the new one. Permissions stay; a link is followed. */
export function replace(name, text) {
  try {
    tryReplace(name, text);
  } catch (error) {
    throw new Trouble(`cannot write \`${name}\`: ${error.errno === undefined ? error.message : systemText(error)}`);
  }
}

function tryReplace(name, text) {
  const path = realpathSync(name);
  const { mode } = statSync(path);
  if ((mode & WRITABLE) === 0) throw new Error("it is read-only");
  const scratch = join(dirname(path), `.falconet-${process.pid}`);
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
