//! Rules with additions, and what is left of the alerts.

use falconet_engine::{BatchResult, Engine};
use falconet_event::records::Wrapping;
use falconet_ruleset::{LoadOptions, Loader, Rule, Ruleset};

use crate::alerts::Kept;
use crate::exception::{Addition, yaml};
use crate::suggester::Subject;
use crate::weight::Weight;

/// The name of the file that is added.
const ADDED: &str = "suggested.yaml";

/// Judges events again that were kept, by one rule with exceptions that it did not have.
pub(crate) struct Trial<'t> {
    subject: &'t Subject,
    rule: &'t Rule,
    /// All files, of which the one rule is compiled; nothing if they cannot be loaded.
    loader: Option<Loader<'t>>,
}

impl<'t> Trial<'t> {
    pub(crate) fn new(subject: &'t Subject, rule: &'t Rule) -> Self {
        let options = LoadOptions {
            append_output: subject.settings.append_output.clone(),
            only: Some(rule.name.clone()),
            ..LoadOptions::default()
        };
        let mut loader = Loader::new(&subject.catalogue, options);
        let mut files = subject.sources.iter();
        let is_loaded = files.all(|file| loader.load(file.name(), file.text()).successful());
        Self {
            subject,
            rule,
            loader: is_loaded.then_some(loader),
        }
    }

    /// Which alerts the rule raises with additions behind all files; nothing if they cannot be loaded so, or are read as
    /// more than they say.
    pub(crate) fn fires(&self, additions: &[&Addition], alerts: &[&Kept]) -> Option<Vec<bool>> {
        let with = self.with(additions)?;
        let (before, after) = (&self.rule.condition, &with.rules.first()?.condition);
        if !Weight::of(after).is_with(Weight::of(before), additions) {
            return None;
        }
        let mut engine = self.engine(&with)?;
        let mut batch = BatchResult::default();
        let fires = alerts.iter().map(|alert| {
            engine.go_to(alert.moment);
            engine.eval(&alert.record, true, true, &mut batch);
            batch.alerts > 0
        });
        Some(fires.collect())
    }

    /// The one rule, with the additions.
    fn with(&self, additions: &[&Addition]) -> Option<Ruleset> {
        let mut loader = self.loader.clone()?;
        let additions: Vec<_> = additions.iter().map(|one| (*one, String::new())).collect();
        let added = loader.load(ADDED, &yaml(&self.rule.name, &additions));
        added.successful().then(|| loader.into_parts().0)?
    }

    /// Judges by the one rule. Events that were kept are out of their envelopes.
    fn engine(&self, only: &Ruleset) -> Option<Engine> {
        let Subject {
            catalogue,
            settings,
            environment,
            limits,
            ..
        } = self.subject;
        let mut settings = settings.clone();
        settings.source = only.rules.first().map(|rule| rule.source_name.clone());
        settings.wrapping = Wrapping::None;
        Engine::new(only, catalogue, &settings, environment, *limits).ok()
    }
}
