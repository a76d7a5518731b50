//! What may be written at a place.

mod condition;
mod keys;
mod values;

use falconet_diagnostics::{Label, Span};
use falconet_event::catalogue::Catalogue;

use crate::context::{Context, Slot, context};
use crate::documentation as known;
use crate::files::{Files, Location};
use crate::hover::sources_at;
use crate::limits::MOST_COMPLETIONS;
use crate::outline::ItemKind;
use crate::samples::Samples;

/// What is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionKind {
    /// A whole item.
    Snippet,
    /// A key of an item.
    Key,
    /// A field of events.
    Field,
    /// An operator, a modifier, or a word that joins conditions.
    Operator,
    /// A transformer.
    Transformer,
    /// A macro.
    Macro,
    /// A list.
    List,
    /// A rule.
    Rule,
    /// The name of an event.
    Event,
    /// Another value.
    Value,
}

impl CompletionKind {
    /// The word for programs.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Snippet => "snippet",
            Self::Key => "key",
            Self::Field => "field",
            Self::Operator => "operator",
            Self::Transformer => "transformer",
            Self::Macro => "macro",
            Self::List => "list",
            Self::Rule => "rule",
            Self::Event => "event",
            Self::Value => "value",
        }
    }
}

/// A proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What it is called.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// A few words beside the label.
    pub detail: Option<String>,
    /// Markdown.
    pub documentation: Option<String>,
    /// What is written; of a [`CompletionKind::Snippet`] with places to fill in: `${1:text}`.
    pub insert: String,
}

impl Completion {
    /// Adds the definitions of what has a name. That takes a look at all files, so only what is proposed has them.
    fn document(&mut self, files: &Files) {
        let kind = match self.kind {
            CompletionKind::Macro => ItemKind::Macro,
            CompletionKind::List => ItemKind::List,
            _ => return,
        };
        self.documentation = known::of_item(kind, &self.label, files);
    }
}

/// What may be written at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completions {
    /// What they take the place of.
    pub label: Label,
    /// The proposals, the likelier first.
    pub items: Vec<Completion>,
    /// Whether there are others, which another letter may bring.
    pub is_incomplete: bool,
}

/// What may be written at a place. `samples` are values that fields had.
pub fn complete(
    files: &Files,
    at: Location<'_>,
    catalogue: &Catalogue,
    samples: &Samples,
) -> Completions {
    let context = context(at);
    let asker = Asker {
        files,
        at,
        samples,
        catalogue,
        sources: sources_at(files, at, catalogue),
    };
    let is_remark = asker.before().trim_start().starts_with('#');
    let found = if is_remark {
        asker.of_word(Vec::new())
    } else {
        asker.proposals(&context)
    };
    asker.chosen(found)
}

/// What values may stand in.
const QUOTES: [char; 2] = ['"', '\''];

/// Proposals, and how many bytes before the place they take the place of.
pub(crate) struct Proposals {
    replaced: usize,
    items: Vec<Completion>,
}

/// Who wants to know.
pub(crate) struct Asker<'a> {
    pub(crate) files: &'a Files,
    pub(crate) at: Location<'a>,
    pub(crate) samples: &'a Samples,
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) sources: Vec<&'a falconet_event::catalogue::Source>,
}

impl Asker<'_> {
    fn proposals(&self, context: &Context<'_>) -> Proposals {
        match &context.slot {
            Slot::Item { has_dash } => self.of_word(keys::items(*has_dash)),
            Slot::Key { inside } => self.of_word(keys::keys(context.item, inside.as_deref())),
            Slot::Value {
                key,
                nested,
                before,
            } => match (&**key, nested.as_deref()) {
                ("condition", _) => self.in_condition(before),
                ("output", _) => self.in_output(before),
                ("exceptions", Some(nested)) => self.in_exception(nested),
                ("override", Some(_)) => self.of_word(values::plain(&["append", "replace"])),
                (_, None) => self.of_word(self.of_key(key)),
                _ => self.of_word(Vec::new()),
            },
        }
    }

    fn of_key(&self, key: &str) -> Vec<Completion> {
        match key {
            "items" | "list" => self.named(ItemKind::List),
            "source" => self.source_names(),
            "priority" => values::priorities(),
            "tags" => self.tags(),
            "rule" => self.named(ItemKind::Rule),
            "macro" => self.named(ItemKind::Macro),
            "enabled" | "append" | "skip-if-unknown-filter" | "warn_evttypes" | "capture" => {
                values::plain(&["true", "false"])
            }
            _ => Vec::new(),
        }
    }

    /// Proposals for the word before the place.
    pub(crate) fn of_word(&self, items: Vec<Completion>) -> Proposals {
        let before = self.before();
        Proposals {
            replaced: before.len() - before.trim_end_matches(is_word).len(),
            items,
        }
    }

    /// The line up to the place.
    pub(crate) fn before(&self) -> &str {
        let before = self.at.file.text().get(..self.at.offset);
        let line = before.unwrap_or_default().rsplit('\n').next();
        line.unwrap_or_default()
    }

    /// Bytes of the quote that stands behind the place and closes what begins at `start`, as editors put it there: what is
    /// proposed brings its own.
    fn closed_behind(&self, start: usize) -> usize {
        let text = self.at.file.text();
        let first = |at: usize| text.get(at..).and_then(|rest| rest.chars().next());
        let opening = first(start).filter(|sign| QUOTES.contains(sign) && start < self.at.offset);
        let is_closed = opening.is_some() && opening == first(self.at.offset);
        usize::from(is_closed)
    }

    /// Those that what is written may become, if they are too many.
    fn chosen(
        &self,
        Proposals {
            replaced,
            mut items,
        }: Proposals,
    ) -> Completions {
        let start = self.at.offset - replaced;
        let end = self.at.offset + self.closed_behind(start);
        let is_incomplete = items.len() > MOST_COMPLETIONS;
        if is_incomplete {
            let written = self.at.file.text().get(start..self.at.offset);
            let written = written
                .unwrap_or_default()
                .trim_start_matches(QUOTES)
                .to_lowercase();
            let place = |item: &Completion| item.label.to_lowercase().find(&written);
            let (beginning, others): (Vec<_>, Vec<_>) = items
                .into_iter()
                .filter(|item| place(item).is_some())
                .partition(|item| place(item) == Some(0));
            items = beginning;
            items.extend(others);
            items.truncate(MOST_COMPLETIONS);
        }
        for item in &mut items {
            item.document(self.files);
        }
        Completions {
            label: self.at.file.label(Span::new(start, end)),
            items,
            is_incomplete,
        }
    }
}

/// Whether a sign may be part of a name. Tables of what letters there are take kilobytes.
pub(crate) const fn is_letter(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || !sign.is_ascii()
}

fn is_word(sign: char) -> bool {
    is_letter(sign) || "_-.".contains(sign)
}

pub(crate) fn completion(label: &str, kind: CompletionKind) -> Completion {
    Completion {
        label: label.to_owned(),
        kind,
        detail: None,
        documentation: None,
        insert: label.to_owned(),
    }
}

#[cfg(test)]
mod tests;
