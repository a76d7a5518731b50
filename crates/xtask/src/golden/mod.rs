//! `cargo xtask golden`: runs cases through `dist/falconet` and compares what it prints with what Falco printed.

mod case;
mod clock;
pub(crate) mod diff;
mod known;
mod run;
mod verdict;

use std::path::{Path, PathBuf};

use crate::console;
use crate::error::Error;
use crate::parallel;
use crate::progress::Progress;
use crate::tally::Tally;
use crate::workspace::Workspace;
pub(crate) use known::Known;
use verdict::{Judge, Verdict};

const USAGE: &str = "usage: cargo xtask golden [--known FILE] DIR...\n  a DIR is a case (it holds case.json) or a folder of cases";

/// The command: `arguments` are what follows `golden`.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<(), Error> {
    let Request { known, folders } = parse(workspace, arguments)?;
    run_cases(workspace, &known, &folders)?.conclude()
}

/// Runs all cases of some folders, prints how each failing one differs, and counts.
pub(crate) fn run_cases(
    workspace: &Workspace,
    known: &Known,
    folders: &[PathBuf],
) -> Result<Tally, Error> {
    let program = workspace.host()?;
    let cases = case::find_all(folders)?;
    let judge = Judge::new(workspace, &program, known);
    let progress = Progress::start(&format!("running {} cases", cases.len()));
    let verdicts: Result<Vec<_>, _> = parallel::map(&cases, |case| judge.judge(case))
        .into_iter()
        .collect();
    progress.finish();
    count(&verdicts?)
}

struct Request {
    known: Known,
    folders: Vec<PathBuf>,
}

fn parse(workspace: &Workspace, arguments: &[String]) -> Result<Request, Error> {
    let mut request = Request {
        known: Known::default(),
        folders: Vec::new(),
    };
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--known" => {
                let file = arguments.next().ok_or_else(usage)?;
                request.known = Known::read(Path::new(file), workspace)?;
            }
            option if option.starts_with('-') => return Err(usage()),
            folder => request.folders.push(folder.into()),
        }
    }
    if request.folders.is_empty() {
        Err(usage())
    } else {
        Ok(request)
    }
}

fn usage() -> Error {
    Error::Usage(USAGE.to_owned())
}

fn count(verdicts: &[Verdict]) -> Result<Tally, Error> {
    let mut tally = Tally::default();
    for verdict in verdicts {
        tally += Tally::of(matches!(verdict, Verdict::Passed));
        if let Verdict::Failed(report) = verdict {
            console::line(report)?;
        }
    }
    Ok(tally)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_without_a_folder_is_a_usage_error() {
        let workspace = Workspace::find().unwrap();
        for arguments in [&[][..], &["--known"], &["--unknown", "x"]] {
            let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
            assert!(
                matches!(parse(&workspace, &arguments), Err(Error::Usage(_))),
                "{arguments:?}"
            );
        }
    }
}
