//! How long tests of rules take, and what it costs to ask what they leave untested.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use super::report::{Aim, Findings, Unit};
use super::rounds::{Contestant, Rounds};
use super::task::Task;
use crate::error::Error;
use crate::files;

const CASES: usize = 20;
/// Names that a rule lists: each is a mutant.
const NAMES: usize = 50;
const MUTANTS: usize = 1_000;

/// The same tests alone, with coverage, and with mutants.
pub(super) fn measure(task: &Task) -> Result<Findings, Error> {
    let scratch = task.workspace.scratch("bench-tests");
    files::empty_folder(&scratch)?;
    files::write(&scratch.join("many.yaml"), rules().as_bytes())?;
    files::write(&scratch.join("many_test.yaml"), tests().as_bytes())?;
    let most = MUTANTS.to_string();
    let mut contestants = [
        Contestant::new("plain", tested(task, &scratch, &[])),
        Contestant::new("coverage", tested(task, &scratch, &["--coverage"])),
        Contestant::new(
            "mutants",
            tested(task, &scratch, &["--mutate", "--max-mutants", &most]),
        ),
    ];
    let rounds = Rounds::measure(&mut contestants, task.options.rounds)?;
    let mut findings = Findings::default();
    let mut measure = |name: String, unit, aim, value| findings.measure(name, unit, aim, value);
    measure(
        format!("{CASES} cases over {CASES} rules"),
        Unit::Seconds,
        None,
        rounds.seconds(0),
    );
    measure(
        "with --coverage, times as long".to_owned(),
        Unit::Factor,
        Some(Aim::AtMost(3.0)),
        rounds.speed(0, 1),
    );
    measure(
        format!("with {MUTANTS} mutants"),
        Unit::Seconds,
        Some(Aim::AtMost(5.0)),
        rounds.seconds(2),
    );
    measure(
        format!("with {MUTANTS} mutants, times as long"),
        Unit::Factor,
        None,
        rounds.speed(0, 2),
    );
    Ok(findings)
}

fn tested(task: &Task, folder: &Path, more: &[&str]) -> Command {
    let mut command = task.workspace.command("dist/falconet");
    command.args(["test", "--timeout", "300s"]).args(more);
    command.arg(folder);
    command
}

fn rules() -> String {
    let mut text = String::new();
    for rule in 0..CASES {
        let names: Vec<String> = (0..NAMES).map(|name| format!("A{rule}x{name}")).collect();
        let _ = writeln!(
            text,
            "- rule: Rule {rule}\n  desc: d\n  condition: ct.src = s{rule}.amazonaws.com and ct.name in ({}) and not ct.error exists and not ct.user startswith svc-\n  output: seen (user=%ct.user)\n  priority: WARNING\n  source: aws_cloudtrail",
            names.join(", ")
        );
    }
    text
}

/// Half of what there is to see is seen.
fn tests() -> String {
    let mut text = "cases:\n".to_owned();
    for case in 0..CASES {
        let _ = writeln!(
            text,
            "- name: case {case}\n  event: {{eventTime: 2026-11-30T10:00:00Z, eventType: AwsApiCall, eventSource: s{case}.amazonaws.com, eventName: A{case}x0, userIdentity: {{type: IAMUser, userName: mallory}}}}\n  only: Rule {case}"
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_its_case() {
        assert_eq!(rules().matches("- rule: Rule ").count(), CASES);
        assert_eq!(tests().matches("only: Rule ").count(), CASES);
        const { assert!(CASES * NAMES >= MUTANTS) };
    }
}
