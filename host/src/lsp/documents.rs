//! The documents that are open in the editor.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use gen_lsp_types::Range;
use serde::Deserialize;

use super::error::LspError;
use super::position::{Encoding, Lines};
use super::uri;
use crate::cli::Size;

/// A document that is open.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) text: String,
    pub(super) version: i32,
    /// Where it lies, if it is a file.
    pub(super) path: Option<PathBuf>,
}

/// What is to stand in the place of a part of a document, or of all of it.
#[derive(Debug, Deserialize)]
pub(super) struct Change {
    range: Option<Range>,
    text: String,
}

/// All documents that are open, by the names that the editor has for them.
#[derive(Debug, Default)]
pub(super) struct Documents {
    open: BTreeMap<String, Document>,
}

impl Documents {
    pub(super) fn open(
        &mut self,
        uri: String,
        version: i32,
        text: String,
        most: Size,
    ) -> Result<(), LspError> {
        require_size(&text, most)?;
        let path = uri::path(&uri).map(|path| real(&path));
        self.open.insert(
            uri,
            Document {
                text,
                version,
                path,
            },
        );
        Ok(())
    }

    /// Applies changes in their order; all of them or none.
    pub(super) fn change(
        &mut self,
        uri: &str,
        version: i32,
        changes: Vec<Change>,
        encoding: Encoding,
        most: Size,
    ) -> Result<(), LspError> {
        let document = self
            .open
            .get_mut(uri)
            .ok_or_else(|| LspError::NoDocument(uri.to_owned()))?;
        let mut text = document.text.clone();
        for change in changes {
            text = changed(text, change, encoding)?;
            require_size(&text, most)?;
        }
        document.text = text;
        document.version = version;
        Ok(())
    }

    pub(super) fn close(&mut self, uri: &str) {
        self.open.remove(uri);
    }

    pub(super) fn get(&self, uri: &str) -> Result<&Document, LspError> {
        self.open
            .get(uri)
            .ok_or_else(|| LspError::NoDocument(uri.to_owned()))
    }

    /// The document that is open for a file.
    pub(super) fn of_path(&self, path: &Path) -> Option<(&str, &Document)> {
        let mut all = self.open.iter();
        let found = all.find(|(_, document)| document.path.as_deref() == Some(path));
        found.map(|(uri, document)| (uri.as_str(), document))
    }

    pub(super) fn uris(&self) -> impl Iterator<Item = &str> {
        self.open.keys().map(String::as_str)
    }
}

/// The path that a file has whatever links lead to it; of one that there is not yet as it is.
pub(super) fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn require_size(text: &str, most: Size) -> Result<(), LspError> {
    if text.len() as u64 > most.bytes() {
        return Err(LspError::Refused(format!(
            "the document is larger than {most} (--max-rules)"
        )));
    }
    Ok(())
}

fn changed(mut text: String, change: Change, encoding: Encoding) -> Result<String, LspError> {
    let Some(range) = change.range else {
        return Ok(change.text);
    };
    let lines = Lines::new(&text, encoding);
    let (start, end) = (lines.offset(range.start)?, lines.offset(range.end)?);
    if start > end {
        return Err(LspError::Backwards);
    }
    text.replace_range(start..end, &change.text);
    Ok(text)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const MOST: Size = Size::of_bytes(20);

    fn open(text: &str) -> Documents {
        let mut documents = Documents::default();
        documents
            .open("file:///a.yaml".to_owned(), 1, text.to_owned(), MOST)
            .unwrap();
        documents
    }

    fn change(documents: &mut Documents, changes: Value) -> Result<String, String> {
        let changes = serde_json::from_value(changes).map_err(|error| error.to_string())?;
        let done = documents.change("file:///a.yaml", 2, changes, Encoding::Utf16, MOST);
        done.map_err(|error| error.to_string())?;
        Ok(documents.get("file:///a.yaml").unwrap().text.clone())
    }

    fn range(from: (u32, u32), to: (u32, u32)) -> Value {
        json!({"start": {"line": from.0, "character": from.1}, "end": {"line": to.0, "character": to.1}})
    }

    #[test]
    fn changes_are_applied_in_order() {
        let mut documents = open("a\u{1f600}b\nc\n");
        let changes = json!([
            {"range": range((0, 1), (0, 3)), "text": "\n"},
            {"range": range((1, 0), (2, 1)), "text": "x"},
            {"range": range((3, 0), (3, 0)), "text": "end"},
        ]);
        assert_eq!(change(&mut documents, changes).unwrap(), "a\nx\nend");
        assert_eq!(
            change(&mut documents, json!([{"text": "all"}])).unwrap(),
            "all"
        );
    }

    #[test]
    fn what_cannot_be_applied_changes_nothing() {
        let mut documents = open("a\nb");
        for (bad, reason) in [
            (
                json!({"range": range((9, 0), (9, 0)), "text": ""}),
                "line 9 is behind the end",
            ),
            (
                json!({"range": range((0, 1), (0, 0)), "text": ""}),
                "ends before it begins",
            ),
            (json!({"range": {"start": -1}, "text": "x"}), "invalid type"),
            (json!({"text": "x".repeat(21)}), "larger than 20 ("),
        ] {
            let error = change(&mut documents, json!([{"text": "first"}, bad])).unwrap_err();
            assert!(error.contains(reason), "{error}");
            assert_eq!(documents.get("file:///a.yaml").unwrap().text, "a\nb");
        }
    }

    #[test]
    fn a_document_that_is_not_open_is_told() {
        let mut documents = open("a");
        documents.close("file:///a.yaml");
        documents.close("file:///a.yaml");
        let error = change(&mut documents, json!([])).unwrap_err();
        assert_eq!(error, "the document `file:///a.yaml` is not open");
    }
}
