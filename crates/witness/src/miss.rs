//! An event that misses a rule by one test.

use falconet_ruleset::typed::Condition;
use falconet_workbench::rests_on;

use crate::solve::{Found, Solver};
use crate::ways::Goal;

/// An event that does not fire, and the test that turned.
#[derive(Clone, Debug)]
pub(crate) struct Missed {
    pub(crate) found: Found,
    pub(crate) test: usize,
}

/// An event in which one of the tests that a verdict rests on turned, so that the rule does not fire. What is written last
/// says most of a rule, so it is tried first.
pub(crate) fn miss(
    fires: &Found,
    condition: &Condition,
    solver: &mut Solver<'_, '_>,
) -> Option<Missed> {
    let reasons = rests_on(condition, &fires.verdict.tests);
    let mut second = None;
    for test in reasons.iter().rev() {
        let goals = goals(fires, &reasons, *test);
        let mut first = None;
        solver.alternatives(fires, &goals, |_, found| {
            let turned = turned(fires, &found);
            let is_only = is_same(fires, &turned, *test);
            if found.verdict.fired {
                return false;
            }
            let is_reason = |one: &usize| reasons.contains(one);
            let others: Vec<usize> = turned.into_iter().filter(is_reason).collect();
            if !is_same(fires, &others, *test) {
                return false;
            }
            let missed = Missed { found, test: *test };
            if is_only {
                first = Some(missed);
                return true;
            }
            second.get_or_insert(missed);
            false
        });
        if first.is_some() {
            return first;
        }
    }
    second
}

/// The test turned, and the others of its expression that the verdict rests on as they are.
fn goals(fires: &Found, reasons: &[usize], test: usize) -> Vec<Goal> {
    let expression = |test: usize| fires.verdict.tests.get(test).map(|test| test.expression);
    let same = reasons
        .iter()
        .copied()
        .filter(|one| expression(*one) == expression(test));
    let goals = same.map(|one| Goal {
        test: one,
        holds: fires.verdict.holds(one) != (one == test),
    });
    goals.collect()
}

/// The tests that turned.
fn turned(before: &Found, after: &Found) -> Vec<usize> {
    let count = before.verdict.tests.len();
    let turned =
        (0..count).filter(|test| before.verdict.holds(*test) != after.verdict.holds(*test));
    turned.collect()
}

/// Whether all of these tests are one.
fn is_same(found: &Found, tests: &[usize], test: usize) -> bool {
    let number = |test: usize| found.verdict.tests.get(test).map(|test| test.test);
    tests.iter().all(|one| number(*one) == number(test))
}
