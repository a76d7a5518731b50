//! Rules in files whose names are those of tests: where a folder is loaded they are left out, and nobody would know.

use std::path::PathBuf;

use super::{CommandError, ask};
use crate::cli::Size;
use crate::messages::{Request, TestFilesAnswer, TestFilesRequest};
use crate::rules;
use crate::runtime::Instance;
use crate::terminal::Messages;

/// The largest file that is looked into.
const LARGEST: Size = Size::mebibytes(1);
/// Files that are looked into.
const MOST_FILES: usize = 1000;

/// Says which files of the folders among these paths hold rules and are left out.
pub(super) fn tell(
    paths: &[PathBuf],
    instance: &mut Instance,
    messages: Messages,
) -> Result<(), CommandError> {
    for path in rules::left_out(paths).iter().take(MOST_FILES) {
        let Ok(file) = rules::read_one(path, LARGEST) else {
            continue;
        };
        let question = TestFilesRequest {
            file: &file,
            only_rules: true,
        };
        let answer: TestFilesAnswer = ask(instance, &Request::TestFiles(question))?;
        if answer.holds_rules {
            let name = &file.name;
            let note = format!(
                "`{name}` holds rules and is left out, since files of a folder with such a name are tests"
            );
            messages.note(&note);
        }
    }
    Ok(())
}
