/** The golden cases in which we are known to answer otherwise than Falco: the same table that `cargo xtask golden --known` reads. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";

const HEADING = "deliberate divergences";
const COLUMN = "recorded";

/** Names of cases, with our exit code where it is not Falco's. */
export function knownCases(text) {
  const cases = [];
  let ours = false;
  let titles;
  for (const line of text.split("\n").map((line) => line.trim())) {
    if (line.startsWith("#")) ours = line.toLowerCase().includes(HEADING);
    if (!line.startsWith("|") || !ours) titles = undefined;
    else if (titles === undefined) titles = cells(line);
    else cases.push(...casesOf(cells(line)[titles.indexOf(COLUMN)] ?? ""));
  }
  return cases;
}

/** What a case must print and how it must exit, by Falco or by the known difference. */
export function expectation(known, name, falco, upstream) {
  const row = known.find((one) => one.name === name);
  if (row === undefined) return falco;
  const exit = row.exit ?? falco.exit;
  // What a public project's rules print stays with them: it must differ, and that is all that is said here.
  if (upstream) return { exit, otherThan: falco.stdout };
  const output = join(root, "tests/divergences", `${name}.jsonl`);
  return { exit, stdout: existsSync(output) ? readFileSync(output) : falco.stdout };
}

export function readKnown() {
  const file = join(root, "docs/COMPATIBILITY.md");
  return knownCases(readFileSync(file, "utf8"));
}

function cells(line) {
  return line.replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
}

/** The golden cases of a cell: `CASE` or `CASE exit N`. Sets of random rules have more words. */
function casesOf(cell) {
  const entries = cell.replaceAll("`", "").split(",").map((entry) => entry.trim().split(/\s+/));
  const golden = entries.filter(([name, word]) => name !== "" && !name.startsWith("-") && (word === undefined || word === "exit"));
  return golden.map(([name, , exit]) => ({ name, exit: exit === undefined ? undefined : Number(exit) }));
}
