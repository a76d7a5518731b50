//! Whether a case passed, and if not, why.

use std::path::Path;

use super::case::Case;
use super::clock::without_clock;
use super::diff;
use super::known::{Known, KnownCase};
use super::run::{self, Actual, Program};
use crate::error::Error;
use crate::files;
use crate::shell;
use crate::workspace::Workspace;

/// Lines of a failing case's error output that are shown.
const STDERR_LINES: usize = 8;

/// A case's result.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It printed what it should.
    Passed,
    /// It did not: the report.
    Failed(String),
}

/// Runs cases and judges them.
pub(crate) struct Judge<'a> {
    program: &'a Program,
    known: &'a Known,
    root: &'a Path,
    bless: bool,
}

/// What a case should do.
struct Expected {
    stdout: Vec<u8>,
    exit: i32,
}

impl<'a> Judge<'a> {
    /// A judge of what `program` does. With `BLESS=1` in the environment the outputs of known differences are rewritten.
    pub(crate) fn new(workspace: &'a Workspace, program: &'a Program, known: &'a Known) -> Self {
        let bless = std::env::var_os("BLESS").is_some_and(|value| value == "1");
        Self {
            program,
            known,
            root: workspace.root(),
            bless,
        }
    }

    /// Runs a case and judges it.
    pub(crate) fn judge(&self, case: &Case) -> Result<Verdict, Error> {
        let actual = run::run(self.program, case)?;
        let falco = Expected {
            stdout: case.expected()?,
            exit: case.plan.exit,
        };
        match self.known.case(&case.name) {
            None => Ok(self.compare(case, &falco, &actual)),
            Some(_) if difference(&falco, &actual).is_none() => Ok(self.unexpected_pass(case)),
            Some(known) => self.compare_known(case, known, &actual),
        }
    }

    fn compare_known(
        &self,
        case: &Case,
        known: KnownCase,
        actual: &Actual,
    ) -> Result<Verdict, Error> {
        let path = self.known.output(&case.name);
        if case.plan.upstream {
            return Ok(Verdict::Passed);
        }
        if self.bless {
            files::write_if_changed(&path, &actual.stdout)?;
        }
        if !path.is_file() {
            let reason = format!(
                "  it differs from Falco as known, but what it prints is not in {}; BLESS=1 writes it",
                self.relative(&path)
            );
            return Ok(Verdict::Failed(self.report(case, actual, &reason)));
        }
        let ours = Expected {
            stdout: files::read(&path)?,
            exit: known.exit.unwrap_or(case.plan.exit),
        };
        Ok(self.compare(case, &ours, actual))
    }

    fn compare(&self, case: &Case, expected: &Expected, actual: &Actual) -> Verdict {
        match difference(expected, actual) {
            None => Verdict::Passed,
            Some(difference) => Verdict::Failed(self.report(case, actual, &difference)),
        }
    }

    fn unexpected_pass(&self, case: &Case) -> Verdict {
        let text = format!(
            "\n--- {}\n  it answers as Falco does now: take its row out of {}",
            case.name,
            self.known.file()
        );
        Verdict::Failed(text)
    }

    fn report(&self, case: &Case, actual: &Actual, difference: &str) -> String {
        let line = shell::line_of(&run::command(self.program, case));
        let stderr = shown_errors(&actual.stderr);
        format!(
            "\n--- {}: {}\n  $ {line}\n{difference}{stderr}",
            case.name, case.plan.note
        )
    }

    fn relative(&self, path: &Path) -> String {
        path.strip_prefix(self.root)
            .unwrap_or(path)
            .display()
            .to_string()
    }
}

fn shown_errors(stderr: &str) -> String {
    let lines = stderr.lines().take(STDERR_LINES);
    lines
        .flat_map(|line| ["\n  stderr: ".to_owned(), line.escape_debug().to_string()])
        .collect()
}

fn difference(expected: &Expected, actual: &Actual) -> Option<String> {
    let exit =
        (actual.exit != Some(expected.exit)).then(|| exit_difference(expected.exit, actual.exit));
    let output = diff::first_difference(
        &without_clock(&expected.stdout),
        &without_clock(&actual.stdout),
    );
    let parts: Vec<String> = exit.into_iter().chain(output).collect();
    (!parts.is_empty()).then(|| parts.join("\n"))
}

fn exit_difference(expected: i32, actual: Option<i32>) -> String {
    match actual {
        Some(actual) => format!("  exit code {expected} expected, it was {actual}"),
        None => format!(
            "  exit code {expected} expected, but it was killed (a signal, or it took too long)"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expected(stdout: &str, exit: i32) -> Expected {
        Expected {
            stdout: stdout.into(),
            exit,
        }
    }

    fn actual(stdout: &str, exit: Option<i32>) -> Actual {
        Actual {
            stdout: stdout.into(),
            stderr: String::new(),
            exit,
        }
    }

    #[test]
    fn the_same_output_and_exit_code_are_no_difference() {
        assert_eq!(
            difference(&expected("a\n", 1), &actual("a\n", Some(1))),
            None
        );
    }

    #[test]
    fn an_exit_code_alone_is_a_difference() {
        let text = difference(&expected("a\n", 0), &actual("a\n", Some(1))).unwrap();
        assert_eq!(text, "  exit code 0 expected, it was 1");
    }

    #[test]
    fn a_killed_process_is_told_from_an_exit_code() {
        let text = difference(&expected("", 0), &actual("", None)).unwrap();
        assert!(text.contains("killed"), "{text}");
    }

    #[test]
    fn both_differences_are_told() {
        let text = difference(&expected("a\n", 0), &actual("b\n", Some(1))).unwrap();
        assert!(
            text.contains("exit code") && text.contains("line 1"),
            "{text}"
        );
    }
}
