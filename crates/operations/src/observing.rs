//! Engines that show events to an observer in place of raising alerts.

use std::rc::Rc;

use falconet_diagnostics::Sources;
use falconet_engine::{Engine, EngineError, Environment, Limits, Observer, Settings};
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{Rule, Ruleset};
use falconet_show::FindError;
use falconet_witness::Firing;
use thiserror::Error;

/// Why no observer looks at rules.
#[derive(Debug, Error)]
pub(crate) enum ObservingError {
    /// A rule that was named is not there.
    #[error(transparent)]
    Unknown(#[from] FindError),
    /// A rule that was named judges no events.
    #[error(
        "rule `{0}` takes no part: it is disabled, its priority is too low, or it is for another source than `{1}`"
    )]
    NoPart(String, String),
    /// No engine can be made.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// Rules, and what they are loaded and run with.
pub(crate) struct Subject<'s> {
    pub(crate) ruleset: Rc<Ruleset>,
    pub(crate) sources: Sources,
    pub(crate) catalogue: &'s Catalogue,
    pub(crate) settings: Settings,
    pub(crate) environment: Environment,
    pub(crate) limits: Limits,
}

impl Subject<'_> {
    /// An engine whose events an observer looks at, who asks for the rules at these places. Without a source it is that of
    /// the first of them.
    pub(crate) fn engine(
        &self,
        named: &[usize],
        observer: Box<dyn Observer>,
    ) -> Result<Engine, ObservingError> {
        let named = named.iter();
        let named: Vec<&Rule> = named
            .filter_map(|place| self.ruleset.rules.get(*place))
            .collect();
        let mut settings = self.settings.clone();
        if let (None, Some(rule)) = (&settings.source, named.first()) {
            settings.source = Some(rule.source_name.clone());
        }
        let engine = Engine::observed(
            &self.ruleset,
            self.catalogue,
            &settings,
            &self.environment,
            self.limits,
            observer,
        )?;
        match named.into_iter().find(|rule| !engine.has_rule(&rule.name)) {
            Some(rule) => {
                let source = self.catalogue.get(engine.source());
                let source = source.map_or_else(String::new, |source| source.name.to_string());
                Err(ObservingError::NoPart(rule.name.clone(), source))
            }
            None => Ok(engine),
        }
    }

    /// An engine that answers the first event that fires a rule.
    pub(crate) fn firing(&self, rule: &str) -> Result<Engine, ObservingError> {
        let place = falconet_show::places(&self.ruleset, &[rule.to_owned()])?;
        let firing = place.iter().map(|place| Firing::of(*place)).next();
        self.engine(&place, Box::new(firing.unwrap_or_default()))
    }
}
