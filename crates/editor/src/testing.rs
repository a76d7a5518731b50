//! Files with a mark where the editor's cursor is.

use falconet_diagnostics::Label;

use crate::files::{Files, Location};

/// Stands where the cursor is.
pub(crate) const MARK: char = '‸';

/// Files `0.yaml`, `1.yaml` and so on; and the name and the place of the one that has the mark, which is not in the text.
pub(crate) fn marked(texts: &[&str]) -> (Files, String, usize) {
    let mut place = None;
    let clean: Vec<(String, String)> = texts
        .iter()
        .enumerate()
        .map(|(number, text)| {
            let name = format!("{number}.yaml");
            if let Some(offset) = text.find(MARK) {
                place = Some((name.clone(), offset));
            }
            (name, text.replace(MARK, ""))
        })
        .collect();
    let files = Files::of(clean.iter().map(|(name, text)| (&**name, &**text)));
    let (name, offset) = place.expect("a mark");
    (files, name, offset)
}

/// What `ask` answers at the mark.
pub(crate) fn at_mark<A>(texts: &[&str], ask: impl FnOnce(&Files, Location<'_>) -> A) -> A {
    let (files, name, offset) = marked(texts);
    let at = files.locate(&name, offset).expect("the file");
    ask(&files, at)
}

/// Labels as `line:column text`, with the file's number before.
pub(crate) fn shown(files: &Files, labels: &[Label]) -> Vec<String> {
    let labels = labels.iter().map(|label| {
        let place = files.place(label).expect("a place");
        let file = files.iter().find(|file| file.id == label.source);
        let text = &file.expect("a file").text()[label.span.range()];
        let number = place.file.trim_end_matches(".yaml");
        format!("{number}:{}:{} {text}", place.line, place.column)
    });
    labels.collect()
}
