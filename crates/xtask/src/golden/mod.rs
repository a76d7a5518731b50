//! `cargo xtask golden`: runs cases through `dist/falconet`, or through the baseline build in an interpreter, and compares
//! what is printed with what Falco printed.

mod case;
mod clock;
pub(crate) mod diff;
mod known;
mod run;
mod verdict;

use std::path::{Path, PathBuf};

use crate::build;
use crate::console;
use crate::error::Error;
use crate::parallel;
use crate::progress::Progress;
use crate::tally::Tally;
use crate::workspace::Workspace;
use case::Case;
pub(crate) use known::Known;
use run::Program;
use verdict::{Judge, Verdict};

const USAGE: &str = "usage: cargo xtask golden [--known FILE] [--engine wasmtime|interpreter] DIR...\n  a DIR is a case (it holds case.json) or a folder of cases; in the interpreter those are run that judge events";

/// The command: `arguments` are what follows `golden`.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<(), Error> {
    let request = parse(workspace, arguments)?;
    let run = match request.engine {
        Engine::Wasmtime => run_cases,
        Engine::Interpreter => run_in_interpreter,
    };
    run(workspace, &request.known, &request.folders)?.conclude()
}

/// Runs all cases of some folders, prints how each failing one differs, and counts.
pub(crate) fn run_cases(
    workspace: &Workspace,
    known: &Known,
    folders: &[PathBuf],
) -> Result<Tally, Error> {
    let program = Program {
        path: workspace.host()?,
        module: None,
    };
    judge_all(workspace, &program, known, &case::find_all(folders)?)
}

/// Runs those cases of some folders that judge events through the build for interpreters, in one: as `run_cases`.
pub(crate) fn run_in_interpreter(
    workspace: &Workspace,
    known: &Known,
    folders: &[PathBuf],
) -> Result<Tally, Error> {
    let mut cases = case::find_all(folders)?;
    cases.retain(Case::is_plain_run);
    judge_all(workspace, &interpreter(workspace)?, known, &cases)
}

/// The interpreter with the module that it runs, built.
fn interpreter(workspace: &Workspace) -> Result<Program, Error> {
    let mut command = workspace.cargo();
    let package = ["build", "--locked", "--package", "falconet-interpreter"];
    build::compile(command.args(package), "the interpreter")?;
    Ok(Program {
        path: workspace.target().join("debug/interpreter"),
        module: Some(workspace.dist("falconet-baseline.wasm")),
    })
}

fn judge_all(
    workspace: &Workspace,
    program: &Program,
    known: &Known,
    cases: &[Case],
) -> Result<Tally, Error> {
    let judge = Judge::new(workspace, program, known);
    let progress = Progress::start(&format!("running {} cases", cases.len()));
    let verdicts: Result<Vec<_>, _> = parallel::map(cases, |case| judge.judge(case))
        .into_iter()
        .collect();
    progress.finish();
    count(&verdicts?)
}

/// What runs cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Engine {
    Wasmtime,
    Interpreter,
}

struct Request {
    engine: Engine,
    known: Known,
    folders: Vec<PathBuf>,
}

fn parse(workspace: &Workspace, arguments: &[String]) -> Result<Request, Error> {
    let mut request = Request {
        engine: Engine::Wasmtime,
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
            "--engine" => {
                request.engine = match arguments.next().map(String::as_str) {
                    Some("wasmtime") => Engine::Wasmtime,
                    Some("interpreter") => Engine::Interpreter,
                    _ => return Err(usage()),
                };
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
        for arguments in [
            &[][..],
            &["--known"],
            &["--unknown", "x"],
            &["--engine", "v8", "x"],
        ] {
            let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
            assert!(
                matches!(parse(&workspace, &arguments), Err(Error::Usage(_))),
                "{arguments:?}"
            );
        }
    }
}
