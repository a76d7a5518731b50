/** `falconet explain`: why rules fire on events, or do not. The module explains where it raises alerts in a scan. */
import { Trouble } from "./failure.js";
import { harmlessBlock } from "./harmless.js";
import { useColor } from "./messages.js";
import { judged, shown } from "./scan.js";

/** Explains events; answers how the program exits. */
export async function explain(options, out, messages) {
  const { rules = [], names = [], fields = false, path, near, format = "text", color: choice = "auto" } = options;
  if (rules.includes("-") && options.inputs.includes("-")) throw new Trouble("standard input cannot be both the rules and the events", { exitCode: 2 });
  const isText = format === "text";
  const color = isText && useColor(choice, out.isTerminal);
  const show = isText ? (text) => harmlessBlock(Buffer.from(text).toString(), color) : (lines) => shown(lines, out);
  const page = { rules: names, fields, path, near, format, color, width: isText ? out.width : undefined };
  return judged({ ...options, rules, strict: true }, show, out, messages, { explain: page });
}
