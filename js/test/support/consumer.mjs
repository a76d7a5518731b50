/** A program that has installed the package. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { npm } from "./paths.mjs";

/** Runs `work` in a folder whose `node_modules` has the package. */
export async function asConsumer(work) {
  const folder = mkdtempSync(join(tmpdir(), "falconet-consumer-"));
  try {
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(npm, join(folder, "node_modules/falconet"), "junction");
    writeFileSync(join(folder, "package.json"), '{"type":"module"}');
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What Node prints; fails if it does. */
export function node(folder, ...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  assert.equal(status, 0, stdout + stderr);
  return stdout;
}
