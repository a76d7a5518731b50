//! How long it takes to load rules: very many of them, and the same in very many files.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::competitors::Build;
use super::report::{Aim, Findings, Unit};
use super::rounds::{Contestant, Rounds};
use super::rule_sets::mixed;
use super::task::Task;
use crate::error::Error;
use crate::files;

const FILES: usize = 500;
const RULES_OF_A_FILE: usize = 20;

/// Of rules in one file.
const MANY: usize = 10_000;

/// Loads rules in all ways in turn, as whole processes that have no events.
pub(super) fn measure(task: &Task) -> Result<Findings, Error> {
    let scratch = task.workspace.scratch("bench-load");
    write_rules(&scratch)?;
    let no_events = scratch.join("no-events");
    let mut contestants = contestants(task, &scratch)?;
    for contestant in &mut contestants {
        contestant.command.arg(&no_events);
    }
    let rounds = Rounds::measure(&mut contestants, task.options.rounds)?;
    let mut findings = Findings::default();
    let most = |seconds| Some(Aim::AtMost(seconds));
    findings.measure(
        "10,000 rules in the module",
        Unit::Seconds,
        most(2.0),
        rounds.seconds(0),
    );
    findings.measure(
        "10,000 rules natively",
        Unit::Seconds,
        most(1.0),
        rounds.seconds(1),
    );
    findings.measure(
        "10,000 rules, 500 macros, 500 lists in one file",
        Unit::Seconds,
        None,
        rounds.seconds(2),
    );
    let over_one = format!("the same in {FILES} files, times as long");
    findings.measure(over_one, Unit::Factor, None, rounds.speed(2, 3));
    Ok(findings)
}

fn contestants(task: &Task, scratch: &Path) -> Result<Vec<Contestant>, Error> {
    let mixed = scratch.join("mixed.yaml");
    let (one, many) = (scratch.join("one"), scratch.join("many"));
    Ok(vec![
        Contestant::new("module", task.scan(&mixed)),
        Contestant::new("native", task.engine(Build::Portable, &mixed)?),
        Contestant::new("one", task.scan(&one)),
        Contestant::new("many", task.scan(&many)),
    ])
}

fn write_rules(scratch: &Path) -> Result<(), Error> {
    files::empty_folder(scratch)?;
    let write = |name: PathBuf, text: &str| files::write(&scratch.join(name), text.as_bytes());
    write("no-events".into(), "")?;
    write("mixed.yaml".into(), &mixed(MANY))?;
    let all: Vec<String> = (0..FILES).map(file).collect();
    for (number, text) in all.iter().enumerate() {
        write(format!("many/{number:03}.yaml").into(), text)?;
    }
    write("one/all.yaml".into(), &all.concat())
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
