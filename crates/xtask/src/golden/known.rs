//! The answers in which falconet is known to differ from Falco, read from the table of `docs/COMPATIBILITY.md`.
//!
//! Under a heading that contains "deliberate divergences" each row of a table is one decision, numbered `D1`, `D2` and so on.
//! Its column `recorded` names what shows it, with commas between: a golden case by its folder's name, with `exit N` where our
//! exit code is not Falco's; or a set of random rules, one of its checks, and the lines that differ.

use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::files;
use crate::workspace::Workspace;

/// The words in a heading that make the tables below it ours.
const HEADING: &str = "deliberate divergences";

/// The column that names cases and sets.
const COLUMN: &str = "recorded";

/// Where our outputs lie.
const FOLDER: &str = "tests/divergences";

/// How many decisions there may be.
const MOST: usize = 15;

/// The known differences.
#[derive(Debug, Default)]
pub(crate) struct Known {
    records: Vec<Record>,
    outputs: PathBuf,
    file: String,
}

/// A recorded answer from which ours differs.
#[derive(Debug, PartialEq, Eq)]
enum Record {
    /// A golden case.
    Case { name: String, exit: Option<i32> },
    /// Lines, counted from 1, of what a set gives for a check.
    Lines {
        set: String,
        check: String,
        lines: Vec<usize>,
    },
}

/// A golden case in which we differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KnownCase {
    /// Our exit code, where it is not Falco's.
    pub(crate) exit: Option<i32>,
}

impl Known {
    /// Reads the tables of a file.
    pub(crate) fn read(file: &Path, workspace: &Workspace) -> Result<Self, Error> {
        Ok(Self {
            records: records(&files::read_text(file)?)?,
            outputs: workspace.path(FOLDER),
            file: file.display().to_string(),
        })
    }

    /// What is known of a golden case.
    pub(crate) fn case(&self, case: &str) -> Option<KnownCase> {
        self.records.iter().find_map(|record| match record {
            Record::Case { name, exit } if name == case => Some(KnownCase { exit: *exit }),
            _ => None,
        })
    }

    /// The lines, counted from 1, in which a check of a set is known to differ.
    pub(crate) fn lines(&self, of_set: &str, of_check: &str) -> Option<&[usize]> {
        self.records.iter().find_map(|record| match record {
            Record::Lines { set, check, lines } if set == of_set && check == of_check => {
                Some(lines.as_slice())
            }
            _ => None,
        })
    }

    /// Where our output lies for a case, or for `SET.CHECK`.
    pub(crate) fn output(&self, name: &str) -> PathBuf {
        self.outputs.join(format!("{name}.jsonl"))
    }

    /// The file with the tables.
    pub(crate) fn file(&self) -> &str {
        &self.file
    }
}

/// What the rows of all tables that count record.
fn records(text: &str) -> Result<Vec<Record>, Error> {
    let mut reader = Reader::default();
    for line in text.lines() {
        reader.read(line)?;
    }
    Ok(reader.records)
}

#[derive(Default)]
struct Reader {
    is_ours: bool,
    column: Option<usize>,
    is_in_table: bool,
    decisions: usize,
    records: Vec<Record>,
}

impl Reader {
    fn read(&mut self, line: &str) -> Result<(), Error> {
        let line = line.trim();
        if line.starts_with('#') {
            self.is_ours = line.to_lowercase().contains(HEADING);
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
            self.column = cells.iter().position(|cell| *cell == COLUMN);
            return Ok(());
        }
        let number = cells.first().copied().unwrap_or_default();
        if number.starts_with([':', '-']) {
            return Ok(());
        }
        self.decisions += 1;
        if number != format!("D{}", self.decisions) || self.decisions > MOST {
            return Err(misnumbered(number));
        }
        let recorded = self.column.and_then(|column| cells.get(column));
        for entry in recorded.into_iter().flat_map(|cell| cell.split(',')) {
            self.records.extend(record(entry)?);
        }
        Ok(())
    }
}

/// Nothing for an empty entry.
fn record(entry: &str) -> Result<Option<Record>, Error> {
    let entry = entry.replace('`', "");
    let words: Vec<&str> = entry.split_whitespace().collect();
    Ok(Some(match words[..] {
        [] => return Ok(None),
        [name] => Record::Case {
            name: name.to_owned(),
            exit: None,
        },
        [name, "exit", code] => Record::Case {
            name: name.to_owned(),
            exit: Some(code.parse().map_err(|_| unreadable(&entry))?),
        },
        [set, check, ref lines @ ..] => Record::Lines {
            set: set.to_owned(),
            check: check.to_owned(),
            lines: numbers(lines).ok_or_else(|| unreadable(&entry))?,
        },
    }))
}

/// Line numbers, if there are some.
fn numbers(words: &[&str]) -> Option<Vec<usize>> {
    let numbers: Option<Vec<usize>> = words.iter().map(|word| word.parse().ok()).collect();
    numbers.filter(|numbers| !numbers.is_empty() && !numbers.contains(&0))
}

fn misnumbered(number: &str) -> Error {
    Error::wrong(
        format!("`{number}` is not the next decision"),
        format!("number the rows D1, D2 and so on, to D{MOST} at most"),
    )
}

fn unreadable(entry: &str) -> Error {
    Error::wrong(
        format!("`{}` is no recorded answer", entry.trim()),
        "write CASE, CASE exit N, or SET CHECK LINE...",
    )
}

fn cells(row: &str) -> Vec<&str> {
    row.trim_end_matches('|')
        .split('|')
        .map(str::trim)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# Compatibility
| 001 | not ours |

## Deliberate divergences
| # | Falco | recorded |
|---|---|---|
| D1 | dies | `053-bad-array-late` exit 0, `067` |
| D2 | nothing shows it | |
| D3 | other keys | `fields-01` alerts-all 3 17 |

## Other
| D1 | recorded |
|---|---|
| D9 | 099 |";

    fn known(text: &str) -> Result<Known, Error> {
        Ok(Known {
            records: records(text)?,
            ..Known::default()
        })
    }

    #[test]
    fn cases_and_lines_of_sets_are_read_from_the_rows_that_count() {
        let known = known(TEXT).unwrap();
        let case = |exit| Some(KnownCase { exit });
        assert_eq!(known.case("053-bad-array-late"), case(Some(0)));
        assert_eq!(known.case("067"), case(None));
        assert_eq!(known.case("099"), None);
        assert_eq!(known.case("fields-01"), None);
        assert_eq!(known.lines("fields-01", "alerts-all"), Some(&[3, 17][..]));
        assert_eq!(known.lines("fields-01", "validate"), None);
    }

    #[test]
    fn a_row_out_of_order_or_beyond_the_last_number_is_an_error() {
        let table = |rows: &str| format!("# Deliberate divergences\n|#|recorded|\n|-|-|\n{rows}");
        let error = known(&table("|D2||")).unwrap_err().to_string();
        assert!(error.contains("`D2`"), "{error}");
        let rows: Vec<String> = (1..=16).map(|number| format!("|D{number}||\n")).collect();
        let rows = rows.concat();
        assert!(
            known(&table(&rows))
                .unwrap_err()
                .to_string()
                .contains("`D16`")
        );
    }

    #[test]
    fn an_entry_that_makes_no_sense_is_an_error() {
        for entry in [
            "a exit zero",
            "set alerts-all",
            "set alerts-all 0",
            "set x 1 y",
        ] {
            let text = format!("# Deliberate divergences\n|#|recorded|\n|-|-|\n|D1|{entry}|");
            let error = known(&text).unwrap_err().to_string();
            assert!(error.contains(entry), "{error}");
        }
    }

    #[test]
    fn the_document_of_this_project_can_be_read() {
        let workspace = Workspace::find().unwrap();
        let known = Known::read(&workspace.path("docs/COMPATIBILITY.md"), &workspace).unwrap();
        assert!(!known.records.is_empty());
    }
}
