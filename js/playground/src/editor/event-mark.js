/** The event that is selected, in the editor of events. */
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

/** @type {import("@codemirror/state").StateEffectType<{ from: number, to: number } | undefined>} */
const mark = StateEffect.define();
const decoration = Decoration.mark({ class: "cm-event" });

export const eventMark = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(mark)) continue;
      const { from = 0, to = 0 } = effect.value ?? {};
      return to > from ? Decoration.set([decoration.range(from, to)]) : Decoration.none;
    }
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** @param {EditorView} view @param {{ from: number, to: number } | undefined} place */
export function markEvent(view, place) {
  const isThere = place !== undefined && place.to <= view.state.doc.length;
  const effects = /** @type {StateEffect<any>[]} */ ([mark.of(isThere ? place : undefined)]);
  if (isThere) effects.push(EditorView.scrollIntoView(place.from, { y: "center", x: "start" }));
  view.dispatch({ effects });
}
