//! `cargo xtask fuzz-sets`: runs sets of random rules natively, in wasmtime and in Node.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::Engine;
use super::request::Request;
use super::set::{self, Check, SetCheck};
use super::vectors::native_program;
use crate::console;
use crate::error::Error;
use crate::files;
use crate::golden::Known;
use crate::golden::diff::first_difference;
use crate::parallel;
use crate::progress::Progress;
use crate::shell;
use crate::tally::Tally;
use crate::workspace::Workspace;

const USAGE: &str = "usage: cargo xtask fuzz-sets [--known FILE] [--engine native|wasmtime|node]... DIR...\n  a DIR is a set (it holds rules.yaml) or a folder of sets";

/// The machine's name when Falco was run on the sets.
const HOSTNAME: &str = "falconet-test";

/// The command: `arguments` are what follows `fuzz-sets`.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<(), Error> {
    let request = Request::read(workspace, arguments, USAGE)?;
    run_sets(workspace, &request.known, &request.engines, &request.paths)?.conclude()
}

/// Runs all sets of some folders, prints how each failing check differs, and counts: a check passes if it does in every
/// engine.
pub(crate) fn run_sets(
    workspace: &Workspace,
    known: &Known,
    engines: &[Engine],
    folders: &[PathBuf],
) -> Result<Tally, Error> {
    let checks = set::find_all(folders)?;
    for engine in engines {
        match engine {
            Engine::Native => native_program(workspace).map(drop)?,
            Engine::Wasmtime => workspace.host().map(drop)?,
            Engine::Node => {}
        }
    }
    let judge = Judge {
        workspace,
        known,
        engines,
        bless: std::env::var_os("BLESS").is_some_and(|value| value == "1"),
    };
    let progress = Progress::start(&format!("running {} checks of sets", checks.len()));
    let reports: Result<Vec<_>, _> = parallel::map(&checks, |check| judge.reports(check))
        .into_iter()
        .collect();
    progress.finish();
    let mut tally = Tally::default();
    for reports in reports? {
        tally += Tally::of(reports.is_empty());
        for report in reports {
            console::line(&report)?;
        }
    }
    Ok(tally)
}

struct Judge<'a> {
    workspace: &'a Workspace,
    known: &'a Known,
    engines: &'a [Engine],
    bless: bool,
}

impl Judge<'_> {
    /// What is wrong with a check, in each engine.
    fn reports(&self, check: &SetCheck) -> Result<Vec<String>, Error> {
        let falco = check.expected()?;
        let mut reports = Vec::new();
        for engine in self.engines {
            let mut command = self.command(*engine, check)?;
            let problem = match shell::printed(&mut command, "mend what the program says") {
                Ok(printed) => self.difference(check, &falco, &printed)?,
                Err(error) => Some(error.to_string()),
            };
            let title = format!("{} {} ({engine})", check.set(), check.check.name());
            let line = shell::line_of(&command);
            reports.extend(problem.map(|problem| format!("\n--- {title}\n  $ {line}\n{problem}")));
        }
        Ok(reports)
    }

    fn difference(
        &self,
        check: &SetCheck,
        falco: &[u8],
        printed: &[u8],
    ) -> Result<Option<String>, Error> {
        let (set, name) = (check.set(), check.check.name());
        let Some(lines) = self.known.lines(&set, name) else {
            return Ok(first_difference(falco, printed));
        };
        let path = self.known.output(&format!("{set}.{name}"));
        if self.bless {
            files::write_if_changed(&path, &picked(printed, lines))?;
        }
        let ours = files::read(&path)?;
        if picked(falco, lines) == ours {
            let file = self.known.file();
            return Ok(Some(format!(
                "  it answers as Falco does now: take its lines out of {file}"
            )));
        }
        Ok(first_difference(&replaced(falco, lines, &ours), printed))
    }

    fn command(&self, engine: Engine, check: &SetCheck) -> Result<Command, Error> {
        let name = check.check.name();
        Ok(match engine {
            Engine::Native => {
                let mut command =
                    Command::new(self.workspace.target().join("debug/falconet-vectors"));
                command.arg("set").arg(&check.folder).arg(name);
                command
            }
            Engine::Wasmtime => through_host(&self.workspace.host()?, check),
            Engine::Node => {
                let mut command = self.workspace.command("node");
                command
                    .arg("js/test/run/set.mjs")
                    .arg(&check.folder)
                    .arg(name);
                command
            }
        })
    }
}

fn through_host(program: &Path, check: &SetCheck) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir(&check.folder)
        .env("FALCO_HOSTNAME", HOSTNAME)
        .env("TZ", "UTC");
    let matching = match check.check {
        Check::Validate => {
            command.args(["check", "--format", "falco", "rules.yaml"]);
            return command;
        }
        Check::AlertsAll => "all",
        Check::AlertsFirst => "first",
    };
    command.args([
        "scan",
        "-r",
        "rules.yaml",
        "-o",
        "plugins_hostinfo=false",
        "-o",
    ]);
    command.arg(format!("rule_matching={matching}"));
    command.arg("events.ndjson.gz");
    command
}

/// Those lines, counted from 1, with their ends.
fn picked(text: &[u8], numbers: &[usize]) -> Vec<u8> {
    let lines: Vec<&[u8]> = text.split_inclusive(|&byte| byte == b'\n').collect();
    let picked = numbers.iter().filter_map(|number| lines.get(number - 1));
    picked.copied().collect::<Vec<_>>().concat()
}

/// A text with other lines in the place of those, counted from 1.
fn replaced(text: &[u8], numbers: &[usize], others: &[u8]) -> Vec<u8> {
    let mut others = others.split_inclusive(|&byte| byte == b'\n');
    let lines = text.split_inclusive(|&byte| byte == b'\n').enumerate();
    let lines = lines.map(|(at, line)| {
        let other = numbers.contains(&(at + 1)).then(|| others.next()).flatten();
        other.unwrap_or(line)
    });
    lines.collect::<Vec<_>>().concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_picked_and_replaced_by_number() {
        assert_eq!(picked(b"a\nb\nc\n", &[1, 3]), b"a\nc\n");
        assert_eq!(picked(b"a\n", &[2]), b"");
        assert_eq!(replaced(b"a\nb\nc\n", &[1, 3], b"x\ny\n"), b"x\nb\ny\n");
        assert_eq!(replaced(b"a\nb\n", &[1, 2], b"x\n"), b"x\nb\n");
    }
}
