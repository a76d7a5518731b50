//! Rules in very many files against the same rules in one.

use std::fmt::Write as _;
use std::process::Command;

use super::pairs::Pairs;
use crate::build;
use crate::console;
use crate::error::Error;
use crate::files;
use crate::workspace::Workspace;

const FILES: usize = 500;
const RULES_OF_A_FILE: usize = 20;

/// Builds the program, loads the rules in both ways in turn and prints what came of it.
pub(super) fn run(workspace: &Workspace) -> Result<(), Error> {
    build::run(workspace)?;
    write_rules(workspace)?;
    let mut one = load(workspace, "one");
    let mut many = load(workspace, "many");
    let pairs = Pairs::measure(&mut one, &mut many)?;
    console::line(&pairs.medians("one file", &format!("{FILES} files")))?;
    let ratio = pairs.ratio();
    console::line(&format!(
        "the time of {FILES} files over that of one: {ratio:.2}"
    ))
}

/// Loads a folder and has no events for it.
fn load(workspace: &Workspace, folder: &str) -> Command {
    let scratch = workspace.scratch("bench-load");
    let mut command = workspace.command("dist/falconet");
    command.args(["scan", "--timeout", "300s", "-r"]);
    command
        .arg(scratch.join(folder))
        .arg(scratch.join("no-events"));
    command
}

fn write_rules(workspace: &Workspace) -> Result<(), Error> {
    let scratch = workspace.scratch("bench-load");
    files::empty_folder(&scratch)?;
    files::write(&scratch.join("no-events"), b"")?;
    let all: Vec<String> = (0..FILES).map(file).collect();
    for (number, text) in all.iter().enumerate() {
        let path = scratch.join(format!("many/{number:03}.yaml"));
        files::write(&path, text.as_bytes())?;
    }
    files::write(&scratch.join("one/all.yaml"), all.concat().as_bytes())
}

/// A list, a macro and rules that use both.
fn file(number: usize) -> String {
    let mut text = format!(
        "- list: users_{number}\n  items: [svc-{number}, bot-{number}]\n- macro: service_{number}\n  condition: (ct.src = s{number}.amazonaws.com and not ct.error exists)\n"
    );
    for rule in 0..RULES_OF_A_FILE {
        let _ = writeln!(
            text,
            "- rule: Rule {number} {rule}\n  desc: d\n  condition: service_{number} and ct.name in (A{number}x{rule}, B{number}x{rule}) and not ct.user in (users_{number})\n  output: seen (user=%ct.user ip=%ct.srcip region=%ct.region)\n  priority: WARNING\n  source: aws_cloudtrail\n  tags: [T1078]"
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_its_rules_and_no_name_of_another() {
        let text = file(7);
        assert_eq!(text.matches("- rule: Rule 7 ").count(), RULES_OF_A_FILE);
        assert!(!text.contains("_8"));
    }
}
