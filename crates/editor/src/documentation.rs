//! What there is to know of a word, as Markdown.

use std::collections::HashSet;

use falconet_event::catalogue::{ArgumentSpec, Catalogue, FieldSpec, Page, Source, SourceKind};
use falconet_lint::aws;
use falconet_ruleset::vocabulary::{self, Word};

use crate::files::{Files, Named};
use crate::limits::{MOST_SHOWN, MOST_SOURCES};
use crate::markdown::{code, code_block};
use crate::outline::ItemKind;
use crate::scalar::Scalar;

/// Keys, with what belongs there.
pub(crate) const KEYS: &[(&str, &str)] = &[
    ("rule", "the name of a rule: alerts carry it"),
    ("macro", "the name of a condition that other conditions use"),
    ("list", "the name of values that conditions use"),
    ("condition", "what an event must be like"),
    (
        "output",
        "what an alert says; `%field` stands for the field's value",
    ),
    ("desc", "what the rule is for"),
    ("priority", "how grave it is"),
    ("source", "the event source that the rule is about"),
    ("tags", "words to find the rule by"),
    ("items", "the values of a list"),
    ("enabled", "false: the rule judges nothing"),
    ("exceptions", "events that the rule does not mean"),
    (
        "override",
        "which keys are appended or replaced in an item that is there already",
    ),
    (
        "append",
        "true: adds to an item that is there already; `override` says it more clearly",
    ),
    (
        "skip-if-unknown-filter",
        "true: a rule with a field that there is not is left out, and is no error",
    ),
    (
        "warn_evttypes",
        "false: no warning that the condition names no event type",
    ),
    ("capture", "true: Falco writes a capture file"),
    ("capture_duration", "milliseconds of a capture"),
    (
        "required_engine_version",
        "the oldest engine that the rules are for",
    ),
    (
        "required_plugin_versions",
        "the oldest plugins that the rules are for",
    ),
    ("name", "the name of an exception, or of a plugin"),
    ("fields", "the fields that an exception tests"),
    ("comps", "how it tests each field: `=` if nothing is said"),
    ("values", "what it excepts: a value for each field"),
    ("version", "the version of a plugin"),
    ("alternatives", "other plugins that do as well"),
];

/// What belongs to a key.
pub(crate) fn of_key(name: &str) -> Option<String> {
    let (_, meaning) = KEYS.iter().find(|(key, _)| *key == name)?;
    Some(page(name, "key", meaning, &[]))
}

/// The sources of these names; all that have events, if there is none of them.
pub(crate) fn sources<'c>(catalogue: &'c Catalogue, names: &HashSet<String>) -> Vec<&'c Source> {
    let all = catalogue.sources.iter();
    let wanted: Vec<_> = all
        .clone()
        .filter(|source| names.contains(&*source.name))
        .collect();
    if !wanted.is_empty() {
        return wanted;
    }
    all.filter(|source| source.kind != SourceKind::Silent)
        .collect()
}

/// Every field of these sources once, with its page.
pub(crate) fn fields<'c>(sources: &[&'c Source]) -> Vec<(&'c FieldSpec, Page)> {
    let mut seen: Vec<&str> = Vec::new();
    let mut all = Vec::new();
    for provider in sources.iter().flat_map(|source| &source.providers) {
        if !seen.contains(&&*provider.name) {
            seen.push(&provider.name);
            all.extend(provider.pages());
        }
    }
    all
}

/// What a field is.
pub(crate) fn of_field(name: &str, sources: &[&Source]) -> Option<String> {
    let all = fields(sources);
    let (field, page) = all.into_iter().find(|(field, _)| field.name == name)?;
    Some(field_page(field, &page))
}

/// What a field is, with its page.
pub(crate) fn field_page(field: &FieldSpec, found: &Page) -> String {
    let mut rest: Vec<String> = Vec::new();
    if let Some(argument) = field.argument {
        rest.push(format!(
            "takes {}: {}",
            argument_of(argument),
            code(&found.usage)
        ));
    }
    if !found.paths.is_empty() {
        let paths: Vec<_> = found.paths.iter().map(|path| code(path)).collect();
        rest.push(format!("read from {}", paths.join(", ")));
    }
    rest.extend(found.notes.iter().map(|note| (*note).to_owned()));
    let example = found
        .example
        .as_ref()
        .filter(|example| !example.value.is_empty());
    rest.extend(example.map(|example| format!("such as {}", code(&example.value))));
    page(&field.name, &type_of(field), &field.description, &rest)
}

/// The type of a field in words.
pub(crate) fn type_of(field: &FieldSpec) -> String {
    let list = if field.is_list { " list" } else { "" };
    format!("{}{list}", field.value_type.word())
}

/// What an argument is in words.
const fn argument_of(spec: ArgumentSpec) -> &'static str {
    match (spec.required, spec.key) {
        (true, true) => "a key, always",
        (true, false) => "an index, always",
        (false, true) => "a key",
        (false, false) => "an index",
    }
}

/// What an operator, a modifier or a transformer is.
pub(crate) fn of_word(name: &str) -> Option<String> {
    let mut all = vocabulary::operators().chain(vocabulary::transformers());
    all.find(|word| word.name == name)
        .map(|word| word_page(&word))
}

/// The same of a word that was found.
pub(crate) fn word_page(word: &Word) -> String {
    let mut rest: Vec<String> = word.notes.iter().map(|note| (*note).to_owned()).collect();
    rest.extend(
        word.example
            .map(|example| format!("such as {}", code(example))),
    );
    let kind = match word.yields {
        Some(yields) => format!("{} → {yields}", word.takes.join(", ")),
        None => word.takes.join(", "),
    };
    page(word.name, &kind, word.meaning, &rest)
}

/// What a source is.
pub(crate) fn of_source(name: &str, catalogue: &Catalogue) -> Option<String> {
    let source = catalogue
        .sources
        .iter()
        .find(|source| source.name == name)?;
    let events = [format!("its events are {}", source.kind.recognised())];
    Some(page(name, "source", source.kind.events(), &events))
}

/// Which sources have an event of that name.
pub(crate) fn of_event(name: &str) -> Option<String> {
    let known = aws::Catalogue::builtin();
    let sources = known.sources_of(name);
    let shown: Vec<_> = sources
        .iter()
        .take(MOST_SOURCES)
        .map(|source| code(source))
        .collect();
    let more = match sources.len().saturating_sub(MOST_SOURCES) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let meaning = format!("written by {}{more}", shown.join(", "));
    (!sources.is_empty()).then(|| page(name, "event", &meaning, &[]))
}

/// What a macro, a list or a rule is: all of its definitions.
pub(crate) fn of_item(kind: ItemKind, name: &str, files: &Files) -> Option<String> {
    let all: Vec<_> = files.definitions(kind, name).collect();
    let mut text = format!("**{}** · {}", code(name), kind.word());
    for named in all.iter().take(MOST_SHOWN) {
        let place = files.place(&named.label())?;
        let place = format!("{}:{}", place.file, place.line);
        for part in [code(&place), code_block(&definition(named))] {
            text.push_str("\n\n");
            text.push_str(&part);
        }
    }
    if all.len() > MOST_SHOWN {
        text.push_str("\n\nand ");
        text.push_str(&(all.len() - MOST_SHOWN).to_string());
        text.push_str(" more");
    }
    (!all.is_empty()).then_some(text)
}

/// What a definition says.
fn definition(named: &Named<'_>) -> String {
    let key = match named.kind {
        ItemKind::List => "items",
        ItemKind::Macro | ItemKind::Rule => "condition",
    };
    let key = named.item.key(key);
    let text = key.map(|key| named.file.value(key));
    let lines = text.as_ref().map_or("", Scalar::text).lines();
    let lines = lines.map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

fn page(name: &str, kind: &str, meaning: &str, rest: &[String]) -> String {
    let mut text = format!("**{}** · {kind}\n\n{meaning}", code(name));
    if !rest.is_empty() {
        text.push_str("\n\n");
    }
    let lines: Vec<_> = rest.iter().map(|line| format!("- {line}")).collect();
    text.push_str(&lines.join("\n"));
    text
}
