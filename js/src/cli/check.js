/** `falconet check`: whether rules can be loaded, and what is to be said about them. */
import { ask } from "../ask.js";
import { harmlessBlock } from "./harmless.js";
import { tellLeftOut } from "./leftout.js";
import { useColor } from "./messages.js";
import { readForCheck } from "./rules.js";
import "../node.js";

/** Checks rules; answers how the program exits. */
export async function check({ rules, settings = [], format = "text", strict = false, lints = [], color: choice = "auto", maxRules }, out, messages) {
  const files = readForCheck(rules, maxRules);
  await tellLeftOut(rules, messages);
  const isText = format === "text";
  const color = isText && useColor(choice, out.isTerminal);
  const width = isText ? out.width : undefined;
  const { rendered, ok } = await ask({ op: "check", files, settings, lints, format, strict, color, width });
  await out.write(isText ? harmlessBlock(rendered, color) : rendered);
  return ok ? 0 : 1;
}
