/**
 * A bar beside each line of the rules: what tests have seen of the parts that begin there. A part that is edited loses its
 * mark until tests have been run again; the others move with the text.
 * @import { EditorView } from "@codemirror/view"
 * @import { SeenPart } from "../engine/messages.js"
 */
import { Compartment, RangeSet, RangeValue, StateEffect, StateField } from "@codemirror/state";
import { GutterMarker, gutter } from "@codemirror/view";
import { h } from "../dom.js";
import { leastSeen, missingOf } from "../view/coverage.js";
import { offsetOf } from "./diagnostics.js";

class Seen extends RangeValue {
  /** @param {SeenPart} part */
  constructor(part) {
    super();
    this.part = part;
  }

  /** @param {RangeValue} other */
  eq(other) {
    return other instanceof Seen && other.part === this.part;
  }
}

class Bar extends GutterMarker {
  /** @param {SeenPart[]} parts */
  constructor(parts) {
    super();
    this.seen = leastSeen(parts);
    this.title = missingOf(parts).join("\n") || (parts.every(({ kind }) => kind === "item") ? "met" : "seen both ways");
  }

  /** @param {GutterMarker} other */
  eq(other) {
    return other instanceof Bar && other.seen === this.seen && other.title === this.title;
  }

  toDOM() {
    return h("div", { class: "cm-seen", "data-seen": this.seen, title: this.title });
  }
}

/** @type {import("@codemirror/state").StateEffectType<readonly SeenPart[]>} */
const effect = StateEffect.define();

/** @type {StateField<RangeSet<Seen>>} */
const field = StateField.define({
  create: () => RangeSet.empty,
  update(old, { effects, changes, newDoc }) {
    const given = effects.find((candidate) => candidate.is(effect));
    if (given !== undefined) return marksOf(newDoc, given.value);
    let marks = old;
    changes.iterChangedRanges((from, to) => {
      marks = marks.update({ filterFrom: from, filterTo: to, filter: () => false });
    });
    return marks.map(changes);
  },
});

/** @param {import("@codemirror/state").Text} doc @param {readonly SeenPart[]} parts in the order of the text @returns {RangeSet<Seen>} */
function marksOf(doc, parts) {
  const ranges = parts.map((part) => {
    const from = offsetOf(doc, part.place.line, part.place.column);
    const to = offsetOf(doc, part.place.end_line, part.place.end_column);
    return new Seen(part).range(from, Math.max(from, Math.min(to, doc.lineAt(from).to)));
  });
  return RangeSet.of(ranges, true);
}

/** The parts that begin between two places. @param {EditorView} view @param {number} from @param {number} to */
function marksBetween(view, from, to) {
  /** @type {{ from: number, to: number, part: SeenPart }[]} */
  const found = [];
  view.state.field(field, false)?.between(from, to, (start, end, { part }) => {
    if (start >= from && start <= to) found.push({ from: start, to: end, part });
  });
  return found;
}

const bars = [
  field,
  gutter({
    class: "cm-coverage",
    lineMarker(view, { from, to }) {
      const marks = marksBetween(view, from, to);
      return marks.length === 0 ? null : new Bar(marks.map(({ part }) => part));
    },
    lineMarkerChange: ({ startState, state }) => startState.field(field, false) !== state.field(field, false),
  }),
];

const compartment = new Compartment();

/** @param {boolean} isShown */
export function coverage(isShown) {
  return compartment.of(isShown ? bars : []);
}

/** @param {EditorView} view @param {boolean} isShown */
export function setCoverageShown(view, isShown) {
  view.dispatch({ effects: compartment.reconfigure(isShown ? bars : []) });
}

/** @param {EditorView} view @param {readonly SeenPart[]} parts */
export function showSeen(view, parts) {
  view.dispatch({ effects: effect.of(parts) });
}

/** The next part behind the cursor, around the end, of which something was not seen. @param {EditorView} view */
export function nextUnseen(view) {
  const marks = marksBetween(view, 0, view.state.doc.length).filter(({ part }) => part.seen !== "all");
  const { from } = view.state.selection.main;
  return marks.find((mark) => mark.from > from) ?? marks[0];
}
