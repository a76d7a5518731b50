//! Values: those that fields had, those that AWS writes, and names.

use std::collections::HashSet;

use falconet_condition::words::{WordKind, words};
use falconet_event::catalogue::SourceKind;
use falconet_lint::aws;
use falconet_ruleset::Priority;

use super::{Asker, Completion, CompletionKind, completion};
use crate::files::Named;
use crate::outline::ItemKind;
use crate::scalar::Style;
use crate::written;

/// How values of a condition are written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Values {
    /// The quote that is begun.
    pub(super) begun: Option<char>,
    /// How the condition itself is written.
    pub(super) style: Style,
    /// Whether the condition stands in braces.
    pub(super) is_flow: bool,
}

impl Values {
    fn completion(self, value: &str, kind: CompletionKind) -> Completion {
        Completion {
            insert: self.written(value),
            ..completion(value, kind)
        }
    }

    /// A value in the quotes that are begun, or, if it needs some, in those that the condition itself does not stand in.
    fn written(self, value: &str) -> String {
        let is_bare = value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-./:@*".contains(&byte));
        if self.begun.is_none() && is_bare && !value.is_empty() && !value.ends_with(':') {
            return value.to_owned();
        }
        let other = if self.style == Style::Double {
            '\''
        } else {
            '"'
        };
        let quote = self.begun.unwrap_or(other);
        written::quoted_value(value, quote, self.style, self.is_flow)
    }
}

fn times(count: u64) -> String {
    match count {
        1 => "seen once".to_owned(),
        many => format!("seen {many} times"),
    }
}

impl Asker<'_> {
    /// Values that a field had in samples.
    pub(super) fn seen(&self, field: &str, values: Values) -> Vec<Completion> {
        let seen = self.samples.of(field).iter();
        let seen = seen.map(|(value, count)| Completion {
            detail: Some(times(*count)),
            ..values.completion(value, CompletionKind::Value)
        });
        seen.collect()
    }

    /// Values of a field that are known, but for those that it had in samples; `before` is the condition up to there.
    pub(super) fn known(&self, field: &str, before: &str, values: Values) -> Vec<Completion> {
        let kind = match field {
            "ct.name" => CompletionKind::Event,
            _ => CompletionKind::Value,
        };
        let known = self.known_values(field, before).into_iter();
        let others = known.filter(|value| !self.samples.has(field, value));
        others.map(|value| values.completion(value, kind)).collect()
    }

    fn known_values(&self, field: &str, before: &str) -> Vec<&'static str> {
        let is_cloudtrail = self
            .sources
            .iter()
            .any(|source| source.kind == SourceKind::CloudTrail);
        let known = aws::Catalogue::builtin();
        match field {
            _ if !is_cloudtrail => Vec::new(),
            "ct.name" => events(known, before),
            "ct.src" => known.sources().map(aws::Source::name).collect(),
            "ct.shortsrc" => known.sources().map(aws::Source::short).collect(),
            _ => aws::words_of(field).to_vec(),
        }
    }

    /// What is defined under that kind of item, each name once.
    pub(super) fn named(&self, kind: ItemKind) -> Vec<Completion> {
        let mut names = HashSet::new();
        let is_here = |named: &Named<'_>| {
            let span = named.span;
            let holds = span.start <= self.at.offset && self.at.offset <= span.end;
            named.file.id == self.at.file.id && holds
        };
        let others = self.files.items(kind).filter(|named| !is_here(named));
        let others = others.filter(|named| names.insert(named.name.clone()));
        let told = others.map(|named| {
            let shown = match kind {
                ItemKind::List => named.line("items"),
                ItemKind::Macro => named.line("condition"),
                ItemKind::Rule => named.line("desc"),
            };
            Completion {
                detail: shown.map(|text| cut(&text)),
                ..completion(&named.name, kind_of(kind))
            }
        });
        told.collect()
    }

    pub(super) fn source_names(&self) -> Vec<Completion> {
        let sources = self.catalogue.sources.iter();
        let sources = sources.map(|source| Completion {
            detail: Some(source.kind.events().to_owned()),
            ..completion(&source.name, CompletionKind::Value)
        });
        sources.collect()
    }

    /// Tags that other rules have.
    pub(super) fn tags(&self) -> Vec<Completion> {
        let (mut names, mut all) = (HashSet::new(), Vec::new());
        for named in self.files.items(ItemKind::Rule) {
            let Some(key) = named.item.key("tags") else {
                continue;
            };
            let here = (named.file.id == self.at.file.id).then_some(self.at.offset);
            for node in named.file.nodes(named.item, key).all {
                let (tag, span) = node.trimmed();
                let is_here = here.is_some_and(|here| span.start <= here && here <= span.end);
                if !is_here && names.insert(tag.to_owned()) {
                    all.push(completion(tag, CompletionKind::Value));
                }
            }
        }
        all
    }
}

/// Names of events: those of the sources that the condition names before, if it does.
fn events(known: &'static aws::Catalogue, before: &str) -> Vec<&'static str> {
    let wanted = sources_in(before);
    let is_wanted = |source: &&aws::Source| {
        let mut wanted = wanted.iter();
        wanted.any(|name| *name == source.name() || *name == source.short())
    };
    let sources = known.sources().filter(is_wanted);
    let mut names: Vec<&str> = sources.flat_map(aws::Source::names).collect();
    if names.is_empty() {
        names = known.sources().flat_map(aws::Source::names).collect();
    }
    let mut seen = HashSet::new();
    names.retain(|name| seen.insert(*name));
    names
}

/// Values that a condition compares `ct.src` or `ct.shortsrc` with.
fn sources_in(before: &str) -> Vec<&str> {
    let mut is_source = false;
    let mut found = Vec::new();
    for word in words(before).all {
        let text = before
            .get(word.span.start..word.span.end)
            .unwrap_or_default();
        match word.kind {
            WordKind::Field => is_source = matches!(text, "ct.src" | "ct.shortsrc"),
            WordKind::Value if is_source => found.push(text.trim_matches(['"', '\''])),
            _ => {}
        }
    }
    found
}

/// These words.
pub(super) fn plain(words: &[&str]) -> Vec<Completion> {
    let words = words.iter();
    words
        .map(|word| completion(word, CompletionKind::Value))
        .collect()
}

pub(super) fn priorities() -> Vec<Completion> {
    let all = Priority::ALL.iter();
    all.map(|priority| completion(&priority.name().to_ascii_uppercase(), CompletionKind::Value))
        .collect()
}

const fn kind_of(kind: ItemKind) -> CompletionKind {
    match kind {
        ItemKind::Rule => CompletionKind::Rule,
        ItemKind::Macro => CompletionKind::Macro,
        ItemKind::List => CompletionKind::List,
    }
}

fn cut(text: &str) -> String {
    let end = text.floor_char_boundary(80);
    let rest = if end < text.len() { " …" } else { "" };
    format!("{}{rest}", text.get(..end).unwrap_or_default())
}
