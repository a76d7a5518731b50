/** Where in a text the pointer rests. */
import { EditorView } from "@codemirror/view";

/** Milliseconds that it rests before that is told. */
const REST = 60;

/** @param {(position: number | null) => void} tell */
export function pointer(tell) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return EditorView.domEventHandlers({
    mousemove({ clientX: x, clientY: y }, view) {
      clearTimeout(timer);
      timer = setTimeout(() => tell(view.posAtCoords({ x, y })), REST);
    },
    mouseleave() {
      clearTimeout(timer);
      tell(null);
    },
  });
}
