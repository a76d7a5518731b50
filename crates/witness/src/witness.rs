//! What is found for a rule: an event that fires it, and one that misses it.

use falconet_engine::EngineError;
use falconet_event::catalogue::Source;
use falconet_ruleset::Rule;
use falconet_ruleset::typed::Leaf;
use falconet_show::{FindError, Place, find};
use falconet_workbench::{leaves_of, rests_on, told};
use thiserror::Error;

use crate::base;
use crate::json::Json;
use crate::judge::Judge;
use crate::miss::{Missed, miss};
use crate::polish::polished;
use crate::production::{Production, Setting};
use crate::shrink::shrink;
use crate::solve::{Found, Solver};
use crate::ways::{Tests, Way, ways};

/// Why nothing can be sought.
#[derive(Debug, Error)]
pub enum WitnessError {
    /// A rule that was named is not there.
    #[error(transparent)]
    Unknown(#[from] FindError),
    /// A rule that was named judges no events.
    #[error("rule `{0}` takes no part: it is disabled, or its priority is too low")]
    NoPart(String),
    /// No engine can be made.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// An event is to be cut down for several rules.
    #[error("an event is cut down for one rule: name it")]
    NoRule,
    /// The event that is to be cut down does not fire.
    #[error("rule `{0}` fires on no event there")]
    Silent(String),
    /// The event that is to be cut down is too long.
    #[error("an event to be cut down has at most {0} bytes")]
    TooLong(usize),
}

/// What is sought.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Names of rules, or parts of names that no other rule has; without any, all that take part.
    pub rules: Vec<String>,
    /// Events, of which the first that fires is cut down, in place of one that is made.
    pub shrink: Option<String>,
    /// Only rules of this source.
    pub source: Option<String>,
    /// Rules that are passed over: those before were asked for already.
    pub from: usize,
}

/// What was found for a rule.
#[derive(Clone, Debug)]
pub struct Witness {
    /// Name of the rule.
    pub rule: String,
    /// Its source.
    pub source: String,
    /// An event that fires it, over several lines.
    pub event: Option<String>,
    /// The tests that this rests on.
    pub because: Vec<String>,
    /// The rule that raises the alert in its place, as the settings are.
    pub hidden_by: Option<String>,
    /// An event that misses it by one test.
    pub miss: Option<Miss>,
    /// What could not be met, if there is no event.
    pub unmet: Option<Unmet>,
    /// Whether everything was tried that could be: of an event that was cut down, that nothing can be left out.
    pub is_exhaustive: bool,
}

/// An event that misses a rule by one test.
#[derive(Clone, Debug)]
pub struct Miss {
    /// The event, over several lines.
    pub event: String,
    /// The test that turned, and the value that turned it.
    pub text: String,
    /// Where the test stands.
    pub place: Option<Place>,
}

/// A test that could not be as it would have to be.
#[derive(Clone, Debug)]
pub struct Unmet {
    /// What it would have to be, and the value that it has.
    pub text: String,
    /// Where it stands.
    pub place: Option<Place>,
}

/// Seeks witnesses, rule by rule.
pub struct Witnesses<'s> {
    setting: Setting<'s>,
    rules: Vec<&'s Rule>,
    next: usize,
    /// Events that were judged.
    judged: usize,
    shrink: Option<String>,
    production: Option<Production>,
}

impl std::fmt::Debug for Witnesses<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Witnesses")
            .field("next", &self.next)
            .finish_non_exhaustive()
    }
}

impl<'s> Witnesses<'s> {
    /// For the rules that were named, or all.
    pub fn new(setting: Setting<'s>, wanted: Wanted) -> Result<Self, WitnessError> {
        let named = wanted.rules.iter().map(|name| find(setting.ruleset, name));
        let mut rules = named.collect::<Result<Vec<_>, _>>()?;
        if rules.is_empty() {
            let source = wanted.source.as_ref();
            let is_of = |rule: &&Rule| source.is_none_or(|source| rule.source_name == *source);
            rules = setting.ruleset.rules.iter().filter(is_of).collect();
        }
        let mut all = Self {
            setting,
            rules,
            next: wanted.from,
            judged: 0,
            production: None,
            shrink: wanted.shrink,
        };
        if all.shrink.is_some() && wanted.rules.len() != 1 {
            return Err(WitnessError::NoRule);
        }
        all.keep_those_that_take_part(!wanted.rules.is_empty())?;
        Ok(all)
    }

    fn keep_those_that_take_part(&mut self, is_named: bool) -> Result<(), WitnessError> {
        let mut kept = Vec::new();
        for rule in std::mem::take(&mut self.rules) {
            if self.production(&rule.source_name)?.has_rule(&rule.name) {
                kept.push(rule);
            } else if is_named {
                return Err(WitnessError::NoPart(rule.name.clone()));
            }
        }
        self.rules = kept;
        Ok(())
    }

    /// The engines of all rules of a source.
    fn production(&mut self, source: &str) -> Result<&mut Production, WitnessError> {
        let known = self.production.take();
        let known = known.filter(|known| known.is_of(source));
        let known = match known {
            Some(known) => known,
            None => Production::new(&self.setting, source)?,
        };
        Ok(self.production.insert(known))
    }

    /// The witness of the next rule; nothing behind the last.
    pub fn next_rule(&mut self) -> Option<Result<Witness, WitnessError>> {
        let rule = *self.rules.get(self.next)?;
        self.next += 1;
        Some(self.witness(rule))
    }

    /// The rules that witnesses are sought for, all of them.
    pub fn rules(&self) -> &[&'s Rule] {
        &self.rules
    }

    /// How many of the rules are through.
    pub const fn done(&self) -> usize {
        self.next
    }

    /// How many events were judged.
    pub const fn judged(&self) -> usize {
        self.judged
    }

    fn witness(&mut self, rule: &'s Rule) -> Result<Witness, WitnessError> {
        let setting = self.setting;
        let search = Search::new(&setting, rule);
        let mut judge = Judge::new(&setting, rule)?;
        let shrunk = self.shrink.as_deref();
        let mut sought = match shrunk {
            Some(events) => search.shrunk(events, &mut judge)?,
            None => search.made(&mut judge),
        };
        if let Some(found) = sought.fires.take() {
            sought.miss = search.missed(&found, shrunk.is_none(), &mut judge);
            sought.fires = Some(found);
        }
        self.judged += judge.judged();
        self.answer(rule, &search, sought)
    }

    /// What was found, if the engine of all rules agrees.
    fn answer(
        &mut self,
        rule: &Rule,
        search: &Search<'_>,
        sought: Sought,
    ) -> Result<Witness, WitnessError> {
        let mut witness = Witness {
            rule: rule.name.clone(),
            source: rule.source_name.clone(),
            event: None,
            because: Vec::new(),
            hidden_by: None,
            miss: None,
            unmet: sought.unmet.map(|(test, found)| search.unmet(test, &found)),
            is_exhaustive: sought.is_exhaustive,
        };
        let Some(found) = sought.fires else {
            return Ok(witness);
        };
        let event = found.event.pretty();
        let raised = self
            .production(&rule.source_name)?
            .judge(&event, &rule.name);
        if raised.fires {
            witness.event = Some(event);
            witness.hidden_by = raised.hidden_by;
            witness.because = search.because(&found);
        }
        if let Some(missed) = sought.miss {
            let event = missed.found.event.pretty();
            let raised = self
                .production(&rule.source_name)?
                .judge(&event, &rule.name);
            if !raised.fires {
                witness.miss = Some(search.miss(&missed, event));
            }
        }
        Ok(witness)
    }
}

/// What a search came to.
#[derive(Default)]
struct Sought {
    fires: Option<Found>,
    miss: Option<Missed>,
    /// The test that could not be met, and the event that came nearest.
    unmet: Option<(usize, Found)>,
    is_exhaustive: bool,
}

/// One rule.
struct Search<'r> {
    setting: &'r Setting<'r>,
    rule: &'r Rule,
    source: Option<&'r Source>,
    leaves: Vec<&'r Leaf>,
}

impl<'r> Search<'r> {
    fn new(setting: &'r Setting<'r>, rule: &'r Rule) -> Self {
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
    fn made(&self, judge: &mut Judge<'_>) -> Sought {
        let mut sought = Sought::default();
        let Some(source) = self.source else {
            return sought;
        };
        let event = base::event(source.kind);
        let Some(verdict) = judge.event(&event) else {
            return sought;
        };
        let base = Found { event, verdict };
        let found = ways(
            &self.rule.condition,
            &self.tests(&base),
            self.setting.limits,
        );
        sought.is_exhaustive = !found.is_cut;
        if found.found.is_empty() {
            sought.unmet = found.contradicted.map(|test| (test, base));
            return sought;
        }
        let solved = self.solved(&base, &found.found, judge);
        sought.is_exhaustive &= !judge.is_spent();
        match solved {
            Ok(found) => {
                sought.fires = Some(polished(found, judge, &|found| found.verdict.fired));
            }
            Err(test) => sought.unmet = test.map(|test| (test, base)),
        }
        sought
    }

    /// The event of the first way that works, or the test that kept the first from working.
    fn solved(
        &self,
        base: &Found,
        ways: &[Way],
        judge: &mut Judge<'_>,
    ) -> Result<Found, Option<usize>> {
        let mut unmet = None;
        for way in ways {
            let Some(mut solver) = self.solver(judge) else {
                break;
            };
            match solver.way(base, way) {
                Some(found) if found.verdict.fired => return Ok(found),
                _ => unmet = unmet.or(solver.farthest.map(|(_, test)| test)),
            }
        }
        Err(unmet)
    }

    fn tests(&self, base: &Found) -> Tests<'_> {
        let tests = base.verdict.tests.iter();
        Tests {
            leaves: &self.leaves,
            same: tests.clone().map(|test| test.test).collect(),
            held: tests.map(|test| test.holds).collect(),
        }
    }

    /// The first event there that fires, cut down.
    fn shrunk(&self, events: &str, judge: &mut Judge<'_>) -> Result<Sought, WitnessError> {
        let most = self.setting.limits.event_bytes;
        if events.len() > most {
            return Err(WitnessError::TooLong(most));
        }
        let verdict = judge.text(events).filter(|verdict| verdict.fired);
        let silent = || WitnessError::Silent(self.rule.name.clone());
        let verdict = verdict.ok_or_else(silent)?;
        let text = String::from_utf8_lossy(&verdict.record).into_owned();
        let event = Json::parse(&text).unwrap_or(Json::Scalar(text));
        let (found, is_exhaustive) = shrink(Found { event, verdict }, judge);
        Ok(Sought {
            fires: Some(found),
            is_exhaustive,
            ..Sought::default()
        })
    }

    fn missed(&self, found: &Found, is_made: bool, judge: &mut Judge<'_>) -> Option<Missed> {
        let mut missed = miss(found, &self.rule.condition, &mut self.solver(judge)?)?;
        if is_made {
            let before = missed.found.verdict.clone();
            missed.found = polished(missed.found, judge, &|next| {
                let tests = 0..before.tests.len();
                let mut same = tests.map(|test| before.holds(test) == next.verdict.holds(test));
                !next.verdict.fired && same.all(|same| same)
            });
        }
        Some(missed)
    }

    fn because(&self, found: &Found) -> Vec<String> {
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

    fn miss(&self, missed: &Missed, event: String) -> Miss {
        let holds = missed.found.verdict.holds(missed.test);
        Miss {
            event,
            text: self.told(missed.test, holds, &missed.found),
            place: self.place(missed.test),
        }
    }

    fn unmet(&self, test: usize, found: &Found) -> Unmet {
        Unmet {
            text: self.told(test, found.verdict.holds(test), found),
            place: self.place(test),
        }
    }

    fn place(&self, test: usize) -> Option<Place> {
        let leaf = self.leaves.get(test)?;
        Place::first(
            &self.setting.ruleset.labels(leaf.span),
            self.setting.sources,
        )
    }
}
