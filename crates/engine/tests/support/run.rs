//! From rules and events to alerts.

use falconet_engine::{BatchResult, Engine, Environment, Limits, Settings};
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{LoadOptions, Loader, Ruleset};

/// Everything that decides what alerts there are.
pub(crate) struct Run<'a> {
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) settings: Settings,
    pub(crate) environment: Environment,
}

impl Run<'_> {
    /// The rules of all files; `None` if one of them has an error.
    pub(crate) fn load(&self, files: &[(&str, &str)]) -> Option<Ruleset> {
        let options = LoadOptions {
            append_output: self.settings.append_output.clone(),
            ..LoadOptions::default()
        };
        let mut loader = Loader::new(self.catalogue, options);
        for (name, text) in files {
            loader.load(name, text);
        }
        loader.into_ruleset()
    }

    /// An engine for the rules.
    pub(crate) fn engine(&self, ruleset: &Ruleset) -> Engine {
        Engine::new(
            ruleset,
            self.catalogue,
            &self.settings,
            &self.environment,
            Limits::default(),
        )
        .unwrap()
    }
}

/// What a run prints: the alerts of all inputs, fed in chunks of `chunk` bytes, and the statistics.
pub(crate) fn alerts(mut engine: Engine, inputs: &[Vec<u8>], chunk: usize) -> Vec<u8> {
    let mut lines = Vec::new();
    let mut batch = BatchResult::default();
    for input in inputs {
        let chunks = input.len().div_ceil(chunk).max(1);
        for at in 0..chunks {
            let bytes = &input[(at * chunk).min(input.len())..((at + 1) * chunk).min(input.len())];
            engine.eval(bytes, at == 0, at + 1 == chunks, &mut batch);
            lines.extend_from_slice(&batch.lines);
        }
    }
    lines.extend(engine.statistics().unwrap_or_default().into_bytes());
    lines
}
