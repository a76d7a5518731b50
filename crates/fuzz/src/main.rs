//! Runs targets for as long as it is told: `cargo xtask fuzz`.

mod arguments;
mod progress;

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use falconet_fuzz::input::Input;
use falconet_fuzz::runner::{self, Extent, Plan, Seed};
use falconet_fuzz::target::{Outcome, Target};

use arguments::{Arguments, Bound};
use progress::Progress;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let arguments = match Arguments::parse(&words) {
        Ok(arguments) => arguments,
        Err(message) => return usage(&message),
    };
    let outcome = match &arguments.replay {
        Some(folder) => replay(arguments.targets.as_slice(), folder),
        None => run_all(&arguments),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => usage(&error.to_string()),
    }
}

fn usage(message: &str) -> ExitCode {
    let lines = format!("error: {message}\n\n{}", arguments::usage());
    drop(io::stderr().write_all(lines.as_bytes()));
    ExitCode::from(2)
}

/// Whether no case of any target fails.
fn run_all(arguments: &Arguments) -> io::Result<bool> {
    let (mut cases, mut failures) = (0, 0);
    for target in &arguments.targets {
        warn_of_death(target, &arguments.findings)?;
        let plan = plan(arguments, target);
        let mut progress = Progress::new(target, plan.seed);
        let report = runner::run(target, &plan, &mut |report| progress.hear(report))?;
        progress.finish(&report);
        if let Some(failure) = &report.failure {
            let folder = failure.folder(&arguments.findings);
            say(&format!("{failure}the input is in {}", folder.display()))?;
        }
        cases += report.cases;
        failures += u64::from(report.failure.is_some());
    }
    say(&format!("{cases} cases, {failures} failures"))?;
    Ok(failures == 0)
}

fn plan(arguments: &Arguments, target: &Target) -> Plan {
    let extent = match arguments.bound {
        Bound::Cases(cases) => Extent::Cases(cases),
        Bound::AsTests => Extent::Cases(target.ci_cases),
        Bound::Time(time) => Extent::Time(time / arguments.shares()),
    };
    Plan {
        seed: arguments.seed.unwrap_or_else(Seed::fresh),
        extent,
        findings: arguments.findings.clone(),
    }
}

/// A run that a case has killed could not say so.
fn warn_of_death(target: &Target, findings: &Path) -> io::Result<()> {
    let Some(seed) = runner::last_words(findings, target) else {
        return Ok(());
    };
    let name = target.name;
    say(&format!(
        "a run of {name} died, or was stopped, in a case; see it again: cargo xtask fuzz --target {name} --seed {seed} --cases 1"
    ))
}

/// Checks the parts that lie in a folder.
fn replay(targets: &[&Target], folder: &Path) -> io::Result<bool> {
    let input = Input::read(folder)?;
    let mut holds = true;
    for target in targets {
        let verdict = match (target.check)(&input) {
            Ok(Outcome::Judged) => "holds".to_owned(),
            Ok(Outcome::Refused) => "has nothing to judge".to_owned(),
            Err(reason) => {
                holds = false;
                reason
            }
        };
        say(&format!("{}: {verdict}", target.name))?;
    }
    Ok(holds)
}

fn say(line: &str) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{line}")
}
