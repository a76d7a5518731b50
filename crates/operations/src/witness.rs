//! `{"op": "witness"}`: events that fire rules, and events that just miss them.

use falconet_event::catalogue::Catalogue;
use falconet_show::Page;
use falconet_witness::{
    Form, Setting, Wanted, WitnessError, WitnessLimits, Witnesses, head, render,
};
use serde::{Deserialize, Serialize};

use crate::load::{self, Checked, Fault, Opened};
use crate::messages::{FatalKind, LoadAnswer, LoadRequest};

/// Events that are judged in one call, about: then it is answered how far it went.
const ENOUGH: usize = 32_768;
/// Events that may be judged for a rule.
const MOST_EVALUATIONS: usize = 1 << 20;

/// What `{"op": "witness"}` takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WitnessRequest {
    /// The rules and their settings, as `falconet_load` takes them.
    load: LoadRequest,
    /// Names of rules, or parts of names that no other rule has; without any, all that take part.
    #[serde(default)]
    rules: Vec<String>,
    /// Events, of which the first that fires is cut down.
    #[serde(default)]
    shrink: Option<String>,
    #[serde(default)]
    format: WitnessFormat,
    #[serde(default)]
    color: bool,
    #[serde(default)]
    width: Option<usize>,
    /// The rules that were answered before.
    #[serde(default)]
    from: usize,
    /// Events that are judged for each rule.
    #[serde(default)]
    max_evaluations: Option<usize>,
}

/// How witnesses are written.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum WitnessFormat {
    /// For programs.
    #[default]
    Json,
    /// For people.
    Text,
    /// A file of tests.
    Test,
}

/// What `{"op": "witness"}` answers, or the answer of `falconet_load` that says why there is nothing to say.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum WitnessAnswer {
    Found {
        /// How many rules there are, and how many are through.
        total: usize,
        done: usize,
        /// Of how many of those answered here no event was found.
        without: usize,
        text: String,
    },
    Refused(Box<LoadAnswer>),
}

/// Finds events.
pub(crate) fn witness(request: &WitnessRequest, catalogue: &Catalogue) -> WitnessAnswer {
    let opened = match load::opened(&request.load, catalogue) {
        Ok(opened) => opened,
        Err(refused) => return WitnessAnswer::Refused(refused),
    };
    found(request, &opened).unwrap_or_else(|(kind, message)| {
        let refused = Checked::refused(LoadAnswer::default(), kind, message);
        WitnessAnswer::Refused(Box::new(refused.answer))
    })
}

fn fault(error: &WitnessError) -> Fault {
    let kind = match error {
        WitnessError::Unknown(_)
        | WitnessError::NoPart(_)
        | WitnessError::NoRules
        | WitnessError::NoRulesOf(_)
        | WitnessError::Silent(_)
        | WitnessError::SilentAlone(_) => FatalKind::Rules,
        WitnessError::Engine(_)
        | WitnessError::NoRule
        | WitnessError::OtherSource { .. }
        | WitnessError::TooLong(_) => FatalKind::Settings,
    };
    (kind, error.to_string())
}

fn found(request: &WitnessRequest, opened: &Opened) -> Result<WitnessAnswer, Fault> {
    let source = wanted_source(request, opened);
    load::require_source(source.as_deref(), &opened.catalogue)?;
    let environment = load::environment(&request.load);
    let setting = Setting {
        ruleset: &opened.ruleset,
        sources: &opened.sources,
        catalogue: &opened.catalogue,
        settings: &opened.settings,
        environment: &environment,
        engine: load::limits(&request.load.limits),
        limits: limits(request),
    };
    let witnesses = Witnesses::new(setting, wanted(request, source));
    let mut witnesses = witnesses.map_err(|error| fault(&error))?;
    let form = form(request.format);
    let mut text = opening(&witnesses, form, request)?;
    let page = Page {
        width: request.width,
        color: request.color,
    };
    let mut without = 0;
    while witnesses.judged() < ENOUGH {
        let Some(witness) = witnesses.next_rule() else {
            break;
        };
        let witness = witness.map_err(|error| fault(&error))?;
        without += usize::from(witness.event.is_none());
        text.push_str(&render(&witness, form, page));
    }
    Ok(WitnessAnswer::Found {
        total: witnesses.rules().len(),
        done: witnesses.done(),
        without,
        text,
    })
}

/// What stands before the first witness.
fn opening(
    witnesses: &Witnesses<'_>,
    form: Form,
    request: &WitnessRequest,
) -> Result<String, Fault> {
    let mut sources = witnesses.rules().iter().map(|rule| &*rule.source_name);
    let source = sources.next().unwrap_or_default();
    if form == Form::Test && sources.any(|other| other != source) {
        let message = "a file of tests is of one source, and the rules are of several: say which one is meant (`source`, --source)";
        return Err((FatalKind::Settings, message.to_owned()));
    }
    let files: Vec<&str> = request.load.files.iter().map(|file| &*file.name).collect();
    let is_first = request.from == 0;
    Ok(if is_first {
        head(form, &files, source)
    } else {
        String::new()
    })
}

fn wanted_source(request: &WitnessRequest, opened: &Opened) -> Option<String> {
    let own = request.load.source.as_ref();
    own.or(opened.settings.source.as_ref()).cloned()
}

fn wanted(request: &WitnessRequest, source: Option<String>) -> Wanted {
    Wanted {
        rules: request.rules.clone(),
        shrink: request.shrink.clone(),
        source,
        from: request.from,
    }
}

fn limits(request: &WitnessRequest) -> WitnessLimits {
    let mut limits = WitnessLimits::default();
    if let Some(evaluations) = request.max_evaluations {
        limits.max_evaluations = evaluations.min(MOST_EVALUATIONS);
    }
    limits
}

const fn form(format: WitnessFormat) -> Form {
    match format {
        WitnessFormat::Json => Form::Json,
        WitnessFormat::Text => Form::Text,
        WitnessFormat::Test => Form::Test,
    }
}
