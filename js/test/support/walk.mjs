/** Reads a path as Falco's cloudtrail plugin does: a file, or a folder in name order, `.json` and `.json.gz` only. */
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/**
 * The inputs of a path, decompressed. Files that are no gzip though their name says so are left out.
 * @param {string} path
 * @returns {Uint8Array[]}
 */
export function inputsOf(path) {
  return filesOf(path).map(readInput).filter((bytes) => bytes !== undefined);
}

function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).sort(byBytes).flatMap((name) => filesOf(join(path, name))).filter(isEvents);
}

function isEvents(path) {
  return path.endsWith(".json") || path.endsWith(".json.gz");
}

function byBytes(left, right) {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function readInput(path) {
  const bytes = readFileSync(path);
  if (!path.endsWith(".json.gz")) return bytes;
  try {
    return gunzipSync(bytes);
  } catch {
    return undefined;
  }
}
