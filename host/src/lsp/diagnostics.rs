//! What a check finds, file by file.

use gen_lsp_types::{
    Code, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Message,
    PublishDiagnosticsParams, Range, Uri,
};

use super::documents::Documents;
use super::error::LspError;
use super::fixes::Fix;
use super::module::Module;
use super::question::{Checked, Finding, Span};
use super::ruleset::{Places, RulesetFiles};
use super::setup::Setup;
use crate::cli::CheckFormat;
use crate::commands::CommandError;
use crate::messages::{CheckAnswer, Request};
use crate::runtime::Failure;

/// What was found in a file.
#[derive(Debug)]
pub(super) struct Found {
    /// As the editor is told.
    pub(super) told: PublishDiagnosticsParams,
    /// What would be better, where that is known.
    pub(super) fixes: Vec<Fix>,
}

/// The findings of each file of a ruleset, those without any as well.
pub(super) fn check(
    ruleset: &RulesetFiles,
    documents: &Documents,
    setup: &Setup,
    module: &mut Module,
) -> Result<Vec<Found>, LspError> {
    let found = findings(ruleset, setup, module)?;
    let places = Places::new(ruleset, setup);
    let uris = ruleset.uris().iter();
    let mut all: Vec<_> = uris
        .map(|uri| Found {
            told: PublishDiagnosticsParams {
                uri: Uri(uri.clone()),
                version: documents.get(uri).ok().map(|document| document.version),
                diagnostics: Vec::new(),
            },
            fixes: Vec::new(),
        })
        .collect();
    for finding in found {
        let place = finding.place.as_ref().and_then(|place| places.find(place));
        let (at, range) = place.unwrap_or_else(|| (ruleset.own(), Range::default()));
        if let Some(file) = all.get_mut(at) {
            let names = names_for(&finding, &places);
            let told = diagnostic(finding, range, &places);
            file.fixes.extend(names.map(|names| Fix {
                diagnostic: told.clone(),
                names,
            }));
            file.told.diagnostics.push(told);
        }
    }
    Ok(all)
}

/// What may stand at the place of a finding instead, if nothing but the word stands there.
fn names_for(finding: &Finding, places: &Places<'_>) -> Option<Vec<String>> {
    let (meant, place) = (finding.meant.as_ref()?, finding.place.as_ref()?);
    (places.text(place)? == meant.word).then(|| meant.names.clone())
}

fn findings(
    ruleset: &RulesetFiles,
    setup: &Setup,
    module: &mut Module,
) -> Result<Vec<Finding>, LspError> {
    let request = Request::Check {
        files: &ruleset.checked,
        settings: &setup.settings,
        lints: &setup.lints,
        format: CheckFormat::Json,
        color: false,
        width: None,
        strict: false,
    };
    let answer: CheckAnswer = module.ask(&request)?;
    if let Some(fatal) = answer.fatal {
        return Err(LspError::Refused(fatal.message));
    }
    let no_report = |_| Failure::Contract("a report is not the JSON that it should be");
    let checked = serde_json::from_str::<Checked>(&answer.rendered).map_err(no_report);
    Ok(checked.map_err(CommandError::from)?.diagnostics)
}

fn diagnostic(found: Finding, range: Range, places: &Places<'_>) -> Diagnostic {
    let message = match found.help {
        Some(help) => format!("{}\n{help}", found.message),
        None => found.message,
    };
    let related = found
        .related
        .iter()
        .filter_map(|span| related(span, places));
    Diagnostic {
        range,
        severity: Some(severity(&found.severity)),
        code: Some(Code::String(found.code)),
        code_description: None,
        source: Some("falconet".to_owned()),
        message: Message::String(message),
        tags: None,
        related_information: Some(related.collect()),
        data: None,
    }
}

fn severity(word: &str) -> DiagnosticSeverity {
    match word {
        "error" => DiagnosticSeverity::Error,
        "warning" => DiagnosticSeverity::Warning,
        _ => DiagnosticSeverity::Information,
    }
}

fn related(span: &Span, places: &Places<'_>) -> Option<DiagnosticRelatedInformation> {
    let message = match &*span.label {
        "" => "from here".to_owned(),
        label => label.to_owned(),
    };
    let location = places.location(span)?;
    Some(DiagnosticRelatedInformation { location, message })
}
