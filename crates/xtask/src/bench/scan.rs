//! The scan of a file of JSON lines against loops that only parse it.

use super::competitors::{Build, jq, python, yardsticks};
use super::report::{Aim, Findings, Table, Unit};
use super::rounds::{Contestant, Rounds};
use super::task::{SHIPPED, Task};
use crate::error::Error;
use crate::files;

/// Loops that are compiled: their subcommand, what they are called, for which processors they are compiled, what is wanted
/// of falconet over them. falconet itself is compiled for all, so it is the loops that are, too, which it is held to.
const LOOPS: [(&str, &str, Build, Option<Aim>); 6] = [
    (
        "serde-json",
        "serde_json values",
        Build::Portable,
        Some(Aim::AtLeast(5.0)),
    ),
    ("serde-json", "serde_json values", Build::Native, None),
    (
        "simd-json",
        "simd-json tapes",
        Build::Portable,
        Some(Aim::AtLeast(1.3)),
    ),
    ("simd-json", "simd-json tapes", Build::Native, None),
    ("sonic-rs", "sonic-rs, lazily", Build::Native, None),
    (
        "memchr",
        "memchr for newlines, no parsing",
        Build::Native,
        None,
    ),
];

/// The place of falconet without rules.
const ALONE: usize = LOOPS.len() + 1;

/// Runs all of them in turn.
pub(super) fn measure(task: &Task) -> Result<Findings, Error> {
    let events = task.events()?;
    let (mut contestants, aims) = contestants(task)?;
    for contestant in &mut contestants {
        contestant.command.arg(events);
    }
    let rounds = Rounds::measure(&mut contestants, task.options.rounds)?;
    let not_looking_up = LOOPS.len()..=ALONE;
    let looking_up: Vec<_> = (1..contestants.len())
        .filter(|at| !not_looking_up.contains(at))
        .collect();
    rounds.must_agree(&contestants, &looking_up)?;
    let mut findings = Findings::default();
    let mut seconds = Table::new(&["process", "seconds, median"]);
    for (at, (contestant, aim)) in contestants.iter().zip(aims).enumerate() {
        if at > 0 {
            let name = format!("falconet over {}", contestant.name);
            findings.measure(name, Unit::Ratio, aim, rounds.speed(0, at));
        }
        let took = rounds.seconds(at).map_or(f64::NAN, |took| took.median);
        seconds.row([contestant.name.clone(), format!("{took:.3}")]);
    }
    for (at, (_, title, build, aim)) in (1..).zip(LOOPS) {
        if aim.is_some() {
            let name = format!("at most: its scan alone over {title}, {}", build.name());
            findings.measure(name, Unit::Ratio, None, rounds.speed(ALONE, at));
        }
    }
    findings.tables.push(seconds);
    Ok(findings)
}

/// falconet first, and what is wanted of it over each of the others.
fn contestants(task: &Task) -> Result<(Vec<Contestant>, Vec<Option<Aim>>), Error> {
    let scan = task.scan(&task.workspace.path(SHIPPED));
    let mut all = vec![(Contestant::new("falconet scan, 22 rules", scan), None)];
    for (name, title, build, aim) in LOOPS {
        let mut command = yardsticks(task.workspace, build)?;
        command.arg(name);
        let title = format!("{title}, {}", build.name());
        all.push((Contestant::new(title, command), aim));
    }
    let no_rules = task.workspace.scratch("bench-no-rules.yaml");
    files::write(&no_rules, b"[]\n")?;
    let scan = Contestant::new("its scan alone, no rules", task.scan(&no_rules));
    all.push((scan, None));
    let python =
        python(task.workspace).map(|command| Contestant::new("Python's json.loads", command));
    let jq = jq(task.workspace).map(|command| Contestant::new("jq, run once", command).once());
    all.extend(
        python
            .into_iter()
            .chain(jq)
            .map(|contestant| (contestant, None)),
    );
    Ok(all.into_iter().unzip())
}
