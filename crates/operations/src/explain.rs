//! Engines that explain rules in place of raising alerts.

use std::rc::Rc;

use falconet_diagnostics::Sources;
use falconet_engine::Engine;
use falconet_show::Page;
use falconet_workbench::{ExplainLimits, Explainer, FieldReport, Form, Options};
use thiserror::Error;

use crate::messages::{ExplainFormat, ExplainRequest};
use crate::observing::{ObservingError, Subject};

/// Events that may be kept of each rule.
const MOST_NEAR: usize = 1000;

/// Why rules cannot be explained.
#[derive(Debug, Error)]
pub(crate) enum ExplainError {
    /// Nobody can look at the rules.
    #[error(transparent)]
    Observing(#[from] ObservingError),
    /// More events are to be kept than may be.
    #[error("at most {MOST_NEAR} events are kept of each rule, not {0}")]
    TooMany(usize),
    /// There are no fields to choose from.
    #[error("`path` chooses from `fields`, which are not asked for")]
    PathAlone,
    /// A page has no place for what is asked for.
    #[error("`html` is for explanations, not for `near` or `fields`")]
    NoPage,
}

/// An engine that explains.
pub(crate) fn engine(
    request: &ExplainRequest,
    subject: &Subject<'_>,
) -> Result<Engine, ExplainError> {
    if let Some(near) = request.near.filter(|near| *near > MOST_NEAR) {
        return Err(ExplainError::TooMany(near));
    }
    if request.format == ExplainFormat::Html && (request.fields || request.near.is_some()) {
        return Err(ExplainError::NoPage);
    }
    let options = options(request);
    if request.fields {
        let Options { form, page, .. } = options;
        let observer = Box::new(FieldReport::new(request.path.as_deref(), form, page));
        let none = Subject {
            ruleset: Rc::default(),
            sources: Sources::default(),
            settings: subject.settings.clone(),
            environment: subject.environment.clone(),
            ..*subject
        };
        return Ok(none.engine(&[], observer)?);
    }
    if request.path.is_some() {
        return Err(ExplainError::PathAlone);
    }
    let explainer = Explainer::new(
        Rc::clone(&subject.ruleset),
        subject.sources.clone(),
        subject.catalogue.clone(),
        &options,
    );
    let explainer = explainer.map_err(ObservingError::from)?;
    let named = explainer.named().to_vec();
    Ok(subject.engine(&named, Box::new(explainer))?)
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
