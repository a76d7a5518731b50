//! Engines that propose exceptions for noisy rules in place of raising alerts.

use std::rc::Rc;

use falconet_engine::Engine;
use falconet_show::Page;
use falconet_suggest::{Form, Options, SuggestLimits, Suggester};
use thiserror::Error;

use crate::messages::{SuggestFormat, SuggestRequest};
use crate::observing::{ObservingError, Subject};

/// Alerts of each rule that may be looked at.
const MOST_ALERTS: usize = 1_000_000;
/// Bytes of events that may be kept.
const MOST_BYTES: usize = 1 << 30;
/// Rules, and exceptions for each, that may be asked for.
const MOST: usize = 100;

/// Why nothing can be proposed.
#[derive(Debug, Error)]
pub(crate) enum SuggestError {
    /// Nobody can look at the rules.
    #[error(transparent)]
    Observing(#[from] ObservingError),
    /// A bound is beyond what may be asked for.
    #[error("at most {1} may be asked for as `{0}`")]
    TooMany(&'static str, usize),
}

/// An engine that proposes exceptions.
pub(crate) fn engine(
    request: &SuggestRequest,
    subject: &Subject<'_>,
) -> Result<Engine, SuggestError> {
    let own = falconet_suggest::Subject {
        ruleset: Rc::clone(&subject.ruleset),
        sources: subject.sources.clone(),
        catalogue: subject.catalogue.clone(),
        settings: subject.settings.clone(),
        environment: subject.environment.clone(),
        limits: subject.limits,
    };
    let suggester = Suggester::new(own, options(request)?).map_err(ObservingError::from)?;
    let named = suggester.named().to_vec();
    Ok(subject.engine(&named, Box::new(suggester))?)
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
