//! `cargo xtask demo`: the example's events under the shipped rules.

use std::process::{Command, Stdio};

use crate::build;
use crate::console;
use crate::error::Error;
use crate::shell;
use crate::workspace::Workspace;

const ARGUMENTS: [&str; 9] = [
    "scan",
    "--format",
    "pretty",
    "--stats",
    "-r",
    "rules/aws_lambda_persistence.yaml",
    "-r",
    "rules/aws_cloudtrail.yaml",
    "examples/lex-chatbot.json",
];

/// Builds, scans the example, and closes with what it came to and what to type next.
pub(crate) fn run(workspace: &Workspace) -> Result<(), Error> {
    build::run(workspace)?;
    compile_module(workspace)?;
    let mut command = workspace.command("dist/falconet");
    command.args(ARGUMENTS);
    console::line(&format!("\n$ {}\n", shell::line_of(&command)))?;
    let stats = scan(&mut command)?;
    console::line(&closing_line(&stats))
}

/// A first start compiles the module and keeps the result; the demo's rate is that of all later ones.
fn compile_module(workspace: &Workspace) -> Result<(), Error> {
    let mut command = workspace.command("dist/falconet");
    let help = "dist/falconet does not start: remove dist/ and build again";
    shell::quietly(
        command.arg("--version"),
        "compiling the module for this machine",
        help,
    )
    .map(drop)
}

/// Runs the scan in sight; answers the statistics that it writes on standard error.
fn scan(command: &mut Command) -> Result<String, Error> {
    let start = |source| Error::Start {
        line: "dist/falconet".to_owned(),
        source,
    };
    let child = command
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(start)?;
    let output = child.wait_with_output().map_err(start)?;
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() {
        return Ok(errors);
    }
    Err(Error::Command {
        line: shell::line_of(command),
        outcome: output.status.to_string(),
        output: errors,
        help: "rules/ and examples/ must be as they are in the repository".to_owned(),
    })
}

fn closing_line(stats: &str) -> String {
    let number = |name| row(stats, name).unwrap_or("?");
    format!(
        "\n{} events, {} alerts, {} events a second. Next: dist/falconet scan -r rules YOUR_EVENTS",
        number("events"),
        number("alerts"),
        number("events a second"),
    )
}

/// The number in the row called `name`.
fn row<'a>(stats: &'a str, name: &str) -> Option<&'a str> {
    stats.lines().find_map(|line| {
        let number = line.trim().strip_prefix(name)?.strip_prefix(' ')?.trim();
        number
            .starts_with(|first: char| first.is_ascii_digit())
            .then_some(number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_line_has_the_numbers_of_the_statistics() {
        let stats = "inputs                 1\nevents                      1,234\nalerts                         56\nevents a second            78,900\n";
        let line = closing_line(stats);
        assert!(
            line.trim()
                .starts_with("1,234 events, 56 alerts, 78,900 events a second. Next: "),
            "{line}"
        );
    }
}
