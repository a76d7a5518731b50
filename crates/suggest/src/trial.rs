//! Rules with additions, and what is left of the alerts.

use falconet_diagnostics::Sources;
use falconet_engine::{BatchResult, Engine, Environment, Limits, Settings};
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{LoadOptions, Loader, Ruleset};

use crate::alerts::Alert;

/// The name of the file that is added.
const ADDED: &str = "suggested.yaml";

/// What rules are loaded and run with.
#[derive(Clone, Copy)]
pub(crate) struct Trial<'t> {
    pub(crate) sources: &'t Sources,
    pub(crate) catalogue: &'t Catalogue,
    pub(crate) settings: &'t Settings,
    pub(crate) environment: &'t Environment,
    pub(crate) limits: Limits,
}

impl Trial<'_> {
    /// Which alerts a rule raises with an addition behind all files; nothing if they cannot be loaded so.
    pub(crate) fn fires(&self, rule: &str, added: &str, alerts: &[&Alert]) -> Option<Vec<bool>> {
        let mut engine = self.engine(rule, added)?;
        let mut batch = BatchResult::default();
        let fires = alerts.iter().map(|alert| {
            engine.forget_events();
            engine.eval(&alert.record, true, true, &mut batch);
            batch.alerts > 0
        });
        Some(fires.collect())
    }

    /// Judges by the one rule.
    fn engine(&self, rule: &str, added: &str) -> Option<Engine> {
        let options = LoadOptions {
            append_output: self.settings.append_output.clone(),
            ..LoadOptions::default()
        };
        let mut loader = Loader::new(self.catalogue, options);
        for file in self.sources.iter() {
            if !loader.load(file.name(), file.text()).successful() {
                return None;
            }
        }
        if !added.is_empty() && !loader.load(ADDED, added).successful() {
            return None;
        }
        let ruleset = loader.into_parts().0?;
        let mut only = Ruleset::default();
        only.rules
            .extend(ruleset.rules.into_iter().filter(|own| own.name == rule));
        let mut settings = self.settings.clone();
        settings.source = only.rules.first().map(|rule| rule.source_name.clone());
        Engine::new(
            &only,
            self.catalogue,
            &settings,
            self.environment,
            self.limits,
        )
        .ok()
    }
}
