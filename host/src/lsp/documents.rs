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
    /// Nothing where a change could not be taken: nobody here knows what the editor shows.
    text: Option<String>,
    pub(super) version: i32,
    /// Where it lies, if it is a file.
    pub(super) path: Option<PathBuf>,
}

impl Document {
    /// What the editor shows, if that is known.
    pub(super) fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }
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
    /// Takes a document. One that is too large is open all the same, only its text is not known.
    pub(super) fn open(
        &mut self,
        uri: String,
        version: i32,
        text: String,
        most: Size,
    ) -> Result<(), LspError> {
        let path = uri::path(&uri).map(|path| real(&path));
        let text = sized(text, most);
        let (text, refused) = match text {
            Ok(text) => (Some(text), Ok(())),
            Err(error) => (None, Err(error)),
        };
        let document = Document {
            text,
            version,
            path,
        };
        self.open.insert(uri, document);
        refused
    }

    /// Applies changes in their order. Where one cannot be applied, the text is not known until the editor tells all of it.
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
        document.version = version;
        let mut text = document.text.take();
        for change in changes {
            text = Some(match change.range {
                None => sized(change.text, most)?,
                Some(range) => {
                    let text = text.ok_or_else(|| LspError::OutOfSync(uri.to_owned()))?;
                    sized(changed(text, range, &change.text, encoding)?, most)?
                }
            });
        }
        document.text = text;
        Ok(())
    }

    /// Forgets what a document shows, since a message about it was not understood.
    pub(super) fn lose(&mut self, uri: &str) {
        if let Some(document) = self.open.get_mut(uri) {
            document.text = None;
        }
    }

    /// Forgets what all of them show: a message that nobody could read may have been a change of any.
    pub(super) fn lose_all(&mut self) {
        for document in self.open.values_mut() {
            document.text = None;
        }
    }

    pub(super) fn close(&mut self, uri: &str) {
        self.open.remove(uri);
    }

    pub(super) fn get(&self, uri: &str) -> Result<&Document, LspError> {
        self.open
            .get(uri)
            .ok_or_else(|| LspError::NoDocument(uri.to_owned()))
    }

    /// What a document shows.
    pub(super) fn text(&self, uri: &str) -> Result<&str, LspError> {
        let text = self.get(uri)?.text();
        text.ok_or_else(|| LspError::OutOfSync(uri.to_owned()))
    }

    /// The files that documents would be if they were saved.
    pub(super) fn unsaved(&self) -> impl Iterator<Item = &Path> {
        let paths = self.open.values().filter_map(|one| one.path.as_deref());
        paths.filter(|path| !path.exists())
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

/// The path that a file has whatever links lead to it; of one that there is not yet, the one that it would have.
pub(super) fn real(path: &Path) -> PathBuf {
    let canonical =
        fs::canonicalize(path).or_else(|error| match (path.parent(), path.file_name()) {
            (Some(folder), Some(name)) => fs::canonicalize(folder).map(|folder| folder.join(name)),
            _ => Err(error),
        });
    canonical.unwrap_or_else(|_| path.to_owned())
}

fn sized(text: String, most: Size) -> Result<String, LspError> {
    if text.len() as u64 > most.bytes() {
        return Err(LspError::Refused(format!(
            "the document is larger than {most} (--max-rules)"
        )));
    }
    Ok(text)
}

fn changed(
    mut text: String,
    range: Range,
    new: &str,
    encoding: Encoding,
) -> Result<String, LspError> {
    let lines = Lines::new(&text, encoding);
    let (start, end) = (lines.offset(range.start)?, lines.offset(range.end)?);
    if start > end {
        return Err(LspError::Backwards);
    }
    text.replace_range(start..end, new);
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
        Ok(documents.text("file:///a.yaml").unwrap().to_owned())
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
    fn behind_a_change_that_cannot_be_applied_nothing_is_known_until_all_of_the_text_comes() {
        let uri = "file:///a.yaml";
        for (bad, reason) in [
            (
                json!({"range": range((9, 0), (9, 0)), "text": ""}),
                "line 9 is behind the end",
            ),
            (
                json!({"range": range((0, 1), (0, 0)), "text": ""}),
                "ends before it begins",
            ),
            (
                json!({"range": range((0, 0), (0, 0)), "text": "x".repeat(18)}),
                "larger than 20 (",
            ),
            (json!({"text": "x".repeat(21)}), "larger than 20 ("),
        ] {
            let mut documents = open("a\nb");
            let error = change(&mut documents, json!([{"text": "first"}, bad])).unwrap_err();
            assert!(error.contains(reason), "{error}");
            let small = json!({"range": range((0, 0), (0, 0)), "text": "y"});
            for unknown in [
                documents.text(uri).unwrap_err().to_string(),
                change(&mut documents, json!([small])).unwrap_err(),
                documents.text(uri).unwrap_err().to_string(),
            ] {
                assert!(unknown.contains("open it again"), "{unknown}");
            }
            let whole = json!([{"text": "c"}, small]);
            assert_eq!(change(&mut documents, whole).unwrap(), "yc");
        }
    }

    #[test]
    fn a_document_that_is_too_large_is_open_without_its_text() {
        let uri = "file:///a.yaml";
        let mut documents = open("a");
        let again = documents.open(uri.to_owned(), 2, "x".repeat(21), MOST);
        assert!(again.unwrap_err().to_string().contains("larger than 20"));
        assert!(documents.text(uri).is_err());
        assert_eq!(change(&mut documents, json!([{"text": "b"}])).unwrap(), "b");
        documents.lose_all();
        assert!(documents.text(uri).is_err());
    }

    #[test]
    fn a_file_that_there_is_not_yet_has_the_path_that_it_will_have() {
        let root = tempfile::tempdir().unwrap();
        let (folder, link) = (root.path().join("a"), root.path().join("b"));
        fs::create_dir(&folder).unwrap();
        std::os::unix::fs::symlink(&folder, &link).unwrap();
        let new = real(&link.join("new.yaml"));
        fs::write(folder.join("new.yaml"), "x").unwrap();
        assert_eq!(new, real(&folder.join("new.yaml")));
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
