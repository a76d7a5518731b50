/** Where the tests find things. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../..", import.meta.url));
export const dist = join(root, "dist");
export const npm = join(dist, "npm");

/** The native program, whose answers are compared with. */
export const host = process.env.FALCONET_BINARY ?? join(dist, "falconet");

/** The folders of golden cases: ours, and the ones beside the checkout if they are there. */
export function goldenFolders() {
  const beside = join(process.env.FALCONET_SHARED ?? join(root, "../shared"), "golden");
  if (existsSync(beside)) return [join(root, "tests/golden"), beside];
  console.log(`SKIPPED: no golden cases at ${beside}; FALCONET_SHARED can name the folder that holds them`);
  return [join(root, "tests/golden")];
}
