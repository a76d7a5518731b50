/** `falconet rules show`: a rule as it was resolved. */
import { Trouble } from "./failure.js";
import { print } from "./page.js";

/** Prints a rule; answers how the program exits. */
export async function show(options, out, messages) {
  if ((options.rules ?? []).length === 0) throw new Trouble("a rule of which files? Name them with -r", { exitCode: 2 });
  await print({ op: "show", rule: options.rule }, options, out, messages);
  return 0;
}
