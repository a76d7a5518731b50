//! What engines are made of.

use std::rc::Rc;

use falconet_diagnostics::Sources;
use falconet_engine::{Engine, EngineError, Environment, Limits, Observer, Settings};
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{Rule, Ruleset};

/// What engines are made of.
#[derive(Debug)]
pub struct Workshop {
    /// The rules.
    pub ruleset: Rc<Ruleset>,
    /// The files that they were loaded from.
    pub sources: Sources,
    /// The fields.
    pub catalogue: Catalogue,
    /// The settings that the tests are run with.
    pub settings: Settings,
    /// What the machine says of itself.
    pub environment: Environment,
    /// Bounds.
    pub limits: Limits,
}

impl Workshop {
    /// The engine that judges.
    pub fn judge(&self) -> Result<Engine, EngineError> {
        Engine::new(
            &self.ruleset,
            &self.catalogue,
            &self.settings,
            &self.environment,
            self.limits,
        )
    }

    /// An engine of other rules, which shows events to an observer.
    pub(crate) fn engine(
        &self,
        rules: Vec<Rule>,
        observer: Box<dyn Observer>,
    ) -> Result<Engine, EngineError> {
        let mut ruleset = Ruleset::default();
        ruleset.rules = rules;
        Engine::observed(
            &ruleset,
            &self.catalogue,
            &self.settings,
            &self.environment,
            self.limits,
            observer,
        )
    }
}
