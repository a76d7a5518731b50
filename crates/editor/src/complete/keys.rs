//! Keys and whole items.

use falconet_event::catalogue::{FieldSpec, Page, Source, SourceKind};
use falconet_ruleset::vocabulary::{Overridable, overridable};

use super::values::plain;
use super::{Asker, Completion, CompletionKind, Proposals, completion, is_word};
use crate::context::head;
use crate::documentation::{KEYS, fields, of_key};
use crate::nodes::Nodes;
use crate::outline::ItemKind;
use crate::written;

const RULE: &str = "rule: ${1:Name of the rule}\n  desc: ${2:What it is for.}\n  condition: ${3:ct.name = ConsoleLogin}\n  output: ${4:What happened} (user=%ct.user address=%ct.srcip region=%ct.region)\n  priority: ${5:WARNING}\n  source: aws_cloudtrail\n";
const MACRO: &str =
    "macro: ${1:name}\n  condition: (${2:ct.src = iam.amazonaws.com and not ct.error exists})\n";
const LIST: &str = "list: ${1:name}\n  items: [${2:alice, bob}]\n";
/// The blanks behind a dash.
const GAP: usize = 1;

const OF_RULES: &[&str] = &[
    "desc",
    "condition",
    "output",
    "priority",
    "source",
    "tags",
    "enabled",
    "exceptions",
    "override",
    "append",
    "skip-if-unknown-filter",
    "warn_evttypes",
    "capture",
    "capture_duration",
];
const OF_MACROS: &[&str] = &["condition", "override", "append"];
const OF_LISTS: &[&str] = &["items", "override", "append"];
const OF_FILES: &[&str] = &["required_engine_version", "required_plugin_versions"];
const OF_EXCEPTIONS: &[&str] = &["name", "fields", "comps", "values"];
const OF_PLUGINS: &[&str] = &["name", "version", "alternatives"];

impl Asker<'_> {
    /// Whole items, as deep as the others of the file are.
    pub(super) fn items(&self, has_dash: bool) -> Proposals {
        let content = head(self.at).trim_start();
        let behind = if has_dash {
            content.strip_prefix('-').unwrap_or_default()
        } else {
            content
        };
        let word = behind.trim_start();
        let gap = behind.len() - word.len();
        let (lead, depth) = if has_dash {
            let missing = GAP.saturating_sub(gap);
            (" ".repeat(missing), gap.saturating_sub(GAP))
        } else {
            let depth = self.missing_indent();
            (format!("{}- ", " ".repeat(depth)), depth)
        };
        let dash = if has_dash { "" } else { "- " };
        let written = word.get(word.trim_end_matches(is_word).len()..);
        let mut items = self.snippets();
        items.extend(OF_FILES.iter().map(|name| key(name)));
        for item in &mut items {
            item.label.insert_str(0, dash);
            item.insert = format!("{lead}{}", deeper(&item.insert, depth));
        }
        self.in_place_of(written.unwrap_or_default(), items)
    }

    /// Blanks before a new item, so that it is as deep as the first one.
    fn missing_indent(&self) -> usize {
        let head = head(self.at);
        let first = self.at.file.outline.items.first();
        let indent = head.len() - head.trim_start_matches(' ').len();
        first.map_or(0, |first| {
            let before = self
                .at
                .file
                .text()
                .get(..first.span.start)
                .unwrap_or_default();
            let line = before.rsplit('\n').next().unwrap_or_default();
            let blanks = line.chars().rev().take_while(|sign| *sign == ' ').count();
            blanks.saturating_sub(indent)
        })
    }

    fn snippets(&self) -> Vec<Completion> {
        let snippets = [
            ("rule", self.rule()),
            ("macro", self.macro_()),
            ("list", LIST.to_owned()),
        ];
        let snippets = snippets.map(|(name, insert)| Completion {
            detail: Some("a whole one".to_owned()),
            documentation: of_key(name),
            insert,
            ..completion(name, CompletionKind::Snippet)
        });
        snippets.into()
    }

    /// The source of new rules, if it is none of CloudTrail's.
    fn other_source(&self) -> Option<&Source> {
        let mut sources = self.sources.iter();
        let is_cloudtrail = |source: &&&Source| source.kind == SourceKind::CloudTrail;
        match sources.clone().find(is_cloudtrail) {
            Some(_) => None,
            None => sources.next().copied(),
        }
    }

    fn rule(&self) -> String {
        let Some(source) = self.other_source() else {
            return RULE.to_owned();
        };
        let (test, field) = example(source);
        format!(
            "rule: ${{1:Name of the rule}}\n  desc: ${{2:What it is for.}}\n  condition: ${{3:{test}}}\n  output: ${{4:What happened}} (%{field})\n  priority: ${{5:WARNING}}\n  source: {}\n",
            source.name
        )
    }

    fn macro_(&self) -> String {
        let Some(source) = self.other_source() else {
            return MACRO.to_owned();
        };
        let (test, _) = example(source);
        format!("macro: ${{1:name}}\n  condition: (${{2:{test}}})\n")
    }

    /// The keys that an item, or the value of one of its keys, has not got yet.
    pub(super) fn keys(&self, inside: Option<&str>, nodes: &Nodes<'_>) -> Vec<Completion> {
        let item = self.item;
        let kind = item.and_then(|item| item.naming()).map(|(kind, _)| kind);
        let has = |name: &str| match inside {
            Some(inside) => self.inside(inside).has(nodes.mapping, name),
            None => item.is_some_and(|item| item.key(name).is_some()),
        };
        let own: &[&str] = match (inside, kind) {
            (Some("exceptions"), _) => OF_EXCEPTIONS,
            (Some("required_plugin_versions"), _) => OF_PLUGINS,
            (Some(_), Some(kind)) => overridable(kind.word()).replace,
            (None, Some(ItemKind::Rule)) => OF_RULES,
            (None, Some(ItemKind::Macro)) => OF_MACROS,
            (None, Some(ItemKind::List)) => OF_LISTS,
            (_, None) => &[],
        };
        let missing = own.iter().filter(|name| !has(name));
        missing.map(|name| key(name)).collect()
    }

    /// What an override may do with a key.
    pub(super) fn operations(&self, key: &str) -> Vec<Completion> {
        let kind = self.item.and_then(|item| item.naming());
        let Overridable { append, replace } =
            kind.map_or(Overridable::NOTHING, |(kind, _)| overridable(kind.word()));
        let can = [("append", append), ("replace", replace)];
        let words: Vec<_> = can
            .into_iter()
            .filter(|(_, keys)| keys.contains(&key))
            .map(|(word, _)| word)
            .collect();
        plain(&words)
    }
}

/// A text whose lines but the first are so much deeper.
fn deeper(text: &str, depth: usize) -> String {
    let (lines, end) = match text.strip_suffix('\n') {
        Some(lines) => (lines, "\n"),
        None => (text, ""),
    };
    lines.replace('\n', &format!("\n{}", " ".repeat(depth))) + end
}

/// A condition that an event of a source may fulfil, and a field of it.
fn example(source: &Source) -> (String, String) {
    let all = fields(&[source]).into_iter();
    let mut own = all.filter(|(field, _)| !field.name.starts_with("evt."));
    let is_plain = |(field, page): &(&FieldSpec, Page)| {
        let has_example = page
            .example
            .as_ref()
            .is_some_and(|one| !one.value.is_empty());
        field.argument.is_none() && !field.is_list && has_example
    };
    let found = own.find(is_plain).and_then(|(field, page)| {
        let value = page.example?.value;
        let value = written::quoted_value(&value, '"', crate::scalar::Style::Plain, false);
        Some((format!("{} = {value}", field.name), field.name.to_string()))
    });
    found.unwrap_or_else(|| ("evt.num > 0".to_owned(), "evt.num".to_owned()))
}

fn key(name: &str) -> Completion {
    let meaning = KEYS.iter().find(|(key, _)| *key == name);
    Completion {
        detail: meaning.map(|(_, meaning)| (*meaning).to_owned()),
        insert: format!("{name}: "),
        ..completion(name, CompletionKind::Key)
    }
}
