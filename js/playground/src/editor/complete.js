/**
 * Completion in rules: what the module proposes.
 * @import { Completion as Option, CompletionContext, CompletionResult } from "@codemirror/autocomplete"
 * @import { Completion } from "falconet/types.js"
 * @import { Proposals } from "../engine/messages.js"
 */
import { autocompletion, closeCompletion, selectedCompletion, snippet } from "@codemirror/autocomplete";
import { Prec } from "@codemirror/state";
import { keymap } from "@codemirror/view";
import { escaped } from "../dom.js";
import { markdown } from "../view/markdown.js";

/** What begins a line, a value or a test comes unasked only once something of it is written. */
const ON_DEMAND = new Set(["snippet", "key", "field", "macro", "rule"]);

/** What goes on with a word. */
const WORD = /^%?[\w.:/@*-]*$/;

/** @param {(text: string, offset: number) => Promise<Proposals>} ask */
export function completion(ask) {
  return [enter, autocompletion({ override: [(context) => complete(context, ask)], icons: false, maxRenderedOptions: 60, activateOnCompletion: ({ type }) => type === "key" })];
}

/** What was written in full is not taken once more: Enter ends the line. */
const enter = Prec.highest(
  keymap.of([
    {
      key: "Enter",
      run(view) {
        const label = selectedCompletion(view.state)?.label;
        const { head } = view.state.selection.main;
        if (label !== undefined && view.state.sliceDoc(Math.max(0, head - label.length), head) === label) closeCompletion(view);
        return false;
      },
    },
  ]),
);

/**
 * @param {CompletionContext} context
 * @param {(text: string, offset: number) => Promise<Proposals>} ask
 * @returns {Promise<CompletionResult | null>}
 */
async function complete(context, ask) {
  const { state, pos } = context;
  const { from, to, items, incomplete } = await ask(state.doc.toString(), pos);
  // Who has gone on to something else wants none.
  const isWanted = context.view?.hasFocus !== false && (context.explicit || isWelcome(context, from, items));
  if (!isWanted || items.length === 0) return null;
  const isQuoted = /^["']/.test(state.sliceDoc(from, pos));
  const options = items.map((item, index) => optionOf(item, index, isQuoted));
  return incomplete || isQuoted ? { from, to, options } : { from, to, options, validFor: WORD };
}

/** Whether proposals are welcome of which nobody has asked. @param {CompletionContext} context @param {number} from @param {Completion[]} items */
function isWelcome({ state, pos }, from, items) {
  if (from < pos) return true;
  return /[\s(,]$/.test(state.sliceDoc(state.doc.lineAt(pos).from, pos)) && !items.some(({ kind }) => ON_DEMAND.has(kind));
}

/**
 * Those that match as well stay in the module's order. Behind a quote they are looked for with it.
 * @param {Completion} item
 * @param {number} index
 * @param {boolean} isQuoted
 * @returns {Option}
 */
function optionOf({ label, kind, detail, documentation, insert }, index, isQuoted) {
  const sought = isQuoted ? insert : label;
  const shown = escaped(label);
  return {
    label: sought,
    displayLabel: shown === sought ? undefined : shown,
    type: kind,
    detail: detail === null ? undefined : escaped(detail),
    info: documentation === null ? undefined : () => markdown(documentation),
    apply: kind === "snippet" ? snippet(insert) : insert,
    sortText: String(index).padStart(4, "0"),
  };
}
