/** Pages that the module writes: asked for, and printed. */
import { ask } from "../ask.js";
import { RulesetError } from "../node.js";
import { harmlessBlock } from "./harmless.js";
import { useColor } from "./messages.js";
import { readRules } from "./rules.js";

/** Asks for a page and prints it; answers whether nothing was on it. */
export async function print(question, { rules = [], settings = [], format = "text", color: choice = "auto", maxRules }, out, messages) {
  const isText = format === "text";
  const color = isText && useColor(choice, out.isTerminal);
  const files = readRules(rules, maxRules);
  const answer = await asked({ ...question, files, settings, format, color, width: isText ? out.width : undefined }, messages);
  const text = isText ? harmlessBlock(answer.text, color) : `${JSON.stringify(answer.items ?? answer.rule)}\n`;
  await out.write(text);
  return ["", "[]"].includes(text.trim());
}

async function asked(request, messages) {
  try {
    return await ask(request);
  } catch (error) {
    if (error instanceof RulesetError) messages.block(error.rendered);
    throw error;
  }
}
