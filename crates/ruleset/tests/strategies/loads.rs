//! Loading a sequence of files in two ways, and where the results part.

use std::fmt::Debug;
use std::sync::LazyLock;

use falconet_condition::Span;
use falconet_diagnostics::Diagnostic;
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::report::{LoadError, LoadWarning};
use falconet_ruleset::typed::Condition;
use falconet_ruleset::{FileReport, LoadOptions, Loader, Rule, Ruleset, Strategy};
use regex::{Captures, Regex};

static SPAN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"Span \{[ \n]*start: ([0-9]+),[ \n]*end: ([0-9]+),?[ \n]*\}").unwrap()
});

/// How the results after some file differ; nothing if none does.
pub(crate) fn difference(
    files: &[String],
    catalogue: &Catalogue,
    options: &LoadOptions,
) -> Option<String> {
    let mut additions = loader(Strategy::Additions, catalogue, options);
    let mut everything = loader(Strategy::Everything, catalogue, options);
    files.iter().enumerate().find_map(|(number, text)| {
        let name = format!("{number}.yaml");
        additions.load(&name, text);
        everything.load(&name, text);
        let pair = shown(&everything).into_iter().zip(shown(&additions));
        let (expected, found) = pair
            .into_iter()
            .find(|(expected, found)| expected != found)?;
        Some(format!("{name}\n expected {expected}\n found    {found}"))
    })
}

/// How the last rule differs if it is compiled without the others, which the file behind it changes; nothing if it does not.
pub(crate) fn difference_alone(text: &str, catalogue: &Catalogue) -> Option<String> {
    let mut all = Loader::new(catalogue, LoadOptions::default());
    all.load("rules.yaml", text);
    let name = all.ruleset()?.rules.last()?.name.clone();
    let options = LoadOptions {
        only: Some(name.clone()),
        ..LoadOptions::default()
    };
    let mut alone = Loader::new(catalogue, options);
    alone.load("rules.yaml", text);
    let more = format!(
        "- rule: {name:?}\n  condition: and evt.num > 1\n  override: {{condition: append}}\n"
    );
    let last = |mut loader: Loader<'_>| {
        loader.load("more.yaml", &more);
        let ruleset = loader.into_parts().0?;
        let rules = ruleset.rules.iter().filter(|rule| rule.name == name);
        Some(
            rules
                .map(|rule| shown_rule(rule, &ruleset))
                .collect::<String>(),
        )
    };
    let (expected, found) = (last(all), last(alone.clone()));
    (expected != found).then(|| format!("expected {expected:?}\nfound    {found:?}"))
}

fn loader<'c>(strategy: Strategy, catalogue: &'c Catalogue, options: &LoadOptions) -> Loader<'c> {
    let options = LoadOptions {
        strategy,
        ..options.clone()
    };
    Loader::new(catalogue, options)
}

/// Whether the second text is compiled without the first one: then the condition of a macro in it lies behind those of
/// all rules.
pub(crate) fn is_only_added(second: &str, first: &str, options: &LoadOptions) -> bool {
    let catalogue = Catalogue::builtin();
    let mut loader = loader(Strategy::Additions, &catalogue, options);
    loader.load("first.yaml", "- rule: first\n  desc: d\n  condition: ct.name = a\n  output: o\n  priority: INFO\n  source: aws_cloudtrail\n");
    loader.load("second.yaml", first);
    let probe = "- macro: last_of_all\n  condition: ct.name = a\n";
    loader.load("third.yaml", &format!("{probe}{second}"));
    let ruleset = loader.ruleset().unwrap();
    let mut macros = ruleset.macros.iter();
    let probe = macros.find(|found| found.name == "last_of_all");
    probe.unwrap().condition_span.start > ruleset.rules[0].condition_span.start
}

/// Everything that a load says and makes, in parts.
fn shown(loader: &Loader<'_>) -> Vec<String> {
    let mut parts = vec![
        shown_report(loader.reports().last().unwrap()),
        loader.load_results(),
        format!("{:?}", diagnostics(loader)),
    ];
    parts.extend(loader.ruleset().map(shown_ruleset).into_iter().flatten());
    parts
}

/// What is said about all files. If an error is not told in the first report that there is, because the bound of errors
/// is reached, its help may speak of the names of that time.
fn diagnostics(loader: &Loader<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = loader.diagnostics();
    for found in &mut diagnostics {
        if found.message.starts_with("Undefined macro") {
            (found.help, found.meant) = (None, None);
        }
    }
    diagnostics
}

fn shown_report(report: &FileReport) -> String {
    let errors: Vec<_> = report.errors().iter().map(|one| shown_error(one)).collect();
    let warnings: Vec<_> = report
        .warnings()
        .iter()
        .map(|one| shown_warning(one))
        .collect();
    let labels = report.diagnostics().into_iter();
    let labels: Vec<_> = labels.map(|found| (found.code, found.labels)).collect();
    format!(
        "{errors:?}{warnings:?}{labels:?}{:?}{:?}",
        report.schema(),
        report.items()
    )
}

fn shown_error(error: &LoadError) -> impl Debug {
    let locations = format!("{:?}", error.context.locations());
    (error.code, error.message.clone(), locations)
}

fn shown_warning(warning: &LoadWarning) -> impl Debug {
    let locations = format!("{:?}", warning.context.locations());
    (
        warning.code,
        warning.message.clone(),
        warning.deprecated_field,
        locations,
    )
}

fn shown_ruleset(ruleset: &Ruleset) -> Vec<String> {
    let mut parts = vec![
        format!("{:?}", ruleset.required_engine_version),
        format!("{:?}", ruleset.lists),
    ];
    for found in &ruleset.macros {
        let mut found = found.clone();
        let span = std::mem::take(&mut found.condition_span);
        parts.push(format!("{found:?}{}", shown_condition(span, ruleset)));
    }
    parts.extend(ruleset.rules.iter().map(|rule| shown_rule(rule, ruleset)));
    parts
}

fn shown_rule(rule: &Rule, ruleset: &Ruleset) -> String {
    let mut rest = rule.clone();
    rest.condition_span = Span::default();
    rest.condition = Condition::Or(Vec::new());
    let written = shown_condition(rule.condition_span, ruleset);
    let checked = placed(&rule.condition, ruleset);
    format!("{rest:?}{written}{checked}")
}

fn shown_condition(span: Span, ruleset: &Ruleset) -> String {
    format!(
        "{}{}",
        placed(&span, ruleset),
        placed(&ruleset.tree(span), ruleset)
    )
}

/// Spans in conditions count from wherever their text came to lie; what they stand for is the same.
fn placed(value: &impl Debug, ruleset: &Ruleset) -> String {
    let text = format!("{value:?}");
    let place = |found: &Captures<'_>| {
        let offset = |group: usize| found[group].parse().unwrap();
        let (start, end): (usize, usize) = (offset(1), offset(2));
        let span = Span::new(start, end);
        format!(
            "{} {:?} {:?}",
            end.saturating_sub(start),
            ruleset.origin(span),
            ruleset.labels(span)
        )
    };
    SPAN.replace_all(&text, place).into_owned()
}
