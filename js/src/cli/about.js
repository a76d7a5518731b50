/** `falconet help` and `falconet --version`. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { ask } from "../ask.js";
import { COMMANDS } from "./commands.js";

const EXIT_CODES = `\
Exit codes:
  0  done, alerts or not
  1  bad rules, unreadable input, failed module; with --strict also warnings, malformed records and damaged compression
  2  wrong usage, bad setting
`;

const OVERVIEW = `\
Judges audit events by Falco rules, without a binary: what it has, it does as the binary does.

Usage: falconet [COMMAND]

Commands:
${table(Object.values(COMMANDS).map(({ usage, about }) => [/^falconet ((?:rules )?\w+)/.exec(usage)[1], about]))}
  help        Print this, or what a command takes

Needs the binary: run, top, pack, inspect, verify, call, diff, suggest, witness, test --watch, threads, profiles, zstd, patterns such as 'rules/*.yaml'.

${EXIT_CODES}`;

/** What can be typed. */
export async function help({ topic, exitCode }, out) {
  const text = Object.hasOwn(COMMANDS, topic ?? "") ? page(COMMANDS[topic]) : OVERVIEW;
  if (exitCode === 0) await out.write(text);
  else process.stderr.write(text);
  return exitCode;
}

/** This package, its module, and which one that is. */
export async function version(_, out) {
  const [manifest, module] = ["../package.json", "../falconet.wasm"].map((name) => readFileSync(new URL(name, import.meta.url)));
  const { version: of, abi, engine_version: engine } = await ask({ op: "version" });
  const hash = createHash("sha256").update(module).digest("hex");
  await out.write(`falconet ${JSON.parse(manifest.toString()).version}\nmodule ${of}, ABI ${abi}, as Falco engine ${engine}\nmodule sha256 ${hash}\n`);
  return 0;
}

function page({ usage, about, operands, options }) {
  const rows = Object.values(options).map(({ short, shown, says }) => [`${short ? `-${short}, ` : "    "}${shown}`, says]);
  return `${about}\n\nUsage: ${usage}\n\n${operands.says}.\n\nOptions:\n${table(rows)}\n\n${EXIT_CODES}`;
}

function table(rows) {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, says]) => `  ${name.padEnd(width)}  ${says}`).join("\n");
}
