/** Text that is too much for an editor is taken as a file. */
import { EditorView } from "@codemirror/view";
import { MOST_EDITED } from "../files.js";

/** @param {(file: File) => void} take */
export function largePaste(take) {
  return EditorView.domEventHandlers({
    paste(event) {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (text.length <= MOST_EDITED) return false;
      take(new File([text], "pasted text"));
      return true;
    },
  });
}
