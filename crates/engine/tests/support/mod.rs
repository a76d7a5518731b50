//! What the tests over recorded answers of real Falco share.

pub(crate) mod files;
pub(crate) mod run;

use std::path::PathBuf;

/// The root of the project.
pub(crate) fn workspace() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// Something among the facts that lie beside the project; says that the test skips where it is absent.
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let beside = || workspace().join("../shared");
    let path = std::env::var_os("FALCONET_SHARED")
        .map_or_else(beside, PathBuf::from)
        .join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is absent", path.display());
    None
}

/// Outcomes of many cases.
#[derive(Default)]
pub(crate) struct Tally {
    passed: usize,
    failures: Vec<String>,
}

impl Tally {
    /// Counts a case.
    pub(crate) fn count(&mut self, name: &str, outcome: Result<(), String>) {
        match outcome {
            Ok(()) => self.passed += 1,
            Err(failure) => self.failures.push(format!("{name}: {failure}")),
        }
    }

    /// Says how many passed, and fails if one did not.
    pub(crate) fn finish(self, what: &str) {
        for failure in &self.failures {
            println!("{failure}");
        }
        println!(
            "{what}: {} passed, {} failed",
            self.passed,
            self.failures.len()
        );
        assert!(self.failures.is_empty());
    }
}

/// Compares texts line by line, and shows the first difference.
pub(crate) fn same_lines(actual: &[u8], expected: &[u8]) -> Result<(), String> {
    if actual == expected {
        return Ok(());
    }
    let (actual, expected) = (
        String::from_utf8_lossy(actual),
        String::from_utf8_lossy(expected),
    );
    let mut lines = (actual.lines(), expected.lines());
    for number in 1.. {
        match (lines.0.next(), lines.1.next()) {
            (None, None) => break,
            (actual, expected) if actual == expected => {}
            (actual, expected) => {
                return Err(format!(
                    "line {number}\n     got {actual:?}\n  wanted {expected:?}"
                ));
            }
        }
    }
    Err("the ends of lines differ".to_owned())
}
