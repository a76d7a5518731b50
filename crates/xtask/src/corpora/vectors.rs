//! `cargo xtask vectors`: runs language vectors natively, in wasmtime and in Node.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

use super::Engine;
use super::outcomes::{Outcomes, together};
use super::request::Request;
use crate::build;
use crate::console;
use crate::error::Error;
use crate::files;
use crate::shell;
use crate::tally::Tally;
use crate::workspace::Workspace;

const USAGE: &str = "usage: cargo xtask vectors [--engine native|wasmtime|node]... FILE...\n  a FILE holds one vector a line";

const HELP: &str = "mend what the program says";

/// The command: `arguments` are what follows `vectors`.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<(), Error> {
    let request = Request::read(workspace, arguments, USAGE)?;
    run_files(workspace, &request.engines, &request.paths)?.conclude()
}

/// Runs all files, prints how each failing vector differs, and counts: a vector passes if it does in every engine.
pub(crate) fn run_files(
    workspace: &Workspace,
    engines: &[Engine],
    files: &[PathBuf],
) -> Result<Tally, Error> {
    let mut by_engine = Vec::new();
    for engine in engines {
        let outcomes = outcomes(&mut command(workspace, *engine, files)?)?;
        let sum = outcomes.iter().fold(Tally::default(), |mut sum, one| {
            sum += one.tally();
            sum
        });
        console::line(&format!("{engine}: {sum}"))?;
        by_engine.push((*engine, outcomes.into_iter()));
    }
    count(&mut by_engine, files)
}

fn count(
    by_engine: &mut [(Engine, std::vec::IntoIter<Outcomes>)],
    files: &[PathBuf],
) -> Result<Tally, Error> {
    let mut total = Tally::default();
    for _ in files {
        let of_file = by_engine
            .iter_mut()
            .filter_map(|(engine, outcomes)| Some((*engine, outcomes.next()?)));
        let (reports, tally) = together(&of_file.collect::<Vec<_>>());
        for report in reports {
            console::line(&report)?;
        }
        total += tally;
    }
    Ok(total)
}

/// The program that runs files and prints a line of JSON for each.
fn command(workspace: &Workspace, engine: Engine, files: &[PathBuf]) -> Result<Command, Error> {
    Ok(match engine {
        Engine::Native => {
            let mut command = Command::new(native_program(workspace)?);
            command.arg("vectors").args(files);
            command
        }
        Engine::Wasmtime => {
            let mut command = Command::new(workspace.host()?);
            command.arg("--no-cache").arg("--module");
            command.arg(build::module_with_vectors(workspace)?);
            command.arg("call").arg(requests(workspace, files)?);
            command
        }
        Engine::Node => {
            let mut command = workspace.command("node");
            command.arg("js/test/run/vectors.mjs");
            command
                .arg(build::module_with_vectors(workspace)?)
                .args(files);
            command
        }
    })
}

/// A file of requests to the module, one for each file.
fn requests(workspace: &Workspace, paths: &[PathBuf]) -> Result<PathBuf, Error> {
    let mut lines = String::new();
    for path in paths {
        let request = json!({"op": "vectors", "text": files::read_text(path)?});
        lines.push_str(&request.to_string());
        lines.push('\n');
    }
    let file = workspace.scratch("vectors.requests.jsonl");
    files::write(&file, lines.as_bytes())?;
    Ok(file)
}

/// Builds what runs corpora natively.
pub(super) fn native_program(workspace: &Workspace) -> Result<PathBuf, Error> {
    let arguments = ["build", "--locked", "--package", "falconet-vectors"];
    let mut command = workspace.cargo();
    shell::quietly(
        command.args(arguments),
        "compiling the native runner",
        "mend what the compiler says",
    )?;
    Ok(workspace.target().join("debug/falconet-vectors"))
}

/// One line of JSON for each file.
fn outcomes(command: &mut Command) -> Result<Vec<Outcomes>, Error> {
    console::line(&format!("$ {}", shell::line_of(command)))?;
    let printed = shell::printed(command, HELP)?;
    let what = Path::new(command.get_program()).display().to_string();
    let lines = serde_json::Deserializer::from_slice(&printed).into_iter();
    lines
        .collect::<Result<_, _>>()
        .map_err(Error::json(format!("what `{what}` prints")))
}
