//! The cases in which falconet is known to answer otherwise than Falco, read from the tables of `docs/COMPATIBILITY.md`.
//!
//! Under a heading that contains "deliberate divergences" or "not yet" a table's first column names cases, by the folder's
//! name or its number; a column called `exit` holds our exit code where it is not Falco's.

use std::path::{Path, PathBuf};

use super::case::Case;
use crate::error::Error;
use crate::files;
use crate::workspace::Workspace;

/// The words in a heading that make the tables below it ours.
const HEADINGS: [&str; 2] = ["deliberate divergences", "not yet"];

/// Where the outputs of these cases lie.
const FOLDER: &str = "tests/divergences";

/// The known differences.
#[derive(Debug, Default)]
pub(crate) struct Known {
    rows: Vec<Row>,
    outputs: PathBuf,
    file: String,
}

/// One case in which we differ.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Row {
    case: String,
    /// Our exit code, where it is not Falco's.
    pub(crate) exit: Option<i32>,
}

impl Known {
    /// Reads the tables of a file.
    pub(crate) fn read(file: &Path, workspace: &Workspace) -> Result<Self, Error> {
        let rows = rows(&files::read_text(file)?)?;
        Ok(Self {
            rows,
            outputs: workspace.path(FOLDER),
            file: file.display().to_string(),
        })
    }

    /// The row about a case.
    pub(crate) fn row(&self, case: &Case) -> Option<&Row> {
        self.rows.iter().find(|row| row.names(&case.name))
    }

    /// Where our output for a case lies.
    pub(crate) fn output(&self, case: &Case) -> PathBuf {
        self.outputs.join(format!("{}.jsonl", case.name))
    }

    /// The file with the tables.
    pub(crate) fn file(&self) -> &str {
        &self.file
    }
}

impl Row {
    fn names(&self, case: &str) -> bool {
        case.strip_prefix(self.case.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    }
}

/// The rows of all tables that count.
fn rows(text: &str) -> Result<Vec<Row>, Error> {
    let mut reader = Reader::default();
    for line in text.lines() {
        reader.read(line)?;
    }
    Ok(reader.rows)
}

#[derive(Default)]
struct Reader {
    is_ours: bool,
    exit_column: Option<usize>,
    is_in_table: bool,
    rows: Vec<Row>,
}

impl Reader {
    fn read(&mut self, line: &str) -> Result<(), Error> {
        let line = line.trim();
        if line.starts_with('#') {
            let heading = line.to_lowercase();
            self.is_ours = HEADINGS.iter().any(|words| heading.contains(words));
        }
        match line.strip_prefix('|').map(cells) {
            Some(cells) if self.is_ours => self.read_cells(&cells),
            _ => {
                self.is_in_table = false;
                Ok(())
            }
        }
    }

    fn read_cells(&mut self, cells: &[&str]) -> Result<(), Error> {
        if !self.is_in_table {
            self.is_in_table = true;
            self.exit_column = cells
                .iter()
                .position(|cell| cell.eq_ignore_ascii_case("exit"));
            return Ok(());
        }
        let Some(case) = cells
            .first()
            .filter(|case| !case.is_empty() && !case.starts_with([':', '-']))
        else {
            return Ok(());
        };
        let exit = self
            .exit_column
            .and_then(|column| cells.get(column))
            .copied()
            .unwrap_or_default();
        self.rows.push(Row {
            case: (*case).to_owned(),
            exit: exit_code(case, exit)?,
        });
        Ok(())
    }
}

fn exit_code(case: &str, text: &str) -> Result<Option<i32>, Error> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| {
        Error::wrong(
            format!("the row of case `{case}` has `{text}` in the column `exit`"),
            "write a number, or nothing for Falco's exit code",
        )
    })
}

fn cells(row: &str) -> Vec<&str> {
    row.trim_end_matches('|')
        .split('|')
        .map(|cell| cell.trim().trim_matches('`'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# Compatibility
| 001 | not ours |

## Deliberate divergences
| case | exit | why |
|---|---|---|
| `053-bad-array-late` | 0 | Falco crashes |
| 067 | | nesting |

Words between tables.

## Not yet
| case | why |
|:--|:--|
| 735-okta-step | later |

## Other
| 099 | no |";

    fn row(case: &str, exit: Option<i32>) -> Row {
        Row {
            case: case.to_owned(),
            exit,
        }
    }

    #[test]
    fn rows_of_both_tables_are_read_and_no_others() {
        let expected = [
            row("053-bad-array-late", Some(0)),
            row("067", None),
            row("735-okta-step", None),
        ];
        assert_eq!(rows(TEXT).unwrap(), expected);
    }

    #[test]
    fn a_row_names_a_case_by_its_number_or_its_whole_name() {
        assert!(row("067", None).names("067-deep-nesting"));
        assert!(row("067-deep-nesting", None).names("067-deep-nesting"));
        assert!(!row("067", None).names("0671-other"));
        assert!(!row("067-deep-nesting-more", None).names("067-deep-nesting"));
    }

    #[test]
    fn an_exit_code_that_is_no_number_is_an_error() {
        let text = "# Not yet\n|case|exit|\n|-|-|\n|1|zero|";
        assert!(rows(text).unwrap_err().to_string().contains("`zero`"));
    }
}
