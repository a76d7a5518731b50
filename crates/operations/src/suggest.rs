//! Engines that propose exceptions for noisy rules in place of raising alerts.

use std::rc::Rc;

use falconet_engine::{Engine, EngineError, Environment, Limits, Settings};
use falconet_show::{FindError, Page};
use falconet_suggest::{Form, Options, SuggestLimits, Suggester};
use thiserror::Error;

use crate::explain::Subject;
use crate::messages::{SuggestFormat, SuggestRequest};

/// Alerts of each rule that may be looked at.
const MOST_ALERTS: usize = 1_000_000;
/// Bytes of events that may be kept.
const MOST_BYTES: usize = 1 << 30;
/// Rules, and exceptions for each, that may be asked for.
const MOST: usize = 100;

/// Why nothing can be proposed.
#[derive(Debug, Error)]
pub(crate) enum SuggestError {
    /// A rule that was named is not there.
    #[error(transparent)]
    Unknown(#[from] FindError),
    /// A rule that was named judges no events.
    #[error(
        "rule `{0}` takes no part: it is disabled, its priority is too low, or it is for another source than the others"
    )]
    NoPart(String),
    /// A bound is beyond what may be asked for.
    #[error("at most {1} may be asked for as `{0}`")]
    TooMany(&'static str, usize),
    /// No engine can be made.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// An engine that proposes exceptions. Without a source it is that of the first rule that was named.
pub(crate) fn engine(
    request: &SuggestRequest,
    subject: Subject<'_>,
    settings: &Settings,
    environment: &Environment,
    limits: Limits,
) -> Result<Engine, SuggestError> {
    let ruleset = Rc::new(subject.ruleset);
    let own = falconet_suggest::Subject {
        ruleset: Rc::clone(&ruleset),
        sources: subject.sources,
        catalogue: subject.catalogue.clone(),
        settings: settings.clone(),
        environment: environment.clone(),
        limits,
    };
    let suggester = Suggester::new(own, options(request)?)?;
    let named: Vec<(String, String)> = suggester
        .named()
        .map(|rule| (rule.name.clone(), rule.source_name.clone()))
        .collect();
    let mut settings = settings.clone();
    if let (None, Some((_, source))) = (&settings.source, named.first()) {
        settings.source = Some(source.clone());
    }
    let (catalogue, suggester) = (subject.catalogue, Box::new(suggester));
    let engine = Engine::observed(
        &ruleset,
        catalogue,
        &settings,
        environment,
        limits,
        suggester,
    )?;
    match named.into_iter().find(|(rule, _)| !engine.has_rule(rule)) {
        Some((rule, _)) => Err(SuggestError::NoPart(rule)),
        None => Ok(engine),
    }
}

fn options(request: &SuggestRequest) -> Result<Options, SuggestError> {
    Ok(Options {
        rules: request.rules.clone(),
        form: match request.format {
            SuggestFormat::Json => Form::Json,
            SuggestFormat::Text => Form::Text,
            SuggestFormat::Yaml => Form::Yaml,
        },
        page: Page {
            width: request.width,
            color: request.color,
        },
        limits: bounds(request)?,
    })
}

fn bounds(request: &SuggestRequest) -> Result<SuggestLimits, SuggestError> {
    let usual = SuggestLimits::default();
    let bound = |name, asked: Option<usize>, usual: usize, most: usize| match asked {
        Some(asked) if asked > most => Err(SuggestError::TooMany(name, most)),
        asked => Ok(asked.unwrap_or(usual)),
    };
    Ok(SuggestLimits {
        alerts: bound("max_alerts", request.max_alerts, usual.alerts, MOST_ALERTS)?,
        bytes: bound(
            "max_kept_bytes",
            request.max_kept_bytes,
            usual.bytes,
            MOST_BYTES,
        )?,
        rules: bound("max_rules", request.max_rules, usual.rules, MOST)?,
        proposals: bound(
            "max_proposals",
            request.max_proposals,
            usual.proposals,
            MOST,
        )?,
        least: request.min_alerts.unwrap_or(usual.least).max(1),
        ..usual
    })
}
