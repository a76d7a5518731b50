//! From a request to a ruleset, or to what is wrong with it.

use std::rc::Rc;

use falconet_diagnostics::render::json::Finding;
use falconet_diagnostics::render::terminal::{self, Look};
use falconet_diagnostics::{Severity, Sources};
use falconet_engine::{Engine, Environment, Limits, Settings};
use falconet_event::catalogue::Catalogue;
use falconet_event::records::Wrapping;
use falconet_ruleset::{LoadOptions, Loader, Ruleset};

use crate::explain::{self, ExplainError};
use crate::messages::{
    Fatal, FatalKind, LimitsRequest, LoadAnswer, LoadRequest, OldRules, RuleCounts,
};
use crate::observing::{ObservingError, Subject};
use crate::suggest::{self, SuggestError};

/// An answer, and the engine if everything was in order.
pub struct Checked {
    /// What the caller is told.
    pub answer: LoadAnswer,
    /// Judges events by the rules.
    pub engine: Option<Engine>,
}

/// What is at fault, and what with it.
pub(crate) type Fault = (FatalKind, String);

/// Rules that are loaded to be looked at.
pub(crate) struct Opened {
    pub(crate) ruleset: Ruleset,
    pub(crate) sources: Sources,
    pub(crate) settings: Settings,
    pub(crate) catalogue: Catalogue,
}

/// Reads a request. By way of a value, as other requests are read: how to read each of its types is then there once.
pub fn request(json: &[u8]) -> serde_json::Result<LoadRequest> {
    serde_json::from_value(serde_json::from_slice(json)?)
}

/// Loads the files of a request until one fails, as Falco does before it runs.
pub fn ruleset(request: &LoadRequest, catalogue: &Catalogue) -> Checked {
    let mut settings = match settings_of(request) {
        Ok(settings) => settings,
        Err(message) => {
            return Checked::refused(LoadAnswer::default(), FatalKind::Settings, message);
        }
    };
    if let Some(source) = &request.source {
        settings.source = Some(source.clone());
    }
    let catalogue = &*settings.catalogue(catalogue);
    let loader = load_files(request, &settings, catalogue);
    finish(loader, request, &settings, catalogue)
}

/// The rules that those of a request are to take the place of; or the answer that says why they cannot be loaded.
pub fn old(
    request: &LoadRequest,
    catalogue: &Catalogue,
) -> Option<Result<Engine, Box<LoadAnswer>>> {
    let old = request.old.clone()?;
    let request = LoadRequest {
        files: old.files,
        settings: old.settings,
        old: Some(OldRules::default()),
        ..request.clone()
    };
    let Checked { answer, engine } = ruleset(&request, catalogue);
    Some(engine.ok_or_else(|| Box::new(answer)))
}

/// Loads the files of a request to look at them; or the answer that says why they cannot be loaded.
pub(crate) fn opened(
    request: &LoadRequest,
    catalogue: &Catalogue,
) -> Result<Opened, Box<LoadAnswer>> {
    let refused = |answer, kind, message| Box::new(Checked::refused(answer, kind, message).answer);
    let checked = settings_of(request).and_then(|settings| {
        let fits = settings.check().map_err(|error| error.to_string());
        fits.map(|()| settings)
    });
    let settings =
        checked.map_err(|message| refused(LoadAnswer::default(), FatalKind::Settings, message))?;
    let catalogue = settings.catalogue(catalogue).into_owned();
    let loader = load_files(request, &settings, &catalogue);
    let answer = report(&loader, request.color);
    let message = objection(&loader, &answer);
    let (ruleset, sources) = loader.into_parts();
    let Some(ruleset) = ruleset.filter(|_| message.is_none()) else {
        let message = message.unwrap_or_default();
        return Err(refused(answer, FatalKind::Rules, message));
    };
    Ok(Opened {
        ruleset,
        sources,
        settings,
        catalogue,
    })
}

fn load_files<'c>(
    request: &LoadRequest,
    settings: &Settings,
    catalogue: &'c Catalogue,
) -> Loader<'c> {
    let options = LoadOptions {
        append_output: settings.append_output.clone(),
        ..LoadOptions::default()
    };
    let mut loader = Loader::new(catalogue, options);
    for file in &request.files {
        if !loader.load(&file.name, &file.text).successful() {
            break;
        }
    }
    loader
}

/// Why the rules cannot be used, if they cannot.
fn objection(loader: &Loader<'_>, answer: &LoadAnswer) -> Option<String> {
    if let Err(error) = loader.check_plugins() {
        return Some(error.to_string());
    }
    if answer.errors > 0 {
        return Some("the rules have errors".to_owned());
    }
    let has_rules = loader.ruleset().is_some();
    (!has_rules).then(|| "there are no rules".to_owned())
}

fn finish(
    loader: Loader<'_>,
    request: &LoadRequest,
    settings: &Settings,
    catalogue: &Catalogue,
) -> Checked {
    let answer = report(&loader, request.color);
    let message = objection(&loader, &answer);
    let (ruleset, sources) = loader.into_parts();
    let is_of_fields = request.files.is_empty()
        && request
            .explain
            .as_ref()
            .is_some_and(|explain| explain.fields);
    let ruleset = match message {
        None => ruleset,
        Some(_) if is_of_fields => Some(Ruleset::default()),
        Some(message) => return Checked::refused(answer, FatalKind::Rules, message),
    };
    let ruleset = ruleset.unwrap_or_default();
    let count = ruleset.rules.len();
    let subject = Subject {
        ruleset: Rc::new(ruleset),
        sources,
        catalogue,
        settings: settings.clone(),
        environment: environment(request),
        limits: limits(&request.limits),
    };
    match engine(&subject, request) {
        Ok(engine) => Checked::accepted(answer, engine, count, catalogue),
        Err((kind, message)) => Checked::refused(answer, kind, message),
    }
}

fn engine(subject: &Subject<'_>, request: &LoadRequest) -> Result<Engine, Fault> {
    require_source(subject.settings.source.as_deref(), subject.catalogue)?;
    if let Some(wanted) = &request.suggest {
        return suggest::engine(wanted, subject).map_err(|error| match &error {
            SuggestError::Observing(cause) => observing_fault(cause),
            SuggestError::TooMany(..) => (FatalKind::Settings, error.to_string()),
        });
    }
    if let Some(rule) = &request.firing {
        return subject
            .firing(rule)
            .map_err(|error| observing_fault(&error));
    }
    if let Some(wanted) = &request.explain {
        return explain::engine(wanted, subject).map_err(|error| match &error {
            ExplainError::Observing(cause) => observing_fault(cause),
            _ => (FatalKind::Settings, error.to_string()),
        });
    }
    let Subject {
        ruleset,
        catalogue,
        settings,
        environment,
        limits,
        ..
    } = subject;
    let engine = Engine::new(ruleset, catalogue, settings, environment, *limits);
    engine.map_err(|error| (FatalKind::Settings, error.to_string()))
}

fn observing_fault(error: &ObservingError) -> Fault {
    let kind = match error {
        ObservingError::Unknown(_) | ObservingError::NoPart(..) => FatalKind::Rules,
        ObservingError::Engine(_) => FatalKind::Settings,
    };
    (kind, error.to_string())
}

/// Whether there is the source that is wanted, if one is.
pub(crate) fn require_source(source: Option<&str>, catalogue: &Catalogue) -> Result<(), Fault> {
    let known = falconet_show::require_source(source, catalogue);
    known.map_err(|error| (FatalKind::Settings, error.to_string()))
}

impl Checked {
    /// An answer that says why there is no engine.
    pub fn refused(mut answer: LoadAnswer, kind: FatalKind, message: String) -> Self {
        answer.ok = false;
        answer.fatal = Some(Fatal { kind, message });
        Self {
            answer,
            engine: None,
        }
    }

    fn accepted(
        mut answer: LoadAnswer,
        engine: Engine,
        loaded: usize,
        catalogue: &Catalogue,
    ) -> Self {
        answer.ok = true;
        answer.rules = RuleCounts {
            loaded,
            enabled: engine.rules(),
        };
        answer.needs_order = engine.needs_order();
        answer.source = catalogue
            .get(engine.source())
            .map(|source| source.name.to_string());
        Self {
            answer,
            engine: Some(engine),
        }
    }
}

/// What of a request is settings, but for the source.
fn settings_of(request: &LoadRequest) -> Result<Settings, String> {
    let is_compared = request.old.is_some();
    let mut options = request.settings.clone();
    if is_compared {
        options.extend(falconet_rule_diff::settings());
    }
    Ok(Settings {
        profile: request.profile,
        wrapping: wrapping(request.wrapping.as_deref())?,
        alert_id: request.alert_id || is_compared,
        ..settings(&options)?
    })
}

fn wrapping(name: Option<&str>) -> Result<Wrapping, String> {
    let Some(name) = name else {
        return Ok(Wrapping::default());
    };
    Wrapping::parse(name).ok_or_else(|| {
        let names = Wrapping::NAMES.map(|(name, _)| name).join(", ");
        format!("unknown wrapping `{name}`, it must be one of {names}")
    })
}

/// The settings that a host gives as text.
pub fn settings(options: &[String]) -> Result<Settings, String> {
    let mut settings = Settings::default();
    for option in options {
        settings.apply(option).map_err(|error| error.to_string())?;
    }
    Ok(settings)
}

/// The surroundings that a request gives.
pub(crate) fn environment(request: &LoadRequest) -> Environment {
    Environment {
        hostname: request.hostname.clone(),
        evt_hostname: request.evt_hostname.clone(),
        utc_offset_seconds: request.utc_offset_seconds,
    }
}

/// The bounds that a request gives.
pub(crate) fn limits(request: &LimitsRequest) -> Limits {
    let mut limits = Limits::default();
    if let Some(bytes) = request.max_record_bytes {
        limits.records.max_record_bytes = clamped(bytes);
    }
    if let Some(problems) = request.max_problems {
        limits.max_problems = clamped(problems);
    }
    if let Some(wrappings) = request.max_wrappings {
        limits.max_wrappings = clamped(wrappings);
    }
    limits
}

/// A bound beyond the address space bounds nothing.
fn clamped(bound: u64) -> usize {
    usize::try_from(bound).unwrap_or(usize::MAX)
}

fn report(loader: &Loader<'_>, color: bool) -> LoadAnswer {
    let sources = loader.sources();
    let diagnostics = loader.diagnostics();
    let count = |severity| {
        diagnostics
            .iter()
            .filter(|one| one.severity == severity)
            .count()
    };
    let look = Look { color, width: None };
    LoadAnswer {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        rendered: terminal::render(&diagnostics, sources, look),
        diagnostics: diagnostics
            .iter()
            .map(|one| Finding::of(one, sources))
            .collect(),
        ..LoadAnswer::default()
    }
}
