//! Engines that explain rules in place of raising alerts.

use falconet_diagnostics::Sources;
use falconet_engine::{Engine, EngineError, Environment, Limits, Settings};
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{Rule, Ruleset};
use falconet_show::{FindError, Page};
use falconet_workbench::{ExplainLimits, Explainer, Form, Options};
use thiserror::Error;

use crate::messages::{ExplainFormat, ExplainRequest};

/// Events that may be kept of each rule.
const MOST_NEAR: usize = 1000;

/// Why rules cannot be explained.
#[derive(Debug, Error)]
pub(crate) enum ExplainError {
    /// A rule that was named is not there.
    #[error(transparent)]
    Unknown(#[from] FindError),
    /// A rule that was named judges no events.
    #[error(
        "rule `{0}` takes no part: it is disabled, its priority is too low, or it is for another source than `{1}`"
    )]
    NoPart(String, String),
    /// More events are to be kept than may be.
    #[error("at most {MOST_NEAR} events are kept of each rule, not {0}")]
    TooMany(usize),
    /// No engine can be made.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// What is explained of.
pub(crate) struct Subject<'s> {
    pub(crate) ruleset: &'s Ruleset,
    pub(crate) sources: &'s Sources,
    pub(crate) catalogue: &'s Catalogue,
}

/// An engine that explains. Without a source it is that of the first rule that was named.
pub(crate) fn engine(
    request: &ExplainRequest,
    subject: &Subject<'_>,
    settings: &Settings,
    environment: &Environment,
    limits: Limits,
) -> Result<Engine, ExplainError> {
    if let Some(near) = request.near.filter(|near| *near > MOST_NEAR) {
        return Err(ExplainError::TooMany(near));
    }
    let explainer = explainer(request, subject)?;
    let named: Vec<Rule> = explainer.named().cloned().collect();
    let mut settings = settings.clone();
    if let (None, Some(rule)) = (&settings.source, named.first()) {
        settings.source = Some(rule.source_name.clone());
    }
    let (ruleset, catalogue) = (subject.ruleset, subject.catalogue);
    let observer = Box::new(explainer);
    let engine = Engine::observed(ruleset, catalogue, &settings, environment, limits, observer)?;
    let idle = named.into_iter().find(|rule| !engine.has_rule(&rule.name));
    match idle {
        Some(rule) => {
            let source = catalogue.get(engine.source());
            let source = source.map_or_else(String::new, |source| source.name.to_string());
            Err(ExplainError::NoPart(rule.name, source))
        }
        None => Ok(engine),
    }
}

fn explainer(request: &ExplainRequest, subject: &Subject<'_>) -> Result<Explainer, FindError> {
    let options = Options {
        rules: request.rules.clone(),
        form: match request.format {
            ExplainFormat::Json => Form::Json,
            ExplainFormat::Text => Form::Text,
        },
        page: Page {
            width: request.width,
            color: request.color,
        },
        near: request.near,
        limits: ExplainLimits::default(),
    };
    Explainer::new(
        subject.ruleset.clone(),
        subject.sources.clone(),
        subject.catalogue.clone(),
        &options,
    )
}
