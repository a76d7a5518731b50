/**
 * What is known of the word under the pointer.
 * @import { Vocabulary } from "./vocabulary.js"
 */
import { hoverTooltip } from "@codemirror/view";
import { documentation } from "./documentation.js";

/** Names, with dots within, and operators that are signs. */
const WORDS = /[A-Za-z_][\w-]*(?:\.[\w]+)*|[<>=!]+/g;

/** Characters of a line that are looked at to each side. */
const AROUND = 300;

/** @param {Vocabulary} vocabulary */
export function hover(vocabulary) {
  return hoverTooltip((view, position) => {
    const line = view.state.doc.lineAt(position);
    const start = Math.max(line.from, position - AROUND);
    const text = view.state.sliceDoc(start, Math.min(line.to, position + AROUND));
    for (const { 0: word, index } of text.matchAll(WORDS)) {
      const from = start + index;
      if (position < from || position > from + word.length) continue;
      const dom = documentation(vocabulary, word);
      if (dom === null) return null;
      dom.classList.add("cm-hover");
      return { pos: from, end: from + word.length, above: true, create: () => ({ dom }) };
    }
    return null;
  });
}
