/** What is said of a line, behind it: how the case that begins there went. */
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";
import { h } from "../dom.js";
import { prose } from "../view/explanation.js";

/** Characters that are drawn. */
const MOST_DRAWN = 240;

/** @typedef {{ line: number, passed: boolean, text: string }} Verdict */

class Said extends WidgetType {
  /** @param {Verdict} verdict */
  constructor({ passed, text }) {
    super();
    this.passed = passed;
    this.text = text;
  }

  /** @param {Said} other */
  eq({ passed, text }) {
    return passed === this.passed && text === this.text;
  }

  toDOM() {
    const text = this.text.length > MOST_DRAWN ? `${this.text.slice(0, MOST_DRAWN)}…` : this.text;
    return h("span", { class: "cm-verdict", "data-passed": String(this.passed) }, this.passed ? "✓" : "✗ ", prose(text));
  }
}

/** @type {import("@codemirror/state").StateEffectType<Verdict[]>} */
const effect = StateEffect.define();

export const verdicts = StateField.define({
  create: () => Decoration.none,
  update(old, transaction) {
    const given = transaction.effects.find((candidate) => candidate.is(effect));
    if (given === undefined) return old.map(transaction.changes);
    const { doc } = transaction.state;
    const own = /** @type {Verdict[]} */ (given.value).filter(({ line }) => line <= doc.lines);
    return Decoration.set(own.map((verdict) => Decoration.widget({ widget: new Said(verdict), side: 1 }).range(doc.line(verdict.line).to)), true);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** @param {EditorView} view @param {Verdict[]} given */
export function showVerdicts(view, given) {
  view.dispatch({ effects: effect.of(given) });
}
