//! `{"op": "check"}`: everything there is to say about rules, in one of several formats.

use falconet_diagnostics::render::terminal::Look;
use falconet_diagnostics::render::{self, Counted, Item, Tool};
use falconet_diagnostics::{Code, Diagnostic, Severity};
use falconet_engine::{Engine, Environment, Limits, Settings};
use falconet_event::catalogue::Catalogue;
use falconet_lint::Levels;
use falconet_ruleset::{FileReport, LoadOptions, Loader, Ruleset, report};

use crate::lints;
use crate::load::settings;
use crate::messages::{
    CheckAnswer, CheckFormat, CheckRequest, CheckedFile, Fatal, FatalKind, Unreadable,
};

const TOOL: Tool = Tool {
    name: "falconet",
    version: env!("CARGO_PKG_VERSION"),
};

/// Checks the files of a request and keeps nothing.
pub(crate) fn check(request: &CheckRequest, catalogue: &Catalogue) -> CheckAnswer {
    let checked = settings(&request.settings)
        .map_err(|message| refused(FatalKind::Settings, message))
        .and_then(|settings| Ok((settings, levels(request)?)))
        .and_then(|(settings, levels)| match request.format {
            CheckFormat::Falco => as_falco(request, &settings, catalogue),
            _ => everything(request, &settings, &levels, catalogue),
        });
    checked.unwrap_or_else(|fatal| fatal)
}

fn levels(request: &CheckRequest) -> Result<Levels, CheckAnswer> {
    let levels = lints::levels(&request.lints);
    levels.map_err(|error| refused(FatalKind::Settings, error.to_string()))
}

/// Nothing could be checked.
pub(crate) fn refused(kind: FatalKind, message: String) -> CheckAnswer {
    CheckAnswer {
        fatal: Some(Fatal { kind, message }),
        ..CheckAnswer::default()
    }
}

/// Loads every file as `falco -V` does, up to the first error of each.
fn as_falco(
    request: &CheckRequest,
    settings: &Settings,
    catalogue: &Catalogue,
) -> Result<CheckAnswer, CheckAnswer> {
    let mut loader = Loader::new(catalogue, options(settings, LoadOptions::default()));
    for file in &request.files {
        load(&mut loader, file);
        loader
            .check_plugins()
            .map_err(|error| refused(FatalKind::Rules, error.to_string()))?;
    }
    require_settings(loader.ruleset(), settings, catalogue)?;
    let diagnostics = loader.diagnostics();
    let mut rendered = loader.load_results();
    rendered.push('\n');
    Ok(answer(
        &report_on(&loader, request, &diagnostics, &[], &[]),
        rendered,
    ))
}

fn everything(
    request: &CheckRequest,
    settings: &Settings,
    levels: &Levels,
    catalogue: &Catalogue,
) -> Result<CheckAnswer, CheckAnswer> {
    let mut loader = Loader::new(
        catalogue,
        options(settings, LoadOptions::collecting_errors()),
    );
    for file in &request.files {
        load(&mut loader, file);
    }
    require_settings(loader.ruleset(), settings, catalogue)?;
    let diagnostics = lints::found(&loader, catalogue, settings, levels);
    let counted = loader.ruleset().map(counted).unwrap_or_default();
    let items = loader.reports().iter().flat_map(FileReport::items);
    let items: Vec<Item> = items.cloned().collect();
    let report = report_on(&loader, request, &diagnostics, &counted, &items);
    Ok(answer(&report, rendered(&report, request)))
}

fn load(loader: &mut Loader<'_>, file: &CheckedFile) {
    let Some(unreadable) = &file.unreadable else {
        loader.load(&file.name, &file.text);
        return;
    };
    let Unreadable { message, offset } = unreadable;
    let offset = offset.map(|offset| usize::try_from(offset).unwrap_or(usize::MAX));
    loader.refuse(&file.name, &file.text, offset, message);
}

fn options(settings: &Settings, mut options: LoadOptions) -> LoadOptions {
    options.append_output.clone_from(&settings.append_output);
    options
}

/// A setting that does not fit the rules is no result of a check.
fn require_settings(
    ruleset: Option<&Ruleset>,
    settings: &Settings,
    catalogue: &Catalogue,
) -> Result<(), CheckAnswer> {
    let Some(ruleset) = ruleset else {
        return Ok(());
    };
    Engine::new(
        ruleset,
        catalogue,
        settings,
        &Environment::default(),
        Limits::default(),
    )
    .map(drop)
    .map_err(|error| refused(FatalKind::Settings, error.to_string()))
}

fn counted(ruleset: &Ruleset) -> Vec<Counted> {
    let counted = |thing, number| Counted { thing, number };
    vec![
        counted("rule", ruleset.rules.len()),
        counted("macro", ruleset.macros.len()),
        counted("list", ruleset.lists.len()),
    ]
}

fn report_on<'r>(
    loader: &'r Loader<'_>,
    request: &CheckRequest,
    diagnostics: &'r [Diagnostic],
    counted: &'r [Counted],
    items: &'r [Item],
) -> render::Report<'r> {
    render::Report {
        diagnostics,
        sources: loader.sources(),
        items,
        counted,
        strict: request.strict,
        tool: TOOL,
        describe,
    }
}

fn describe(code: &Code) -> Option<&'static str> {
    let lint = falconet_lint::find(code.as_str());
    lint.map_or_else(|| report::describe(code), |lint| Some(lint.summary))
}

fn rendered(report: &render::Report<'_>, request: &CheckRequest) -> String {
    match request.format {
        CheckFormat::Text | CheckFormat::Falco => render::text::render(report, look(request)),
        CheckFormat::Json => render::json::render(report),
        CheckFormat::Github => render::github::render(report),
        CheckFormat::Sarif => render::sarif::render(report),
        CheckFormat::Junit => render::junit::render(report),
    }
}

fn look(request: &CheckRequest) -> Look {
    Look {
        color: request.color,
        width: request.width.and_then(|width| usize::try_from(width).ok()),
    }
}

fn answer(report: &render::Report<'_>, rendered: String) -> CheckAnswer {
    CheckAnswer {
        ok: report.is_ok(),
        errors: report.count(Severity::Error),
        warnings: report.count(Severity::Warning),
        rendered,
        fatal: None,
    }
}

#[cfg(test)]
mod corpus;
#[cfg(test)]
mod tests;
