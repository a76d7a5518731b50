//! The renderings in `docs/DIAGNOSTICS.md` are what the files of `tests/diagnostics` give.

use std::fs;
use std::path::{Path, PathBuf};

use falconet_event::catalogue::Catalogue;

use super::check;
use crate::messages::{CheckRequest, CheckedFile, LintRequest};

/// What stands before a rendering.
const MARK: &str = "<!-- tests/diagnostics/";

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn rendered(name: &str) -> String {
    let path = workspace().join("tests/diagnostics").join(name);
    let request = CheckRequest {
        files: vec![CheckedFile {
            name: "rules.yaml".to_owned(),
            text: fs::read_to_string(path).unwrap(),
            unreadable: None,
        }],
        lints: vec![LintRequest::Allow("all".to_owned())],
        ..CheckRequest::default()
    };
    check(&request, &Catalogue::builtin()).rendered
}

/// The document with each rendering made anew.
fn renewed(document: &str) -> String {
    let mut parts = document.split(MARK);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(" -->").unwrap();
        let (_, behind) = rest
            .strip_prefix("\n```text\n")
            .and_then(|block| block.split_once("```\n"))
            .unwrap_or_else(|| panic!("no block behind {name}"));
        text.extend([
            MARK,
            name,
            " -->\n```text\n",
            &rendered(name),
            "```\n",
            behind,
        ]);
    }
    text
}

fn names() -> Vec<String> {
    let entries = fs::read_dir(workspace().join("tests/diagnostics")).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn the_document_shows_what_a_check_says() {
    let path = workspace().join("docs/DIAGNOSTICS.md");
    let document = fs::read_to_string(&path).unwrap();
    let renewed = renewed(&document);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, renewed).unwrap();
    } else {
        assert_eq!(document, renewed, "BLESS=1 rewrites the document");
    }
}

#[test]
fn every_mistake_of_the_corpus_is_in_the_document() {
    let document = fs::read_to_string(workspace().join("docs/DIAGNOSTICS.md")).unwrap();
    for name in names() {
        assert!(document.contains(&format!("{MARK}{name} -->")), "{name}");
    }
}
