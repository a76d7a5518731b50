/** A Vite plugin: the service worker, with the names of all files of the build and a name for the whole of them. */
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The file of the service worker in the build. */
const SERVICE_WORKER = "service-worker.js";

/**
 * @param {string} source the service worker without its list
 * @returns {import("vite").Plugin}
 */
export function offline(source) {
  let folder = "";
  return {
    name: "offline",
    apply: "build",
    configResolved(config) {
      folder = config.build.outDir;
    },
    closeBundle() {
      const files = filesBelow(folder).filter((file) => file !== SERVICE_WORKER);
      const head = `const VERSION = ${JSON.stringify(hash(folder, files))};\nconst FILES = ${JSON.stringify(files)};\n`;
      writeFileSync(join(folder, SERVICE_WORKER), head + readFileSync(source, "utf8"));
    },
  };
}

function filesBelow(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((file) => join(file.parentPath, file.name).slice(folder.length + 1).replaceAll("\\", "/")).sort();
}

function hash(folder, files) {
  const sum = createHash("sha256");
  for (const file of files) sum.update(file).update(readFileSync(join(folder, file)));
  return sum.digest("hex").slice(0, 16);
}
