/** The cases in which we are known to answer otherwise than Falco: the same tables that `cargo xtask golden --known` reads. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";

const HEADINGS = ["deliberate divergences", "not yet"];

/** Names or numbers of cases, with our exit code where it is not Falco's. */
export function knownRows(text) {
  const rows = [];
  let ours = false;
  let titles;
  for (const line of text.split("\n").map((line) => line.trim())) {
    if (line.startsWith("#")) ours = HEADINGS.some((words) => line.toLowerCase().includes(words));
    if (!line.startsWith("|") || !ours) titles = undefined;
    else if (titles === undefined) titles = cells(line);
    else addRow(rows, titles, cells(line));
  }
  return rows;
}

/** What a case must print and how it must exit, by Falco or by the known difference. */
export function expectation(rows, name, falco, upstream) {
  const row = rows.find(({ case: known }) => name === known || name.startsWith(`${known}-`));
  if (row === undefined) return falco;
  const exit = row.exit ?? falco.exit;
  // What a public project's rules print stays with them: it must differ, and that is all that is said here.
  if (upstream) return { exit, otherThan: falco.stdout };
  const output = join(root, "tests/divergences", `${name}.jsonl`);
  return { exit, stdout: existsSync(output) ? readFileSync(output) : falco.stdout };
}

export function readKnown() {
  const file = join(root, "docs/COMPATIBILITY.md");
  return knownRows(readFileSync(file, "utf8"));
}

function cells(line) {
  return line.replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim().replace(/^`|`$/g, ""));
}

function addRow(rows, titles, values) {
  if (values[0] === "" || /^[:-]/.test(values[0])) return;
  const column = titles.findIndex((title) => title.toLowerCase() === "exit");
  const exit = column < 0 ? "" : values[column];
  rows.push({ case: values[0], exit: exit === "" ? undefined : Number(exit) });
}
