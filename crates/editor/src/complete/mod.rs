//! What may be written at a place.

mod condition;
mod keys;
mod values;

use falconet_diagnostics::{Label, Span};
use falconet_event::catalogue::Catalogue;

use crate::context::{Context, Slot, context, head};
use crate::documentation as known;
use crate::files::{Files, Location};
use crate::hover::sources_at;
use crate::limits::MOST_COMPLETIONS;
use crate::outline::{Item, ItemKind, Key};
use crate::samples::Samples;
use crate::scalar::Scalar;
use crate::written;

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
        item: context.item,
        samples,
        catalogue,
        sources: sources_at(files, at, catalogue),
    };
    let found = asker.proposals(&context);
    asker.chosen(found)
}

/// What values may stand in.
const QUOTES: [char; 2] = ['"', '\''];

/// Proposals, what they take the place of, and what that says.
#[derive(Debug)]
pub(crate) struct Proposals {
    replaced: Span,
    written: String,
    items: Vec<Completion>,
}

/// Who wants to know.
pub(crate) struct Asker<'a> {
    pub(crate) files: &'a Files,
    pub(crate) at: Location<'a>,
    pub(crate) item: Option<&'a Item>,
    pub(crate) samples: &'a Samples,
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) sources: Vec<&'a falconet_event::catalogue::Source>,
}

impl Asker<'_> {
    fn proposals(&self, context: &Context<'_>) -> Proposals {
        match &context.slot {
            Slot::Item { has_dash } => self.items(*has_dash),
            Slot::Key { inside, nodes } => self.of_word(self.keys(*inside, nodes)),
            Slot::Value {
                key,
                nested,
                scalar,
                nodes,
            } => match (*key, *nested) {
                ("condition", _) => self.in_condition(scalar),
                ("output", _) => self.in_output(scalar),
                ("exceptions", Some(nested)) => self.in_exception(nested, scalar, nodes),
                ("override", Some(key)) => self.whole(scalar, self.operations(key)),
                (_, None) => self.whole(scalar, self.of_key(key)),
                _ => self.nothing(),
            },
            Slot::Nothing => self.nothing(),
        }
    }

    fn of_key(&self, key: &str) -> Vec<Completion> {
        match key {
            "items" => self.named(ItemKind::List),
            "source" => self.source_names(),
            "priority" => values::priorities(),
            "tags" => self.tags(),
            "rule" => self.defined_before(ItemKind::Rule),
            "macro" => self.defined_before(ItemKind::Macro),
            "list" => self.defined_before(ItemKind::List),
            "enabled" | "append" | "skip-if-unknown-filter" | "warn_evttypes" | "capture" => {
                values::plain(&["true", "false"])
            }
            _ => Vec::new(),
        }
    }

    /// The names of items that an item can add to, if it does: a new one has a new name.
    fn defined_before(&self, kind: ItemKind) -> Vec<Completion> {
        let adds = |item: &Item| {
            ["append", "override"]
                .iter()
                .any(|key| item.key(key).is_some())
        };
        match self.item {
            Some(item) if adds(item) => self.named(kind),
            _ => Vec::new(),
        }
    }

    fn nothing(&self) -> Proposals {
        self.in_place_of("", Vec::new())
    }

    /// Proposals for what is written before the place.
    fn in_place_of(&self, written: &str, items: Vec<Completion>) -> Proposals {
        Proposals {
            replaced: Span::new(self.at.offset - written.len(), self.at.offset),
            written: written.to_owned(),
            items,
        }
    }

    /// Proposals for the word before the place.
    fn of_word(&self, items: Vec<Completion>) -> Proposals {
        let before = head(self.at);
        let start = before.trim_end_matches(is_word).len();
        self.in_place_of(before.get(start..).unwrap_or_default(), items)
    }

    /// Proposals for a whole scalar, whose quotes they bring.
    fn whole(&self, scalar: &Scalar, mut items: Vec<Completion>) -> Proposals {
        for item in &mut items {
            item.insert = written::scalar(&item.insert, scalar.style);
        }
        let start = scalar.span.start.min(self.at.offset);
        let quote = scalar.style.quote();
        let is_closed = quote.is_some_and(|quote| self.behind().starts_with(quote));
        Proposals {
            replaced: Span::new(start, self.at.offset + usize::from(is_closed)),
            written: scalar.text().to_owned(),
            items,
        }
    }

    /// Proposals for the end of what a scalar says. A quote that stands behind the place and closes what begins with one, as
    /// editors put it there, is replaced as well: what is proposed brings its own.
    fn end_of(&self, scalar: &Scalar, written: &str, mut items: Vec<Completion>) -> Proposals {
        for item in &mut items {
            item.insert = written::inside(&item.insert, scalar.style);
        }
        let end = scalar.text().len();
        let start = match written {
            "" => self.at.offset,
            written => scalar.place(end - written.len(), end).start,
        };
        let end = self.closed_behind(written).unwrap_or(self.at.offset);
        Proposals {
            replaced: Span::new(start, end),
            written: written.to_owned(),
            items,
        }
    }

    /// Where the quote ends that closes what is written.
    fn closed_behind(&self, written: &str) -> Option<usize> {
        let opening = written
            .chars()
            .next()
            .filter(|sign| QUOTES.contains(sign))?;
        let scalar = self.at.file.value(self.key()?);
        let offset = scalar.offset(self.at.offset)?;
        let is_closed = scalar.text().get(offset..)?.starts_with(opening);
        is_closed.then(|| scalar.place(offset, offset + 1).end)
    }

    /// The key of the item whose value the place is in.
    fn key(&self) -> Option<&Key> {
        let mut keys = self.item?.keys.iter().rev();
        keys.find(|key| key.value.start <= self.at.offset)
    }

    fn behind(&self) -> &str {
        self.at
            .file
            .text()
            .get(self.at.offset..)
            .unwrap_or_default()
    }

    /// Those that what is written may become, if they are too many. Nothing takes the place of several lines.
    fn chosen(&self, found: Proposals) -> Completions {
        let Proposals {
            replaced,
            written,
            mut items,
        } = found;
        let text = self.at.file.text().get(replaced.range());
        if text.is_none_or(|text| text.contains('\n')) {
            items.clear();
        }
        let is_incomplete = items.len() > MOST_COMPLETIONS;
        if is_incomplete {
            let written = written.trim_start_matches(QUOTES).to_lowercase();
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
            label: self.at.file.label(replaced),
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
    is_letter(sign) || "_-".contains(sign)
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
