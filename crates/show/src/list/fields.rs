//! The fields of events.

use std::collections::HashSet;

use falconet_event::catalogue::{
    ArgumentSpec, Catalogue, FieldSpec, Page, Provider, Source, SourceKind,
};
use serde::Serialize;

use super::table::{Entry, Item};

/// A field for programs.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FieldItem {
    name: String,
    usage: String,
    #[serde(rename = "type")]
    value_type: &'static str,
    is_list: bool,
    argument: Option<&'static str>,
    provider: String,
    sources: Vec<String>,
    description: String,
    paths: Vec<String>,
    notes: Vec<&'static str>,
    example: Option<ExampleItem>,
}

#[derive(Clone, Debug, Serialize)]
struct ExampleItem {
    source: String,
    event: String,
    value: String,
}

/// The fields of all sources, or of one, each once.
pub(super) fn entries(catalogue: &Catalogue, source: Option<&str>) -> Vec<Entry> {
    let sources: Vec<_> = catalogue
        .sources
        .iter()
        .filter(|found| found.kind != SourceKind::Silent || source.is_some())
        .collect();
    let mut seen = HashSet::new();
    let wanted = sources
        .iter()
        .filter(|found| source.is_none_or(|name| name == found.name));
    let providers =
        wanted.flat_map(|source| source.providers.iter().map(move |one| (*source, one)));
    let distinct = providers.filter(|(_, provider)| seen.insert(provider.name.clone()));
    distinct
        .flat_map(|(source, provider)| of_provider(source, provider, &sources))
        .collect()
}

fn of_provider(source: &Source, provider: &Provider, sources: &[&Source]) -> Vec<Entry> {
    let offers = |source: &&&Source| source.providers.iter().any(|one| one.name == provider.name);
    let names: Vec<_> = sources
        .iter()
        .filter(offers)
        .map(|source| source.name.to_string())
        .collect();
    let pages = provider.pages().into_iter();
    pages
        .map(|(field, page)| entry(field, page, provider, source, &names))
        .collect()
}

fn entry(
    field: &FieldSpec,
    page: Page,
    provider: &Provider,
    source: &Source,
    sources: &[String],
) -> Entry {
    let list = if field.is_list { " list" } else { "" };
    let argument = field.argument.map(argument);
    Entry {
        cells: vec![
            field.name.to_string(),
            format!("{}{list}", field.value_type.word()),
        ],
        meaning: field.description.to_string(),
        details: details(&page, argument, sources),
        item: Item::Field(Box::new(FieldItem {
            name: field.name.to_string(),
            value_type: field.value_type.word(),
            is_list: field.is_list,
            argument,
            provider: provider.name.to_string(),
            sources: sources.to_vec(),
            description: field.description.to_string(),
            example: page.example.map(|example| ExampleItem {
                source: source.name.to_string(),
                event: example.event(source.kind),
                value: example.value,
            }),
            usage: page.usage,
            paths: page.paths,
            notes: page.notes,
        })),
    }
}

fn details(page: &Page, argument: Option<&str>, sources: &[String]) -> Vec<(&'static str, String)> {
    let mut details = vec![("source", sources.join(", "))];
    details.extend(argument.map(|argument| ("takes", format!("{argument}: {}", page.usage))));
    details.extend(page.paths.iter().map(|path| ("reads", path.clone())));
    details.extend(page.notes.iter().map(|note| ("note", (*note).to_owned())));
    if let Some(example) = &page.example {
        let from = example.part().map(|part| format!(" from {part}"));
        details.push((
            "example",
            format!("{}{}", shown(&example.value), from.unwrap_or_default()),
        ));
    }
    details
}

fn shown(value: &str) -> &str {
    if value.is_empty() {
        "the empty text"
    } else {
        value
    }
}

const fn argument(spec: ArgumentSpec) -> &'static str {
    match (spec.required, spec.key) {
        (true, true) => "required key",
        (true, false) => "required index",
        (false, true) => "optional key",
        (false, false) => "optional index",
    }
}
