//! `cargo xtask test`: all that CI checks, in sections, with one closing line.

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use crate::build;
use crate::checks::{edges, tidy};
use crate::console;
use crate::corpora::{self, Engine};
use crate::error::Error;
use crate::files;
use crate::golden;
use crate::golden::Known;
use crate::node;
use crate::playground;
use crate::progress;
use crate::shell;
use crate::tally::Tally;
use crate::workspace::{SHARED, TESTED_FEATURES, Workspace};

/// A section: its title and what it runs.
type Section = (&'static str, fn(&Workspace) -> Result<Tally, Error>);

/// All sections after the build, the quick ones first.
const SECTIONS: [Section; 15] = [
    ("formatting", formatting),
    ("crate edges", crate_edges),
    ("house rules", house_rules),
    ("lints", lints),
    ("documentation", documentation),
    ("unit tests", unit_tests),
    ("tests of the tools", tool_tests),
    (
        "the package in Node and other hosts, both files of the module",
        node_tests,
    ),
    ("the playground in Chromium", playground::test),
    ("golden cases", golden_cases),
    ("golden cases in an interpreter", interpreted),
    ("events in wrappings", wrappings),
    ("golden cases beside the checkout", golden_facts),
    ("language vectors in every engine", vectors),
    ("random sets in every engine", random_sets),
];

/// Sets up, builds, runs every section, prints the sum.
pub(crate) fn run(workspace: &Workspace) -> Result<(), Error> {
    let start = Instant::now();
    console::section("set-up and build")?;
    let workspace = &workspace.with_host_of_tests();
    let built = build::for_tests(workspace);
    if let Err(error) = &built {
        console::line(&error.to_string())?;
    }
    let mut total = Tally::of(built.is_ok());
    if built.is_ok() {
        for section in &SECTIONS {
            total += run_section(workspace, section)?;
        }
    }
    console::line(&format!(
        "\nall of it took {}",
        progress::seconds(start.elapsed())
    ))?;
    total.conclude()
}

fn run_section(workspace: &Workspace, (title, run): &Section) -> Result<Tally, Error> {
    console::section(title)?;
    let start = Instant::now();
    let tally = run(workspace).or_else(|error| {
        console::line(error.to_string().trim_start())?;
        Ok(Tally::of(false))
    })?;
    console::line(&format!(
        "{title}: {tally}, {}",
        progress::seconds(start.elapsed())
    ))?;
    Ok(tally)
}

fn formatting(workspace: &Workspace) -> Result<Tally, Error> {
    check(workspace.command("cargo").args(["fmt", "--all", "--check"]))
}

fn crate_edges(workspace: &Workspace) -> Result<Tally, Error> {
    report(&edges::check(workspace)?)
}

fn house_rules(workspace: &Workspace) -> Result<Tally, Error> {
    report(&tidy::check(workspace)?)
}

fn lints(workspace: &Workspace) -> Result<Tally, Error> {
    let arguments = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--quiet",
    ];
    let mut command = workspace.cargo();
    command.args(arguments).args(TESTED_FEATURES);
    let mut tally = check(command.args(["--", "-D", "warnings"]))?;
    tally += lints_of_the_release(workspace)?;
    Ok(tally)
}

/// What is released has none of [`TESTED_FEATURES`], and code of its own for that.
fn lints_of_the_release(workspace: &Workspace) -> Result<Tally, Error> {
    let mut command = workspace.cargo();
    command.args([
        "clippy",
        "--workspace",
        "--exclude",
        "xtask",
        "--lib",
        "--bins",
    ]);
    check(command.args(["--locked", "--quiet", "--", "-D", "warnings"]))
}

fn documentation(workspace: &Workspace) -> Result<Tally, Error> {
    let mut command = workspace.cargo();
    command.args(["doc", "--workspace", "--no-deps", "--locked", "--quiet"]);
    check(
        command
            .args(TESTED_FEATURES)
            .env("RUSTDOCFLAGS", "-D warnings"),
    )
}

fn unit_tests(workspace: &Workspace) -> Result<Tally, Error> {
    let mut command = workspace.cargo();
    command.args(["test", "--workspace", "--exclude", "xtask", "--locked"]);
    command.args(["--quiet", "--no-fail-fast"]);
    cargo_test(command.args(TESTED_FEATURES))
}

/// By itself: with the whole workspace its dependencies would be built again, with other features.
fn tool_tests(workspace: &Workspace) -> Result<Tally, Error> {
    cargo_test(
        workspace
            .cargo()
            .args(["test", "--package", "xtask", "--locked", "--quiet"]),
    )
}

fn node_tests(workspace: &Workspace) -> Result<Tally, Error> {
    node::install_hosts(workspace)?;
    node::run_tests(workspace, "js/test")
}

fn golden_cases(workspace: &Workspace) -> Result<Tally, Error> {
    golden_folder(workspace, workspace.path("tests/golden"))
}

/// All of them, since that takes a minute.
fn interpreted(workspace: &Workspace) -> Result<Tally, Error> {
    let folder = workspace.path("tests/golden");
    golden::run_in_interpreter(workspace, &known(workspace)?, &[folder])
}

fn wrappings(workspace: &Workspace) -> Result<Tally, Error> {
    golden_folder(workspace, workspace.path("tests/wrappings"))
}

fn golden_facts(workspace: &Workspace) -> Result<Tally, Error> {
    match fact(workspace, "golden")? {
        Some(folder) => golden_folder(workspace, folder),
        None => Ok(Tally::default()),
    }
}

fn golden_folder(workspace: &Workspace, folder: PathBuf) -> Result<Tally, Error> {
    golden::run_cases(workspace, &known(workspace)?, &[folder])
}

/// Those beside the checkout have those of the checkout among them.
fn vectors(workspace: &Workspace) -> Result<Tally, Error> {
    let mut corpus = files::files_of(&workspace.path("tests/vectors"))?;
    corpus.extend(fact(workspace, "cases/lang-cases.jsonl")?);
    corpora::vectors::run_files(workspace, &Engine::ALL, &corpus)
}

fn random_sets(workspace: &Workspace) -> Result<Tally, Error> {
    let own = workspace.path("tests/fuzz");
    let mut folders = vec![own.clone()];
    if let Some(others) = fact(workspace, "fuzz")? {
        let is_new = |set: &PathBuf| set.file_name().is_some_and(|name| !own.join(name).exists());
        folders.extend(corpora::sets(&others)?.into_iter().filter(is_new));
    }
    corpora::fuzz_sets::run_sets(workspace, &known(workspace)?, &Engine::ALL, &folders)
}

fn known(workspace: &Workspace) -> Result<Known, Error> {
    Known::read(&workspace.path("docs/COMPATIBILITY.md"), workspace)
}

/// Something among the facts beside the checkout; says that it is skipped where it is absent.
fn fact(workspace: &Workspace, name: &str) -> Result<Option<PathBuf>, Error> {
    if let Some(path) = workspace.shared(name) {
        return Ok(Some(path));
    }
    console::line(&format!(
        "SKIPPED: there is no `{name}` beside the checkout; {SHARED} can name the folder that holds it"
    ))?;
    Ok(None)
}

/// A program that passes or fails as a whole.
fn check(command: &mut Command) -> Result<Tally, Error> {
    shell::openly(command, |_| true).map(Tally::of)
}

/// Sentences of which each is a failure.
fn report(problems: &[String]) -> Result<Tally, Error> {
    for problem in problems {
        console::line(problem)?;
    }
    Ok(Tally::of(problems.is_empty()))
}

fn cargo_test(command: &mut Command) -> Result<Tally, Error> {
    let mut tally = Tally::default();
    let ok = shell::openly(command, |line| {
        tally.add_cargo_line(line);
        true
    })?;
    Ok(tally.or_failed_unless(ok))
}
