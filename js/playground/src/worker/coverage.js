/**
 * What tests have seen of the rules, by the places in their text: a macro or a list that several rules share counts once.
 * @import { NodePlace, PartKind, SeenPart, Share, TestCoverage } from "../engine/messages.js"
 */
import { MOST_CELL, MOST_PARTS } from "./limits.js";

/** @typedef {{ holds: number, fails: number }} Counts in how many events it held, or did not */

/** @typedef {{ kind: PartKind, text: string, place: NodePlace, counts: Counts }} Part */

/** @param {any} coverage that of docs/schema/test.schema.json @returns {TestCoverage} */
export function coverageOf({ rules }) {
  const parts = new Parts();
  for (const rule of rules) {
    if (rule.cases === 0) parts.add("rule", rule.name, rule.place);
    for (const { text, place, seen, items = [] } of rule.tests) {
      parts.add("test", text, place, seen);
      for (const item of items) parts.add("item", item.text, item.place, { holds: item.met, fails: 0 });
    }
    for (const { name, place, seen } of rule.exceptions) parts.add("exception", name, place, seen);
  }
  return { parts: parts.seen(), tests: parts.share("test"), items: parts.share("item"), exceptions: parts.share("exception"), untested: parts.share("rule").all };
}

class Parts {
  /** @type {Map<string, Part>} */
  #parts = new Map();

  /** @param {PartKind} kind @param {string} text @param {NodePlace | null} place @param {Counts} [counts] */
  add(kind, text, place, { holds, fails } = { holds: 0, fails: 0 }) {
    if (place === null) return;
    const key = [kind, place.line, place.column, place.end_line, place.end_column].join();
    const { counts } = this.#parts.get(key) ?? { counts: { holds: 0, fails: 0 } };
    this.#parts.set(key, { kind, text, place, counts: { holds: counts.holds + holds, fails: counts.fails + fails } });
  }

  /** In the order of the text. @returns {SeenPart[]} */
  seen() {
    const parts = [...this.#parts.values()].sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
    return parts.slice(0, MOST_PARTS).map((part) => ({ ...verdictOf(part), kind: part.kind, text: part.text.slice(0, MOST_CELL), place: part.place }));
  }

  /** @param {PartKind} kind @returns {Share} */
  share(kind) {
    const parts = [...this.#parts.values()].filter((part) => part.kind === kind);
    return { seen: parts.filter((part) => verdictOf(part).seen === "all").length, all: parts.length };
  }
}

/** In the words of `falconet test --coverage`. @param {Part} part @returns {Pick<SeenPart, "seen" | "missing">} */
function verdictOf({ kind, counts: { holds, fails } }) {
  if (kind === "rule") return { seen: "none", missing: "no case is about" };
  if (kind === "item") return holds > 0 ? { seen: "all", missing: "" } : { seen: "none", missing: "never met" };
  if (holds === 0 && fails === 0) return { seen: "none", missing: "never asked" };
  if (holds > 0 && fails > 0) return { seen: "all", missing: "" };
  return { seen: "some", missing: holds === 0 ? "never true" : "never false" };
}
