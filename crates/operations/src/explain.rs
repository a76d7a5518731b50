//! Engines that explain rules in place of raising alerts.

use std::rc::Rc;

use falconet_diagnostics::Sources;
use falconet_engine::{Engine, EngineError, Environment, Limits, Settings};
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{Rule, Ruleset};
use falconet_show::{FindError, Page};
use falconet_workbench::{ExplainLimits, Explainer, FieldReport, Form, Options};
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
    /// There are no fields to choose from.
    #[error("`path` chooses from `fields`, which are not asked for")]
    PathAlone,
    /// A page has no place for what is asked for.
    #[error("`html` is for explanations, not for `near` or `fields`")]
    NoPage,
    /// No engine can be made.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// What is explained of.
pub(crate) struct Subject<'s> {
    pub(crate) ruleset: Ruleset,
    pub(crate) sources: Sources,
    pub(crate) catalogue: &'s Catalogue,
}

/// An engine that explains. Without a source it is that of the first rule that was named.
pub(crate) fn engine(
    request: &ExplainRequest,
    subject: Subject<'_>,
    settings: &Settings,
    environment: &Environment,
    limits: Limits,
) -> Result<Engine, ExplainError> {
    if let Some(near) = request.near.filter(|near| *near > MOST_NEAR) {
        return Err(ExplainError::TooMany(near));
    }
    if request.format == ExplainFormat::Html && (request.fields || request.near.is_some()) {
        return Err(ExplainError::NoPage);
    }
    let catalogue = subject.catalogue;
    if request.fields {
        let Options { form, page, .. } = options(request);
        let observer = Box::new(FieldReport::new(request.path.as_deref(), form, page));
        let ruleset = Ruleset::default();
        let engine = Engine::observed(&ruleset, catalogue, settings, environment, limits, observer);
        return Ok(engine?);
    }
    if request.path.is_some() {
        return Err(ExplainError::PathAlone);
    }
    let ruleset = Rc::new(subject.ruleset);
    let (of, options) = (Rc::clone(&ruleset), options(request));
    let explainer = Explainer::new(of, subject.sources, catalogue.clone(), &options)?;
    let chosen: Vec<&Rule> = named(&explainer, &ruleset);
    let mut settings = settings.clone();
    if let (None, Some(rule)) = (&settings.source, chosen.first()) {
        settings.source = Some(rule.source_name.clone());
    }
    let observer = Box::new(explainer);
    let engine = Engine::observed(
        &ruleset,
        catalogue,
        &settings,
        environment,
        limits,
        observer,
    )?;
    let idle = chosen.into_iter().find(|rule| !engine.has_rule(&rule.name));
    match idle {
        Some(rule) => {
            let source = catalogue.get(engine.source());
            let source = source.map_or_else(String::new, |source| source.name.to_string());
            Err(ExplainError::NoPart(rule.name.clone(), source))
        }
        None => Ok(engine),
    }
}

/// The rules that were named.
fn named<'r>(explainer: &Explainer, ruleset: &'r Ruleset) -> Vec<&'r Rule> {
    let named = explainer.named().iter();
    named.filter_map(|at| ruleset.rules.get(*at)).collect()
}

fn options(request: &ExplainRequest) -> Options {
    Options {
        rules: request.rules.clone(),
        form: match request.format {
            ExplainFormat::Json => Form::Json,
            ExplainFormat::Text => Form::Text,
            ExplainFormat::Html => Form::Html,
        },
        page: Page {
            width: request.width,
            color: request.color,
        },
        near: request.near,
        limits: ExplainLimits::default(),
    }
}
