//! What the word at a place is.

use falconet_condition::words::{WordKind, words};
use falconet_diagnostics::{Label, Span};

use crate::context::{Slot, context};
use crate::files::{Files, Location};
use crate::outline::{Item, ItemKind, Key};
use crate::scalar::{condition_words, elements};

/// What a word is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SubjectKind {
    /// A key of an item.
    Key,
    /// A rule, a macro or a list: where it is defined, or where it is used.
    Item(ItemKind),
    /// A field, without its argument.
    Field,
    /// An operator, a modifier or a transformer.
    Word,
    /// The name of a source.
    Source,
    /// A value that a field is compared with, which may be empty.
    Value { field: String },
}

/// A word at a place.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    pub(crate) kind: SubjectKind,
    pub(crate) name: String,
    pub(crate) label: Label,
}

/// The word at a place, or that ends there; nothing if nothing is known of it.
pub(crate) fn subject(files: &Files, at: Location<'_>) -> Option<Subject> {
    let item = at.file.outline.at(at.offset)?;
    let holds = |span: Span| span.start <= at.offset && at.offset <= span.end;
    if let Some(key) = item.keys.iter().find(|key| holds(key.span)) {
        return Some(found(SubjectKind::Key, &key.name, at, key.span));
    }
    let key = item.keys.iter().find(|key| holds(key.value))?;
    let look = Look {
        files,
        at,
        item,
        key,
    };
    let (kind, name, span) = look.look()?;
    Some(found(kind, &name, at, span))
}

fn found(kind: SubjectKind, name: &str, at: Location<'_>, span: Span) -> Subject {
    Subject {
        kind,
        name: name.to_owned(),
        label: at.file.label(span),
    }
}

struct Look<'f> {
    files: &'f Files,
    at: Location<'f>,
    item: &'f Item,
    key: &'f Key,
}

type Found = Option<(SubjectKind, String, Span)>;

impl Look<'_> {
    fn look(&self) -> Found {
        match &*self.key.name {
            "condition" => self.in_condition(),
            "output" => self.in_output(),
            "items" => self.element(SubjectKind::Value {
                field: String::new(),
            }),
            "exceptions" => self.in_exceptions(),
            "source" => self.element(SubjectKind::Source),
            _ => self.name(),
        }
    }

    /// The place in the value of the key.
    fn offset(&self) -> usize {
        self.at.offset - self.key.value.start
    }

    fn span(&self, start: usize, length: usize) -> Span {
        let start = self.key.value.start + start;
        Span::new(start, start + length)
    }

    /// The name of the item itself.
    fn name(&self) -> Found {
        let mut named = self.at.file.named();
        let named = named.find(|named| named.item == self.item)?;
        let is_inside = named.span.start <= self.at.offset && self.at.offset <= named.span.end;
        is_inside.then_some((SubjectKind::Item(named.kind), named.name, named.span))
    }

    fn in_condition(&self) -> Found {
        let text = self.at.file.value(self.key);
        let list = self.list_in(condition_words(&text));
        list.or_else(|| self.word_of(&text))
    }

    /// The word of a condition.
    fn word_of(&self, text: &str) -> Found {
        let offset = self.offset();
        let mut field = String::new();
        let mut touching = None;
        for word in words(text).all {
            let written = text.get(word.span.start..word.span.end).unwrap_or_default();
            let mut name = written.trim_end_matches('(');
            if word.kind == WordKind::Field {
                name = bare(written);
                name.clone_into(&mut field);
            }
            if word.span.start > offset || offset > word.span.end {
                continue;
            }
            if let Some(kind) = kind_of(word.kind, &field) {
                let span = self.span(word.span.start, name.len());
                touching = Some((kind, name.to_owned(), span));
            }
        }
        touching
    }

    fn in_output(&self) -> Found {
        let text = self.at.file.value(self.key);
        let offset = self.offset();
        let start = text.get(..offset)?.rfind('%')?;
        let rest = text.get(start + 1..)?;
        let ends = |sign: char| !(sign.is_ascii_alphanumeric() || matches!(sign, '.' | '_'));
        let name = rest.get(..rest.find(ends).unwrap_or(rest.len()))?;
        let is_inside = !name.is_empty() && offset <= start + 1 + name.len();
        is_inside.then(|| {
            (
                SubjectKind::Field,
                name.to_owned(),
                self.span(start + 1, name.len()),
            )
        })
    }

    fn in_exceptions(&self) -> Found {
        let slot = context(self.at).slot;
        let Slot::Value {
            nested: Some(nested),
            ..
        } = slot
        else {
            return None;
        };
        self.element(match &*nested {
            "fields" => SubjectKind::Field,
            "comps" => SubjectKind::Word,
            _ => SubjectKind::Value {
                field: String::new(),
            },
        })
    }

    /// The element of lists at the place: a list, or else that.
    fn element(&self, kind: SubjectKind) -> Found {
        let text = self.at.file.value(self.key);
        if let Some(list) = self.list_in(elements(&text)) {
            return Some(list);
        }
        let (start, word) = self.touching(elements(&text))?;
        let name = if kind == SubjectKind::Field {
            bare(word)
        } else {
            word
        };
        Some((kind, name.to_owned(), self.span(start, name.len())))
    }

    fn list_in<'t>(&self, words: impl Iterator<Item = (usize, &'t str)>) -> Found {
        let (start, word) = self.touching(words)?;
        let is_list = self.files.defines(ItemKind::List, word);
        is_list.then(|| {
            let kind = SubjectKind::Item(ItemKind::List);
            (kind, word.to_owned(), self.span(start, word.len()))
        })
    }

    fn touching<'t>(
        &self,
        mut words: impl Iterator<Item = (usize, &'t str)>,
    ) -> Option<(usize, &'t str)> {
        let offset = self.offset();
        words.find(|(start, word)| *start <= offset && offset <= start + word.len())
    }
}

fn kind_of(kind: WordKind, field: &str) -> Option<SubjectKind> {
    Some(match kind {
        WordKind::Field => SubjectKind::Field,
        WordKind::Macro => SubjectKind::Item(ItemKind::Macro),
        WordKind::Operator(_) | WordKind::Modifier(_) | WordKind::Transformer(_) => {
            SubjectKind::Word
        }
        WordKind::Value => SubjectKind::Value {
            field: field.to_owned(),
        },
        WordKind::Logic | WordKind::Sign | WordKind::Stray => return None,
    })
}

/// A field without its argument.
pub(crate) fn bare(field: &str) -> &str {
    field.split('[').next().unwrap_or_default()
}
