//! All rules, as they judge events.

use falconet_diagnostics::Sources;
use falconet_engine::settings::RuleMatching;
use falconet_engine::{BatchResult, Engine, EngineError, Environment, Limits, Settings};
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::Ruleset;

use crate::limits::WitnessLimits;

/// Rules, and the surroundings in which they judge.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'s> {
    /// The rules.
    pub ruleset: &'s Ruleset,
    /// The files that they come from.
    pub sources: &'s Sources,
    /// Fields and sources.
    pub catalogue: &'s Catalogue,
    /// Falco's configuration.
    pub settings: &'s Settings,
    /// The machine.
    pub environment: &'s Environment,
    /// Bounds of the engine.
    pub engine: Limits,
    /// Bounds of the search.
    pub limits: WitnessLimits,
}

/// The engines of all rules of one source: what is answered was judged by them.
pub(crate) struct Production {
    source: String,
    /// Raises the alerts of all rules.
    all: Engine,
    /// Raises those that the settings ask for.
    as_set: Engine,
    batch: BatchResult,
}

/// What became of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Raised {
    /// Whether the rule matches.
    pub(crate) fires: bool,
    /// The rule that raises the alert in its place.
    pub(crate) hidden_by: Option<String>,
}

impl Production {
    pub(crate) fn new(setting: &Setting<'_>, source: &str) -> Result<Self, EngineError> {
        let mut settings = setting.settings.clone();
        settings.source = Some(source.to_owned());
        let engine = |settings: &Settings| {
            Engine::new(
                setting.ruleset,
                setting.catalogue,
                settings,
                setting.environment,
                setting.engine,
            )
        };
        let as_set = engine(&settings)?;
        settings.rule_matching = RuleMatching::All;
        Ok(Self {
            source: source.to_owned(),
            all: engine(&settings)?,
            as_set,
            batch: BatchResult::default(),
        })
    }

    pub(crate) fn is_of(&self, source: &str) -> bool {
        self.source == source
    }

    /// Whether a rule takes part.
    pub(crate) fn has_rule(&self, rule: &str) -> bool {
        self.all.has_rule(rule)
    }

    /// Judges an event.
    pub(crate) fn judge(&mut self, event: &str, rule: &str) -> Raised {
        let fires = raised(&mut self.all, event, &mut self.batch);
        let fires = fires.iter().any(|own| own == rule);
        let alerts = raised(&mut self.as_set, event, &mut self.batch);
        let is_hidden = fires && !alerts.iter().any(|own| own == rule);
        Raised {
            fires,
            hidden_by: alerts.into_iter().next().filter(|_| is_hidden),
        }
    }
}

/// The rules that raise alerts.
fn raised(engine: &mut Engine, event: &str, batch: &mut BatchResult) -> Vec<String> {
    if engine.needs_order() {
        engine.forget_events();
    }
    engine.eval(event.as_bytes(), true, true, batch);
    let names: Vec<&str> = engine.rule_names().collect();
    let rules = batch.rules.iter().filter_map(|rule| {
        let name = names.get(usize::try_from(*rule).ok()?)?;
        Some((*name).to_owned())
    });
    rules.collect()
}
