//! Rules that are loaded, and what is found for them.

use falconet_diagnostics::Sources;
use falconet_engine::settings::RuleMatching;
use falconet_engine::{BatchResult, Engine, Environment, Limits, Settings};
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{LoadOptions, Loader, Ruleset};
use falconet_witness::{Setting, Wanted, Witness, WitnessError, WitnessLimits, Witnesses};

pub(crate) struct Rules {
    ruleset: Ruleset,
    sources: Sources,
    catalogue: Catalogue,
    settings: Settings,
    environment: Environment,
    pub(crate) limits: WitnessLimits,
}

impl Rules {
    pub(crate) fn load(files: &[(&str, &str)]) -> Self {
        let catalogue = Catalogue::builtin();
        let mut loader = Loader::new(&catalogue, LoadOptions::default());
        for (name, text) in files {
            let report = loader.load(name, text);
            assert!(report.successful(), "{}", report.summary());
        }
        let (ruleset, sources) = loader.into_parts();
        Self {
            ruleset: ruleset.unwrap(),
            sources,
            catalogue,
            settings: Settings::default(),
            environment: Environment::default(),
            limits: WitnessLimits::default(),
        }
    }

    /// One rule of a source.
    pub(crate) fn one(source: &str, condition: &str) -> Self {
        let text = format!(
            "- rule: r\n  desc: d\n  condition: {condition}\n  output: o\n  priority: INFO\n  source: {source}\n"
        );
        Self::load(&[("r.yaml", &text)])
    }

    fn setting(&self) -> Setting<'_> {
        Setting {
            ruleset: &self.ruleset,
            sources: &self.sources,
            catalogue: &self.catalogue,
            settings: &self.settings,
            environment: &self.environment,
            engine: Limits::default(),
            limits: self.limits,
        }
    }

    pub(crate) fn witnesses(&self) -> Vec<Witness> {
        let mut all = Witnesses::new(self.setting(), Wanted::default()).unwrap();
        let next = std::iter::from_fn(|| all.next_rule());
        next.map(Result::unwrap).collect()
    }

    /// For how many rules witnesses of a source are sought.
    pub(crate) fn of_source(&self, named: &[&str], source: &str) -> Result<usize, WitnessError> {
        let wanted = Wanted {
            rules: named.iter().map(|name| (*name).to_owned()).collect(),
            source: Some(source.to_owned()),
            ..Wanted::default()
        };
        Ok(Witnesses::new(self.setting(), wanted)?.rules().len())
    }

    pub(crate) fn shrunk(&self, rule: &str, events: &str) -> Result<Witness, WitnessError> {
        let wanted = Wanted {
            rules: vec![rule.to_owned()],
            shrink: Some(events.to_owned()),
            ..Wanted::default()
        };
        Witnesses::new(self.setting(), wanted)?.next_rule().unwrap()
    }

    /// Whether a scan with these rules raises the alert of a rule.
    pub(crate) fn fires(&self, source: &str, rule: &str, event: &str) -> bool {
        let settings = Settings {
            source: Some(source.to_owned()),
            rule_matching: RuleMatching::All,
            ..Settings::default()
        };
        let (rules, catalogue, machine) = (&self.ruleset, &self.catalogue, &self.environment);
        let mut engine =
            Engine::new(rules, catalogue, &settings, machine, Limits::default()).unwrap();
        let mut batch = BatchResult::default();
        engine.eval(event.as_bytes(), true, true, &mut batch);
        let names: Vec<_> = engine.rule_names().collect();
        batch
            .rules
            .iter()
            .any(|at| names[usize::try_from(*at).unwrap()] == rule)
    }
}
