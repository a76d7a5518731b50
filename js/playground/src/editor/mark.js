/** Marks that show what is pointed at or selected elsewhere: an event, a part of it, a test of a condition. */
import { EditorSelection, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

/** @typedef {{ from: number, to: number }} Range */

export class Mark {
  /** @type {import("@codemirror/state").StateEffectType<Range[]>} */
  #effect = StateEffect.define();

  /** @param {string} style a class */
  constructor(style) {
    const decoration = Decoration.mark({ class: style });
    this.extension = StateField.define({
      create: () => Decoration.none,
      update: (marks, transaction) => {
        const effect = transaction.effects.find((candidate) => candidate.is(this.#effect));
        if (effect === undefined) return marks.map(transaction.changes);
        const ranges = /** @type {Range[]} */ (effect.value).filter(({ from, to }) => to > from);
        return Decoration.set(ranges.map(({ from, to }) => decoration.range(from, to)), true);
      },
      provide: (field) => EditorView.decorations.from(field),
    });
  }

  /**
   * @param {EditorView} view
   * @param {Range[]} ranges what of the text is marked; what lies behind its end is not
   * @param {"center" | "nearest"} scroll where to the first of them is brought
   */
  set(view, ranges, scroll) {
    const own = ranges.filter(({ to }) => to <= view.state.doc.length);
    const effects = /** @type {StateEffect<any>[]} */ ([this.#effect.of(own)]);
    const [first] = own;
    if (first !== undefined) effects.push(EditorView.scrollIntoView(rangeOf(first), { y: scroll, x: "nearest", xMargin: 60 }));
    view.dispatch({ effects });
  }
}

/** A long one is brought into sight by its beginning. @param {Range} range */
function rangeOf({ from, to }) {
  return EditorSelection.range(from, Math.min(to, from + 60));
}
