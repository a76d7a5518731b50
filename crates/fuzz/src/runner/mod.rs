//! Runs a target over many cases, and makes the first that fails small.

mod attempt;
mod failure;
mod seed;
mod shrink;

use std::io;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use crate::target::{Outcome, Target};

use attempt::attempt;
pub use failure::{Failure, last_words};
pub use seed::Seed;

/// The stack of a program's main thread, so that a recursion without a bound shows here as it would there.
const STACK_BYTES: usize = 8 << 20;

/// How far a run goes.
#[derive(Clone, Copy, Debug)]
pub enum Extent {
    /// So many cases.
    Cases(u64),
    /// As many as begin before the time is over.
    Time(Duration),
}

/// What a run is told.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Seed of the first case; those of the others follow from it.
    pub seed: Seed,
    /// How far it goes.
    pub extent: Extent,
    /// A folder for what fails, and for the seed of the case that is running, which is left there if it kills the
    /// process.
    pub findings: PathBuf,
}

/// What came of a run.
#[derive(Debug, Default)]
pub struct Report {
    /// Cases that were run.
    pub cases: u64,
    /// Those of them that came to nothing, such as rules that do not load.
    pub refused: u64,
    /// The case that failed; the run ended with it.
    pub failure: Option<Failure>,
}

impl Report {
    /// Cases in which what must hold was looked at.
    pub const fn judged(&self) -> u64 {
        self.cases - self.refused
    }

    /// Whether at least so many of a hundred cases were judged, and one at all.
    pub const fn judges(&self, of_a_hundred: u64) -> bool {
        self.judged() > 0 && self.judged() * 100 >= self.cases * of_a_hundred
    }
}

/// Runs a target until a case fails or the extent is reached; `progress` hears of the report after each case.
pub fn run(
    target: &Target,
    plan: &Plan,
    progress: &mut (dyn FnMut(&Report) + Send),
) -> io::Result<Report> {
    thread::scope(|scope| {
        let worker = thread::Builder::new().stack_size(STACK_BYTES);
        let running = worker.spawn_scoped(scope, || cases(target, plan, progress))?;
        running
            .join()
            .map_err(|_| io::Error::other("the thread of the cases has died"))?
    })
}

fn cases(
    target: &Target,
    plan: &Plan,
    progress: &mut (dyn FnMut(&Report) + Send),
) -> io::Result<Report> {
    let mut running = failure::Running::new(&plan.findings, target)?;
    let started = Instant::now();
    let mut report = Report::default();
    while report.failure.is_none() && goes_on(plan.extent, report.cases, started) {
        let seed = plan.seed.of_case(report.cases);
        running.note(seed)?;
        match attempt(target, &seed.bytes()) {
            Ok(Outcome::Judged) => {}
            Ok(Outcome::Refused) => report.refused += 1,
            Err(reason) => report.failure = Some(Failure::made_small(target, seed, reason)),
        }
        report.cases += 1;
        progress(&report);
    }
    running.finish();
    if let Some(failure) = &report.failure {
        failure.input.write(&failure.folder(&plan.findings))?;
    }
    Ok(report)
}

fn goes_on(extent: Extent, cases: u64, started: Instant) -> bool {
    match extent {
        Extent::Cases(most) => cases < most,
        Extent::Time(most) => started.elapsed() < most,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::choices::Choices;
    use crate::input::Input;

    fn generate(choices: &mut Choices<'_>) -> Input {
        let bytes = choices.several(1000, Choices::byte);
        Input::default().with("bytes", bytes)
    }

    fn run_with(check: fn(&Input) -> crate::target::Verdict, cases: u64) -> Report {
        let target = Target {
            name: "test",
            about: "",
            ci_cases: 0,
            least_judged: 0,
            generate,
            check,
        };
        let plan = Plan {
            seed: Seed(1),
            extent: Extent::Cases(cases),
            findings: std::env::temp_dir().join(format!("falconet-fuzz-{}", std::process::id())),
        };
        run(&target, &plan, &mut |_| {}).unwrap()
    }

    #[test]
    fn cases_are_counted() {
        let report = run_with(|_| Ok(Outcome::Refused), 7);
        assert_eq!((report.cases, report.refused), (7, 7));
        assert!(report.failure.is_none());
    }

    #[test]
    fn a_run_that_judges_too_little_is_told_from_one_that_judges_enough() {
        let report = |cases, refused| Report {
            cases,
            refused,
            failure: None,
        };
        assert!(report(10, 4).judges(60) && !report(10, 5).judges(60));
        assert!(!report(10, 10).judges(0) && !report(0, 0).judges(0));
    }

    #[test]
    fn a_failing_case_ends_the_run_and_is_made_small() {
        let check = |input: &Input| {
            let found = input.bytes("bytes").iter().any(|byte| *byte > 200);
            if found {
                Err("a large byte".to_owned())
            } else {
                Ok(Outcome::Judged)
            }
        };
        let report = run_with(check, 1000);
        let failure = report.failure.unwrap();
        assert_eq!(
            (failure.input.size(), failure.reason.as_str()),
            (1, "a large byte")
        );
        assert_eq!(failure.input.bytes("bytes"), [201]);
    }

    #[test]
    fn a_panic_is_a_failure_that_says_where() {
        let report = run_with(|_| panic!("oh no"), 1000);
        let failure = report.failure.unwrap();
        assert!(
            failure.reason.starts_with("panic at ") && failure.reason.ends_with(": oh no"),
            "{}",
            failure.reason
        );
        assert_eq!(report.cases, 1);
    }
}
