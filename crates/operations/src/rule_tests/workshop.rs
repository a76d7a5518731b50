//! The rules of a file of tests, ready to make engines of.

use std::rc::Rc;

use falconet_event::catalogue::Catalogue;
use falconet_rule_tests::TestFile;
use falconet_rule_trials::Workshop;

use super::TestRequest;
use crate::load;
use crate::messages::{LoadAnswer, LoadRequest};

pub(super) fn load_request(file: &TestFile, request: &TestRequest) -> LoadRequest {
    LoadRequest {
        files: request.rules.clone(),
        settings: file.settings(&request.settings),
        ..LoadRequest::default()
    }
}

/// The rules of a file of tests, ready to make engines of; or why they are not.
pub(super) fn of(
    file: &TestFile,
    request: &TestRequest,
    catalogue: &Catalogue,
) -> Result<Workshop, String> {
    let load = load_request(file, request);
    let mut opened = load::opened(&load, catalogue).map_err(|answer| first_word(&answer))?;
    if let Some(source) = file.suite().and_then(|suite| suite.source.clone()) {
        opened.settings.source = Some(source);
    }
    Ok(Workshop {
        ruleset: Rc::new(opened.ruleset),
        sources: opened.sources,
        catalogue: opened.catalogue,
        settings: opened.settings,
        environment: load::environment(&load),
        limits: load::limits(&load.limits),
    })
}

/// The first error with its place, as a sentence.
fn first_word(answer: &LoadAnswer) -> String {
    let found = answer
        .diagnostics
        .iter()
        .find(|one| one.severity == "error");
    let told = found.and_then(|found| {
        let place = found.place.as_ref()?;
        Some(format!(
            "{}:{}:{}: {}",
            place.file, place.line, place.column, found.message
        ))
    });
    let fatal = || answer.fatal.as_ref().map(|fatal| fatal.message.clone());
    told.or_else(fatal).unwrap_or_default()
}
