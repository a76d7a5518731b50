//! `{"op": "list"}`: what a rule can be written with.

use falconet_event::catalogue::{ArgumentSpec, Catalogue, FieldSpec, Source};
use falconet_ruleset::vocabulary;
use serde::Serialize;

/// One entry of a listing; what does not apply is left out.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Item {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    value_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    argument: Option<&'static str>,
    description: String,
}

/// The listing of that name, or nothing if there is none.
pub(crate) fn items(what: &str, catalogue: &Catalogue) -> Option<Vec<Item>> {
    match what {
        "fields" => Some(fields(catalogue)),
        "sources" => Some(catalogue.sources.iter().map(source).collect()),
        "operators" => Some(words(vocabulary::operators())),
        "transformers" => Some(words(vocabulary::transformers())),
        _ => None,
    }
}

fn words(entries: impl Iterator<Item = (&'static str, &'static str)>) -> Vec<Item> {
    entries
        .map(|(name, description)| Item {
            name: name.to_owned(),
            description: description.to_owned(),
            ..Item::default()
        })
        .collect()
}

fn source(source: &Source) -> Item {
    let description = if source.plugin.is_empty() {
        "rules are loaded and never run".to_owned()
    } else {
        format!("events of the {} plugin", source.plugin)
    };
    Item {
        name: source.name.to_string(),
        description,
        ..Item::default()
    }
}

fn fields(catalogue: &Catalogue) -> Vec<Item> {
    let sources = catalogue
        .sources
        .iter()
        .filter(|source| !source.plugin.is_empty());
    sources.flat_map(fields_of).collect()
}

fn fields_of(source: &Source) -> impl Iterator<Item = Item> + '_ {
    let fields = source
        .providers
        .iter()
        .flat_map(|provider| &provider.fields);
    fields.map(|spec| field(source, spec))
}

fn field(source: &Source, spec: &FieldSpec) -> Item {
    let list = if spec.is_list { " list" } else { "" };
    Item {
        name: spec.name.to_string(),
        source: Some(source.name.to_string()),
        value_type: Some(format!("{}{list}", spec.value_type.word())),
        argument: spec.argument.map(argument),
        description: spec.description.to_string(),
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
