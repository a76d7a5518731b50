//! Reading golden cases, and counting what passes.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of facts beside the workspace, if it is there.
fn facts() -> Option<PathBuf> {
    let folder = std::env::var_os("FALCONET_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    folder.is_dir().then_some(folder)
}

fn workspace_tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests")
}

/// The folders of golden cases: the facts' if they are there, else the project's own.
pub(crate) fn golden_cases() -> Vec<PathBuf> {
    let folder = facts().map_or_else(
        || workspace_tests().join("golden"),
        |facts| facts.join("golden"),
    );
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("SKIPPED: no golden cases at {}", folder.display());
        return Vec::new();
    };
    let mut cases: Vec<_> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    cases
}

/// Counts what passes and prints what does not.
pub(crate) struct Tally {
    what: &'static str,
    passed: usize,
    failed: Vec<String>,
}

impl Tally {
    pub(crate) fn new(what: &'static str) -> Self {
        Self {
            what,
            passed: 0,
            failed: Vec::new(),
        }
    }

    pub(crate) fn note(&mut self, name: &str, differences: &[String]) {
        if differences.is_empty() {
            self.passed += 1;
        } else {
            self.failed
                .push(format!("{name}\n   {}", differences.join("\n   ")));
        }
    }

    pub(crate) fn finish(self) {
        println!(
            "{}: {} passed, {} failed",
            self.what,
            self.passed,
            self.failed.len()
        );
        assert!(self.failed.is_empty(), "{}", self.failed.join("\n"));
    }
}
