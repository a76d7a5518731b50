/** `falconet list`: what rules can be written with, and what rules files define. */
import { Trouble } from "./failure.js";
import { print } from "./page.js";

/** Prints a list; answers how the program exits. */
export async function list(options, out, messages) {
  const { what, words, source, rules = [] } = options;
  if (["rules", "macros", "lists"].includes(what) && rules.length === 0) throw new Trouble(`whose ${what}? Name rules files with -r`, { exitCode: 2 });
  const isEmpty = await print({ op: "list", what, words, source }, options, out, messages);
  if (!isEmpty || words.length === 0) return 0;
  messages.error(`none of the ${what} has \`${words.join(" ")}\` in it`);
  return 1;
}
