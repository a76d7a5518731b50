//! `cargo xtask bench`: how fast `dist/falconet` is, against something else that does the same.
//!
//! Both run as whole processes in turn, so that a machine that slows down slows both; what counts is the ratio of
//! a pair, and of those the median.

mod load;
mod pairs;
mod rules;
mod scan;

use crate::error::Error;
use crate::workspace::Workspace;

/// Measures the scan of a file of events, that by other rules, or the loading of many files of rules.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<(), Error> {
    match arguments {
        [what] if what == "load" => load::run(workspace),
        [what, file, named @ ..] if what == "rules" => rules::run(workspace, file, named),
        [file] => scan::run(workspace, file),
        _ => Err(Error::Usage(
            "usage: cargo xtask bench FILE_OF_JSON_LINES | rules FILE_OF_JSON_LINES [RULES...] | load".to_owned(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_must_be_one_argument() {
        let workspace = Workspace::find().unwrap();
        assert!(matches!(run(&workspace, &[]), Err(Error::Usage(_))));
    }
}
