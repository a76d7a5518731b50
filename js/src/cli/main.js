#!/usr/bin/env node
/** `npx falconet`: what the binary does, for people who have none. */
import { check } from "./check.js";
import { explain } from "./explain.js";
import { fmt } from "./fmt.js";
import { Trouble } from "./failure.js";
import { list } from "./list.js";
import { Messages } from "./messages.js";
import { parsed } from "./options.js";
import { Output } from "./output.js";
import { scan } from "./scan.js";
import { show } from "./show.js";
import { test } from "./test.js";
import { help, version } from "./about.js";

const COMMANDS = { check, explain, fmt, help, list, scan, show, test, version };

/** Does what was typed; answers how the program exits. */
async function run(words) {
  const messages = new Messages("auto");
  try {
    const { command, options } = parsed(words);
    const out = new Output();
    const spoken = new Messages(options.color ?? "auto");
    const code = await COMMANDS[command](options, out, spoken).catch((error) => told(error, spoken));
    await out.flush();
    return code;
  } catch (error) {
    return told(error, messages);
  }
}

/** Says why it did not work. */
function told(error, messages) {
  if (error?.code === "EPIPE") return 0;
  if (!(error instanceof Trouble)) {
    messages.error(error?.summary ?? error?.message ?? String(error));
    return error?.code === "SETTINGS" ? 2 : 1;
  }
  if (error.isUsage) process.stderr.write(`${error.message}\n`);
  else messages.error(error.message);
  return error.exitCode;
}

process.exitCode = await run(process.argv.slice(2));
