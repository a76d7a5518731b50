//! `cargo xtask golden`: runs cases through `dist/falconet` and compares what it prints with what Falco printed.

mod case;
mod clock;
mod diff;
mod known;
mod run;
mod verdict;

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::console;
use crate::error::Error;
use crate::progress::Progress;
use crate::tally::Tally;
use crate::workspace::Workspace;
use case::Case;
pub(crate) use known::Known;
use verdict::{Judge, Verdict};

const USAGE: &str = "usage: cargo xtask golden [--known FILE] DIR...\n  a DIR is a case (it holds case.json) or a folder of cases";

/// The command: `arguments` are what follows `golden`.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<(), Error> {
    let Request { known, folders } = parse(workspace, arguments)?;
    let tally = run_cases(workspace, &known, &folders)?;
    console::line(&tally.to_string())?;
    if tally.failed > 0 {
        Err(Error::Failed)
    } else {
        Ok(())
    }
}

/// Runs all cases of some folders, prints how each failing one differs, and counts.
pub(crate) fn run_cases(
    workspace: &Workspace,
    known: &Known,
    folders: &[PathBuf],
) -> Result<Tally, Error> {
    let program = workspace.dist("falconet");
    if !program.is_file() {
        return Err(Error::wrong(
            "dist/falconet is not there",
            "run `cargo xtask build`",
        ));
    }
    let cases = case::find_all(folders)?;
    let judge = Judge::new(workspace, &program, known);
    let progress = Progress::start(&format!("running {} cases", cases.len()));
    let verdicts = judge_all(&judge, &cases);
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

/// Judges all cases, as many at a time as there are processors; the verdicts are in the cases' order.
fn judge_all(judge: &Judge<'_>, cases: &[Case]) -> Result<Vec<Verdict>, Error> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(cases.len()));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| work(judge, cases, &next, &done));
        }
    });
    let mut done = done
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, verdict)| verdict).collect()
}

fn work(
    judge: &Judge<'_>,
    cases: &[Case],
    next: &AtomicUsize,
    done: &Mutex<Vec<(usize, Result<Verdict, Error>)>>,
) {
    loop {
        let index = next.fetch_add(1, Ordering::Relaxed);
        let Some(case) = cases.get(index) else { return };
        let verdict = judge.judge(case);
        done.lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .push((index, verdict));
    }
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
