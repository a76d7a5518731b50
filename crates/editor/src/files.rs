//! The files of a ruleset, as they are while somebody writes them.

use std::collections::HashMap;

use falconet_diagnostics::render::Place;
use falconet_diagnostics::{Label, Source, SourceId, Sources, Span};

use crate::nodes::Nodes;
use crate::outline::{Item, ItemKind, Key, Outline};
use crate::scalar::Scalar;

/// The files of a ruleset in load order.
#[derive(Debug, Default)]
pub struct Files {
    sources: Sources,
    outlines: Vec<Outline>,
    /// The files and items that define a name, in order: of each kind by name.
    defined: HashMap<ItemKind, HashMap<String, Vec<(usize, usize)>>>,
}

/// A file of a ruleset.
#[derive(Clone, Copy, Debug)]
pub struct File<'f> {
    /// Its id among all.
    pub id: SourceId,
    source: &'f Source,
    /// Its items.
    pub outline: &'f Outline,
}

/// A place in a file.
#[derive(Clone, Copy, Debug)]
pub struct Location<'f> {
    /// The file.
    pub file: File<'f>,
    /// Bytes before the place.
    pub offset: usize,
}

impl Files {
    /// Reads files, by name and text.
    pub fn of<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        let mut all = Self::default();
        for (name, text) in files {
            all.sources.add(name, text);
            all.outlines.push(Outline::of(text));
        }
        all.defined = all.index();
        all
    }

    fn index(&self) -> HashMap<ItemKind, HashMap<String, Vec<(usize, usize)>>> {
        let mut defined: HashMap<_, HashMap<_, Vec<_>>> = HashMap::new();
        for (number, file) in self.iter().enumerate() {
            for (at, item) in file.outline.items.iter().enumerate() {
                if let Some(named) = Named::of(file, item) {
                    let names = defined.entry(named.kind).or_default();
                    names.entry(named.name).or_default().push((number, at));
                }
            }
        }
        defined
    }

    /// The files in order.
    pub fn iter(&self) -> impl Iterator<Item = File<'_>> {
        let files = self.sources.iter().zip(&self.outlines).zip(0..);
        files.map(|((source, outline), id)| File {
            id: SourceId(id),
            source,
            outline,
        })
    }

    /// A place in the file of that name; one behind its end is the end, one inside of a character before it.
    pub fn locate(&self, name: &str, offset: usize) -> Option<Location<'_>> {
        let file = self.iter().find(|file| file.name() == name)?;
        let offset = file.text().floor_char_boundary(offset);
        Some(Location { file, offset })
    }

    /// A label as a place.
    pub fn place(&self, label: &Label) -> Option<Place> {
        Place::of(label, &self.sources)
    }

    /// Every item that has a name, of that kind.
    pub(crate) fn items(&self, kind: ItemKind) -> impl Iterator<Item = Named<'_>> {
        self.iter()
            .flat_map(File::named)
            .filter(move |named| named.kind == kind)
    }

    /// Every item of that kind and name.
    pub(crate) fn definitions(
        &self,
        kind: ItemKind,
        name: &str,
    ) -> impl Iterator<Item = Named<'_>> {
        let defined = self.defined.get(&kind).and_then(|names| names.get(name));
        let defined = defined.map_or(&[][..], Vec::as_slice).iter();
        defined.filter_map(|(number, at)| {
            let file = self.file(*number)?;
            Named::of(file, file.outline.items.get(*at)?)
        })
    }

    fn file(&self, number: usize) -> Option<File<'_>> {
        self.iter().nth(number)
    }

    /// Whether there is one.
    pub(crate) fn defines(&self, kind: ItemKind, name: &str) -> bool {
        self.definitions(kind, name).next().is_some()
    }

    /// The names of that kind, in no order.
    pub(crate) fn names(&self, kind: ItemKind) -> impl Iterator<Item = &str> {
        let names = self.defined.get(&kind).into_iter();
        names.flat_map(HashMap::keys).map(String::as_str)
    }
}

impl<'f> File<'f> {
    /// Its name.
    pub fn name(self) -> &'f str {
        self.source.name()
    }

    /// Its text.
    pub fn text(self) -> &'f str {
        self.source.text()
    }

    /// A place in it.
    pub(crate) fn label(self, span: Span) -> Label {
        Label {
            source: self.id,
            span,
            text: String::new(),
        }
    }

    /// The value of a key that is one scalar.
    pub(crate) fn value(self, key: &Key) -> Scalar {
        Scalar::of(self.text(), key.value)
    }

    /// The value of a key of an item that is a list or a mapping.
    pub(crate) fn nodes(self, item: &Item, key: &Key) -> Nodes<'f> {
        Nodes::of(self.text(), key.value, item.is_flow)
    }

    /// Its items that have names.
    pub(crate) fn named(self) -> impl Iterator<Item = Named<'f>> {
        let items = self.outline.items.iter();
        items.filter_map(move |item| Named::of(self, item))
    }
}

/// An item with its name.
#[derive(Clone, Debug)]
pub(crate) struct Named<'f> {
    pub(crate) file: File<'f>,
    pub(crate) item: &'f Item,
    pub(crate) kind: ItemKind,
    pub(crate) name: String,
    /// Where the name stands.
    pub(crate) span: Span,
}

impl<'f> Named<'f> {
    pub(crate) fn of(file: File<'f>, item: &'f Item) -> Option<Self> {
        let (kind, key) = item.naming()?;
        let value = file.value(key);
        let (start, name) = value.trimmed();
        (!name.is_empty()).then(|| Self {
            file,
            item,
            kind,
            name: name.to_owned(),
            span: value.place(start, start + name.len()),
        })
    }

    /// Where its name stands.
    pub(crate) fn label(&self) -> Label {
        self.file.label(self.span)
    }

    /// The value of one of its keys on one line.
    pub(crate) fn line(&self, key: &str) -> Option<String> {
        let value = self.file.value(self.item.key(key)?);
        Some(
            value
                .text()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
        )
    }
}
