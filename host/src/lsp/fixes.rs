//! What may stand in the place of a mistake, as the last check found it.

use std::collections::{BTreeMap, HashMap};

use gen_lsp_types::{
    CodeAction, CodeActionKind, Diagnostic, Position, Range, TextEdit, Uri, WorkspaceEdit,
};
use serde::Deserialize;

use super::diagnostics::Found;

/// What an editor asks for quick fixes. Of what it says of the findings nothing is needed.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Asked {
    pub(super) text_document: Document,
    range: Range,
    #[serde(default)]
    context: Context,
}

#[derive(Debug, Deserialize)]
pub(super) struct Document {
    pub(super) uri: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Context {
    only: Option<Vec<String>>,
}

impl Asked {
    /// Whether quick fixes are wanted: they are of their own kind and of every one that it is a part of.
    fn wants_fixes(&self) -> bool {
        let only = self.context.only.as_ref();
        only.is_none_or(|only| {
            only.iter()
                .any(|kind| kind.is_empty() || kind == "quickfix")
        })
    }
}

/// A finding, and the names that may stand at its place.
#[derive(Debug)]
pub(super) struct Fix {
    pub(super) diagnostic: Diagnostic,
    pub(super) names: Vec<String>,
}

/// The fixes of each document, and of which version of it.
#[derive(Debug, Default)]
pub(super) struct Fixes {
    files: BTreeMap<String, (i32, Vec<Fix>)>,
}

impl Fixes {
    /// Takes what was found in a document that is open.
    pub(super) fn note(&mut self, found: &mut Found) {
        let uri = &found.told.uri.0;
        let fixes = std::mem::take(&mut found.fixes);
        match found.told.version.filter(|_| !fixes.is_empty()) {
            Some(version) => {
                self.files.insert(uri.clone(), (version, fixes));
            }
            None => self.forget(uri),
        }
    }

    pub(super) fn forget(&mut self, uri: &str) {
        self.files.remove(uri);
    }

    /// The fixes of what touches a range; none, if the document has changed since.
    pub(super) fn actions(&self, asked: &Asked, version: i32) -> Vec<CodeAction> {
        let uri = &asked.text_document.uri;
        let known = self.files.get(uri);
        let known = known.filter(|(checked, _)| *checked == version && asked.wants_fixes());
        let fixes = known.map_or(&[][..], |(_, fixes)| fixes).iter();
        let touching = fixes.filter(|fix| touch(fix.diagnostic.range, asked.range));
        touching.flat_map(|fix| fix.actions(uri)).collect()
    }
}

impl Fix {
    fn actions(&self, uri: &str) -> impl Iterator<Item = CodeAction> {
        let is_only = self.names.len() == 1;
        self.names.iter().map(move |name| {
            let edit = TextEdit {
                range: self.diagnostic.range,
                new_text: name.clone(),
            };
            let changes = HashMap::from([(Uri(uri.to_owned()), vec![edit])]);
            CodeAction {
                title: format!("Write `{name}`"),
                kind: Some(CodeActionKind::QuickFix),
                diagnostics: Some(vec![self.diagnostic.clone()]),
                is_preferred: Some(is_only),
                edit: Some(WorkspaceEdit {
                    changes: Some(changes),
                    ..WorkspaceEdit::default()
                }),
                ..CodeAction::default()
            }
        })
    }
}

fn touch(one: Range, other: Range) -> bool {
    let place = |position: Position| (position.line, position.character);
    place(one.start) <= place(other.end) && place(other.start) <= place(one.end)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, from_value, json};

    use super::*;

    const URI: &str = "file:///a.yaml";

    fn found(version: &Value, names: &[&str]) -> Found {
        let range =
            json!({"start": {"line": 1, "character": 2}, "end": {"line": 1, "character": 4}});
        let diagnostic = json!({"range": range, "message": "m"});
        let told = json!({"uri": URI, "version": version, "diagnostics": [diagnostic]});
        Found {
            told: from_value(told).unwrap(),
            fixes: vec![Fix {
                diagnostic: from_value(diagnostic).unwrap(),
                names: names.iter().map(|name| (*name).to_owned()).collect(),
            }],
        }
    }

    /// The titles of the fixes that an editor gets.
    fn titles(fixes: &Fixes, version: i32, character: u32, only: &Value) -> Vec<String> {
        let at = json!({"line": 1, "character": character});
        let asked = json!({"textDocument": {"uri": URI}, "range": {"start": at, "end": at}, "context": {"only": only}});
        let actions = fixes.actions(&from_value(asked).unwrap(), version);
        actions.into_iter().map(|action| action.title).collect()
    }

    #[test]
    fn every_name_is_a_fix_where_the_finding_is() {
        let mut fixes = Fixes::default();
        fixes.note(&mut found(&json!(3), &["a", "b"]));
        for (character, only, expected) in [
            (2, Value::Null, 2),
            (4, json!(["quickfix"]), 2),
            (3, json!([""]), 2),
            (3, json!(["refactor", "source"]), 0),
            (1, Value::Null, 0),
            (5, Value::Null, 0),
        ] {
            let found = titles(&fixes, 3, character, &only);
            assert_eq!(found.len(), expected, "{character}: {found:?}");
        }
        assert_eq!(
            titles(&fixes, 3, 2, &Value::Null),
            ["Write `a`", "Write `b`"]
        );
    }

    #[test]
    fn what_was_found_in_another_version_is_no_fix() {
        let mut fixes = Fixes::default();
        fixes.note(&mut found(&json!(3), &["a"]));
        assert!(titles(&fixes, 4, 2, &Value::Null).is_empty());
        fixes.note(&mut found(&Value::Null, &["a"]));
        assert!(titles(&fixes, 3, 2, &Value::Null).is_empty());
        fixes.note(&mut found(&json!(4), &["a"]));
        fixes.forget(URI);
        assert!(titles(&fixes, 4, 2, &Value::Null).is_empty());
    }
}
