//! What the word at a place is.

use falconet_condition::words::{WordKind, words};
use falconet_diagnostics::{Label, Span};

use crate::files::{Files, Location};
use crate::outline::{Item, ItemKind, Key};
use crate::scalar::{condition_words, ends_word, mentions};

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

    /// The name of the item itself.
    fn name(&self) -> Found {
        let mut named = self.at.file.named();
        let named = named.find(|named| named.item == self.item)?;
        let is_inside = named.span.start <= self.at.offset && self.at.offset <= named.span.end;
        is_inside.then_some((SubjectKind::Item(named.kind), named.name, named.span))
    }

    fn in_condition(&self) -> Found {
        let scalar = self.at.file.value(self.key);
        let offset = scalar.offset(self.at.offset)?;
        let text = scalar.text();
        let found = self.list_at(text, offset);
        let (kind, start, name) = found.or_else(|| word_at(text, offset))?;
        let span = scalar.place(start, start + name.len());
        Some((kind, name.to_owned(), span))
    }

    /// The list whose name is there in a condition. Few have names of several words, and those are looked for everywhere.
    fn list_at<'t>(&self, text: &'t str, offset: usize) -> Option<Word<'t>> {
        let touches = |start: usize, name: &str| start <= offset && offset <= start + name.len();
        let mut words = condition_words(text);
        let word = words.find(|(start, word)| touches(*start, word));
        let plain = word.filter(|(_, word)| self.files.defines(ItemKind::List, word));
        let odd = || {
            let names = self.files.names(ItemKind::List);
            let mut odd = names.filter(|name| name.contains(ends_word));
            odd.find_map(|name| {
                let mut starts = mentions(text, name);
                let start = starts.find(|start| touches(*start, name))?;
                Some((start, text.get(start..start + name.len())?))
            })
        };
        let (start, name) = plain.or_else(odd)?;
        Some((SubjectKind::Item(ItemKind::List), start, name))
    }

    fn in_output(&self) -> Found {
        let scalar = self.at.file.value(self.key);
        let (text, offset) = (scalar.text(), scalar.offset(self.at.offset)?);
        let start = text.get(..offset)?.rfind('%')?;
        let rest = text.get(start + 1..)?;
        let ends = |sign: char| !(sign.is_ascii_alphanumeric() || matches!(sign, '.' | '_'));
        let name = rest.get(..rest.find(ends).unwrap_or(rest.len()))?;
        let is_inside = !name.is_empty() && offset <= start + 1 + name.len();
        is_inside.then(|| {
            let span = scalar.place(start + 1, start + 1 + name.len());
            (SubjectKind::Field, name.to_owned(), span)
        })
    }

    fn in_exceptions(&self) -> Found {
        let nodes = self.at.file.nodes(self.item, self.key);
        self.element(match nodes.at(self.at.offset)?.key {
            Some("fields") => SubjectKind::Field,
            Some("comps") => SubjectKind::Word,
            Some("values") => SubjectKind::Value {
                field: String::new(),
            },
            _ => return None,
        })
    }

    /// The element of lists at the place: a list, or else that.
    fn element(&self, kind: SubjectKind) -> Found {
        let nodes = self.at.file.nodes(self.item, self.key);
        let (text, span) = nodes.at(self.at.offset)?.trimmed();
        if self.files.defines(ItemKind::List, text) {
            return Some((SubjectKind::Item(ItemKind::List), text.to_owned(), span));
        }
        let name = if kind == SubjectKind::Field {
            bare(text)
        } else {
            text
        };
        let end = span.end - (text.len() - name.len());
        Some((kind, name.to_owned(), Span::new(span.start, end)))
    }
}

/// A word of a condition: what it is, and where it stands there.
type Word<'t> = (SubjectKind, usize, &'t str);

/// The word of a condition.
fn word_at(text: &str, offset: usize) -> Option<Word<'_>> {
    let mut field = "";
    let mut touching = None;
    for word in words(text).all {
        let written = text.get(word.span.start..word.span.end).unwrap_or_default();
        let mut name = written.trim_end_matches('(');
        if word.kind == WordKind::Field {
            name = bare(written);
            field = name;
        }
        if word.span.start > offset || offset > word.span.end {
            continue;
        }
        if let Some(kind) = kind_of(word.kind, field) {
            touching = Some((kind, word.span.start, name));
        }
    }
    touching
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
