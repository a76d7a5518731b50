//! What is found for a rule: an event that fires it, and one that misses it.

use falconet_engine::EngineError;
use falconet_ruleset::Rule;
use falconet_show::{FindError, Place, find};
use thiserror::Error;

use crate::judge::Judge;
use crate::production::{Production, Setting};
use crate::search::{Search, Sought};

/// Why nothing can be sought.
#[derive(Debug, Error)]
pub enum WitnessError {
    /// A rule that was named is not there.
    #[error(transparent)]
    Unknown(#[from] FindError),
    /// A rule that was named judges no events.
    #[error("rule `{0}` takes no part: it is disabled, or its priority is too low")]
    NoPart(String),
    /// There is nothing to seek an event for.
    #[error("no rule takes part")]
    NoRules,
    /// There is nothing of a source to seek an event for.
    #[error("no rule for events of `{0}` takes part")]
    NoRulesOf(String),
    /// A rule that was named is of another source than the one that was asked for.
    #[error("rule `{rule}` is for events of `{own}`, not of `{wanted}`")]
    OtherSource {
        /// Its name.
        rule: String,
        /// Its source.
        own: String,
        /// What was asked for.
        wanted: String,
    },
    /// No engine can be made.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// An event is to be cut down for several rules.
    #[error("an event is cut down for one rule: name it")]
    NoRule,
    /// The event that is to be cut down does not fire.
    #[error("rule `{0}` fires on no event there")]
    Silent(String),
    /// The event that is to be cut down fires where it stands, but not alone.
    #[error(
        "the first event there that fires rule `{0}` does not fire it alone: the rule asks for the events before it"
    )]
    SilentAlone(String),
    /// The event that is to be cut down is too long.
    #[error("an event to be cut down has at most {0} bytes")]
    TooLong(usize),
}

/// What is sought.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Names of rules, or parts of names that no other rule has; without any, all that take part.
    pub rules: Vec<String>,
    /// An event that is cut down, in place of one that is made.
    pub shrink: Option<String>,
    /// Only rules of this source, which there is.
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
    /// The bound that ended the search for what was not found, or that kept an event from being cut down further.
    pub cut: Option<Cut>,
}

/// What ends a search before everything was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// So many events were judged.
    Evaluations,
    /// So many ways and values were tried, or so long an event.
    Proposals,
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
    /// What it is, and the value that it has it of, in the event that came nearest.
    pub text: String,
    /// Why it could not be otherwise.
    pub why: String,
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
        if let Some(source) = &wanted.source {
            require_source(&rules, source)?;
        }
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
        if all.rules.is_empty() {
            return Err(wanted
                .source
                .map_or(WitnessError::NoRules, WitnessError::NoRulesOf));
        }
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
            Some(event) => search.shrunk(event, &mut judge)?,
            None => search.made(&mut judge),
        };
        if let Some(found) = &sought.fires {
            let (miss, cut) = search.missed(found, shrunk.is_none(), &mut judge);
            sought.cut = sought.cut.or(cut.filter(|_| miss.is_none()));
            sought.miss = miss;
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
            unmet: sought.unmet,
            cut: sought.cut,
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

/// Whether all rules that were named are of a source.
fn require_source(rules: &[&Rule], wanted: &str) -> Result<(), WitnessError> {
    let other = rules.iter().find(|rule| rule.source_name != wanted);
    other.map_or(Ok(()), |rule| {
        Err(WitnessError::OtherSource {
            rule: rule.name.clone(),
            own: rule.source_name.clone(),
            wanted: wanted.to_owned(),
        })
    })
}
