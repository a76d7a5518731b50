//! The search for the events of one rule, and what is said of what it came to.

use falconet_event::catalogue::{Extraction, Source};
use falconet_ruleset::Rule;
use falconet_ruleset::typed::{ExpressionKind, Leaf};
use falconet_show::Place;
use falconet_workbench::{leaves_of, rests_on, told, written};

use crate::base;
use crate::json::Json;
use crate::judge::Judge;
use crate::miss::{Missed, miss};
use crate::polish::polished;
use crate::production::Setting;
use crate::shrink::shrink;
use crate::solve::{Attempt, Found, Solver};
use crate::ways::{Contradiction, Goal, Tests, Way, ways};
use crate::witness::{Cut, Miss, Unmet, WitnessError};

/// What a search came to.
#[derive(Default)]
pub(crate) struct Sought {
    pub(crate) fires: Option<Found>,
    pub(crate) miss: Option<Missed>,
    pub(crate) unmet: Option<Unmet>,
    pub(crate) cut: Option<Cut>,
}

/// What is known of ways that did not work.
struct Tries {
    /// The attempt in which least was left.
    unmet: Option<Attempt>,
    cut: Option<Cut>,
}

/// One rule.
pub(crate) struct Search<'r> {
    setting: &'r Setting<'r>,
    rule: &'r Rule,
    source: Option<&'r Source>,
    leaves: Vec<&'r Leaf>,
}

impl<'r> Search<'r> {
    pub(crate) fn new(setting: &'r Setting<'r>, rule: &'r Rule) -> Self {
        Self {
            setting,
            rule,
            source: setting.catalogue.get(rule.source),
            leaves: leaves_of(&rule.condition),
        }
    }

    fn solver<'s, 'j>(&'s self, judge: &'s mut Judge<'j>) -> Option<Solver<'s, 'j>> {
        Some(Solver::new(
            judge,
            &self.leaves,
            self.source?,
            self.setting.limits,
        ))
    }

    /// An event that is made of the condition.
    pub(crate) fn made(&self, judge: &mut Judge<'_>) -> Sought {
        let mut sought = Sought::default();
        let Some(source) = self.source else {
            return sought;
        };
        let event = base::event(source.kind);
        let Some(verdict) = judge.event(&event) else {
            sought.cut = judge.take_cut();
            return sought;
        };
        let base = Found { event, verdict };
        let found = ways(
            &self.rule.condition,
            &self.tests(&base),
            self.setting.limits,
        );
        let mut tries = Tries {
            unmet: None,
            cut: found.is_cut.then_some(Cut::Proposals),
        };
        match self.solved(&base, &found.found, judge, &mut tries) {
            Some(found) => {
                sought.fires = Some(polished(found, judge, &|found| found.verdict.fired));
                judge.take_cut();
            }
            None if found.found.is_empty() => {
                let contradiction = found.contradiction.as_ref();
                sought.unmet = contradiction.map(|one| self.contradicted(one, &base, judge));
            }
            None => {
                sought.unmet = tries.unmet.map(|unmet| self.unmet(&unmet));
                sought.cut = tries.cut;
            }
        }
        sought
    }

    /// The event of the first way that works; what went wrong with the others is noted.
    fn solved(
        &self,
        base: &Found,
        ways: &[Way],
        judge: &mut Judge<'_>,
        tries: &mut Tries,
    ) -> Option<Found> {
        for way in ways {
            let mut solver = self.solver(judge)?;
            let found = solver.way(base, way).filter(|found| found.verdict.fired);
            if found.is_some() {
                return found;
            }
            let (farthest, is_cut) = (solver.farthest, solver.is_cut);
            let cut = judge.take_cut().or(is_cut.then_some(Cut::Proposals));
            tries.cut = tries.cut.filter(|_| cut.is_none()).or(cut);
            let left = |attempt: &Option<Attempt>| {
                attempt.as_ref().map_or(usize::MAX, |attempt| attempt.left)
            };
            if left(&farthest) < left(&tries.unmet) {
                tries.unmet = farthest;
            }
        }
        None
    }

    fn tests(&self, base: &Found) -> Tests<'_> {
        let tests = base.verdict.tests.iter();
        Tests {
            leaves: &self.leaves,
            same: tests.clone().map(|test| test.test).collect(),
            held: tests.map(|test| test.holds).collect(),
        }
    }

    /// An event that fires, cut down.
    pub(crate) fn shrunk(
        &self,
        event: &str,
        judge: &mut Judge<'_>,
    ) -> Result<Sought, WitnessError> {
        let most = self.setting.limits.event_bytes;
        if event.len() > most {
            return Err(WitnessError::TooLong(most));
        }
        let verdict = judge.text(event).filter(|verdict| verdict.fired);
        let name = || self.rule.name.clone();
        let verdict = verdict.ok_or_else(|| {
            if !event.trim().is_empty() && judge.needs_order() {
                WitnessError::SilentAlone(name())
            } else {
                WitnessError::Silent(name())
            }
        })?;
        let text = String::from_utf8_lossy(&verdict.record).into_owned();
        let event = Json::parse(&text).unwrap_or(Json::Scalar(text));
        Ok(Sought {
            fires: Some(shrink(Found { event, verdict }, judge)),
            cut: judge.take_cut(),
            ..Sought::default()
        })
    }

    /// An event that misses the rule, and what ended the search for it.
    pub(crate) fn missed(
        &self,
        found: &Found,
        is_made: bool,
        judge: &mut Judge<'_>,
    ) -> (Option<Missed>, Option<Cut>) {
        let Some(mut solver) = self.solver(judge) else {
            return (None, None);
        };
        let missed = miss(found, &self.rule.condition, &mut solver);
        let is_cut = solver.is_cut;
        let cut = judge.take_cut().or(is_cut.then_some(Cut::Proposals));
        let missed = missed.map(|missed| {
            if is_made {
                self::agreeing(missed, judge)
            } else {
                missed
            }
        });
        (missed, cut)
    }

    pub(crate) fn because(&self, found: &Found) -> Vec<String> {
        let tests = rests_on(&self.rule.condition, &found.verdict.tests);
        let told = tests
            .into_iter()
            .map(|test| self.told(test, found.verdict.holds(test), found));
        told.collect()
    }

    fn told(&self, test: usize, holds: bool, found: &Found) -> String {
        let value = found.verdict.values.get(test).and_then(Option::as_ref);
        let leaf = self.leaves.get(test);
        leaf.map_or_else(String::new, |leaf| told(leaf, holds, value))
    }

    pub(crate) fn miss(&self, missed: &Missed, event: String) -> Miss {
        let holds = missed.found.verdict.holds(missed.test);
        Miss {
            event,
            text: self.told(missed.test, holds, &missed.found),
            place: self.place(missed.test),
        }
    }

    fn unmet(&self, attempt: &Attempt) -> Unmet {
        self.unmet_by(attempt.goal, &attempt.found, self.why(attempt))
    }

    /// What was met before the contradiction is met, to say what that makes of the test.
    fn contradicted(&self, one: &Contradiction, base: &Found, judge: &mut Judge<'_>) -> Unmet {
        let before = self
            .solver(judge)
            .and_then(|mut solver| solver.way(base, &one.known));
        let leaf = self.leaves.get(one.other.test);
        let other = leaf.map_or_else(String::new, |leaf| written(leaf));
        let place = self.place(one.other.test);
        let place = place.map_or_else(String::new, |place| format!(" ({})", place.short()));
        let holds = if one.other.holds { "hold" } else { "not hold" };
        let why = format!("`{other}`{place} has to {holds} as well, and rules it out");
        self.unmet_by(one.goal, before.as_ref().unwrap_or(base), why)
    }

    fn unmet_by(&self, goal: Goal, found: &Found, why: String) -> Unmet {
        Unmet {
            text: self.told(goal.test, found.verdict.holds(goal.test), found),
            why,
            place: self.place(goal.test),
        }
    }

    /// Why a goal could not be met.
    fn why(&self, attempt: &Attempt) -> String {
        let leaf = self.leaves.get(attempt.goal.test);
        let field = leaf.and_then(|leaf| self.of_the_run(leaf));
        match (field, attempt.tried) {
            (Some(field), _) => {
                format!(
                    "`{field}` says where an event stands in a run, and a single one is the first"
                )
            }
            (None, 0) => "no change of an event is known that would turn it".to_owned(),
            (None, 1) => "one change of the event was tried, and it does not turn it".to_owned(),
            (None, tried) => {
                format!(
                    "{tried} changes of the event were tried, and none turns it and nothing else that counts"
                )
            }
        }
    }

    /// The field of a test that the events before decide.
    fn of_the_run<'l>(&self, leaf: &'l Leaf) -> Option<&'l str> {
        let ExpressionKind::Field(field) = &leaf.left.kind else {
            return None;
        };
        let extraction = &self.source?.spec(field).extraction;
        let Extraction::Generic(generic) = extraction else {
            return None;
        };
        generic.needs_order().then_some(&*leaf.left.text)
    }

    fn place(&self, test: usize) -> Option<Place> {
        let leaf = self.leaves.get(test)?;
        Place::first(
            &self.setting.ruleset.labels(leaf.span),
            self.setting.sources,
        )
    }
}

/// The event with its parts in agreement, as far as all tests stay as they are.
fn agreeing(missed: Missed, judge: &mut Judge<'_>) -> Missed {
    let before = missed.found.verdict.clone();
    let found = polished(missed.found, judge, &|next| {
        let tests = 0..before.tests.len();
        let mut same = tests.map(|test| before.holds(test) == next.verdict.holds(test));
        !next.verdict.fired && same.all(|same| same)
    });
    Missed { found, ..missed }
}
