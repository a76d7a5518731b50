//! Which fields are wanted of a source's events, and how each is read.

use std::collections::HashMap;

use crate::accept::{self, Acceptance};
use crate::catalogue::{FieldRef, Source, SourceKind};
use crate::extract::{Direct, Paths, Recipe};
use crate::fields::Fields;
use crate::records::Ahead;
use crate::scan::ScanError;
use crate::scan::trie::{SlotId, Trie};

/// Index of a field in its [`Plan`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldId(u32);

impl FieldId {
    /// As an index.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Collects the wanted fields of a source.
#[derive(Debug)]
pub struct PlanBuilder<'s> {
    source: &'s Source,
    paths: Paths,
    ids: HashMap<FieldRef, FieldId>,
    recipes: Vec<Recipe>,
}

impl<'s> PlanBuilder<'s> {
    /// Wants nothing yet.
    pub fn new(source: &'s Source) -> Self {
        Self {
            source,
            paths: Paths::new(),
            ids: HashMap::new(),
            recipes: Vec::new(),
        }
    }

    /// Wants a field; the same field has the same id.
    pub fn field(&mut self, field: &FieldRef) -> FieldId {
        if let Some(id) = self.ids.get(field) {
            return *id;
        }
        let id = FieldId(u32::try_from(self.recipes.len()).unwrap_or(u32::MAX));
        self.recipes
            .push(Recipe::new(self.source, field, &mut self.paths));
        self.ids.insert(field.clone(), id);
        id
    }

    /// Whether some field depends on earlier events, so that every event must be scanned for it.
    pub fn needs_history(&self) -> bool {
        self.recipes.iter().any(Recipe::needs_history)
    }

    /// The finished plan.
    pub fn finish(mut self) -> Plan {
        let needs_history = self.needs_history();
        let gate = accept::Gate::new(self.source.kind, needs_history, &mut self.paths);
        Plan {
            kind: self.source.kind,
            source: self.source.name.as_bytes().to_vec(),
            plugin: self.source.plugin.as_bytes().to_vec(),
            records: self.paths.key(b"Records"),
            trie: self.paths.finish(),
            direct: self.recipes.iter().map(Recipe::direct).collect(),
            recipes: self.recipes,
            gate,
        }
    }
}

/// How to read the wanted fields from a record. Immutable; the memory is in [`Fields`].
#[derive(Clone, Debug)]
pub struct Plan {
    kind: SourceKind,
    source: Vec<u8>,
    plugin: Vec<u8>,
    records: SlotId,
    trie: Trie,
    recipes: Vec<Recipe>,
    /// By field.
    direct: Vec<Direct>,
    gate: accept::Gate,
}

impl Plan {
    /// Starts an event: checks that the record is a JSON value, in one pass, and notes where the wanted parts
    /// stand. After an error `fields` says nothing of the record.
    pub fn scan(&self, record: &[u8], fields: &mut Fields) -> Result<(), ScanError> {
        let trimmed = self.trim_nuls(record);
        let start = trimmed.start;
        fields.begin(self, record.get(..trimmed.end).unwrap_or_default(), start)
    }

    /// Starts an event at an object in a chunk, and answers where it ends: [`Self::scan`] and a search for the end in
    /// one pass. `None` if it does not end there or is not JSON, has a newline, or is large, or - if it may wrap
    /// records - is not clearly an event; then `fields` says nothing.
    pub fn scan_ahead(&self, ahead: &Ahead<'_>, fields: &mut Fields) -> Option<usize> {
        let end = fields.begin_next(self, ahead.chunk, ahead.start)?;
        let record = ahead.chunk.get(ahead.start..end)?;
        let fits = record.len() <= ahead.max_record_bytes;
        let is_record = !ahead.may_wrap || self.stands_alone(record, fields);
        (fits && is_record).then_some(end)
    }

    /// Starts an event at an object that ends with the text; false if it is not JSON, or not clearly an event: then
    /// `fields` says nothing.
    pub fn scan_alone(&self, text: &[u8], fields: &mut Fields) -> bool {
        self.scan(text, fields).is_ok() && self.stands_alone(text, fields)
    }

    /// Whether a scanned record is clearly one, and not a document around records.
    fn stands_alone(&self, record: &[u8], fields: &Fields) -> bool {
        fields.slots.place(self.records).is_none() && self.gate.tells_event(record, &fields.slots)
    }

    /// Whether a scanned record is an event of the source, and of what time.
    pub fn accept(&self, record: &[u8], fields: &mut Fields) -> Acceptance {
        self.gate.judge(self, record, fields)
    }

    /// Whether some field says something else if other events come before: it counts events, the time since the first
    /// one, or failures.
    pub fn needs_order(&self) -> bool {
        self.recipes.iter().any(Recipe::needs_order)
    }

    /// How many fields are wanted.
    pub(crate) const fn field_count(&self) -> usize {
        self.recipes.len()
    }

    /// Name of the source.
    pub(crate) fn source(&self) -> &[u8] {
        &self.source
    }

    /// Name of the plugin that the events come from.
    pub(crate) fn plugin(&self) -> &[u8] {
        &self.plugin
    }

    pub(crate) const fn trie(&self) -> &Trie {
        &self.trie
    }

    /// The slot that has the value of a field, if it can be had from there.
    #[inline]
    pub(crate) fn direct(&self, id: FieldId, record: &[u8]) -> Option<SlotId> {
        self.direct.get(id.index())?.slot(record)
    }

    pub(crate) fn recipe(&self, id: FieldId) -> Option<&Recipe> {
        self.recipes.get(id.index())
    }

    /// The part of a record that its source's plugin parses: the CloudTrail plugin alone trims NUL bytes.
    fn trim_nuls(&self, record: &[u8]) -> std::ops::Range<usize> {
        if self.kind != SourceKind::CloudTrail {
            return 0..record.len();
        }
        let is_text = |byte: &u8| *byte != 0;
        let end = record.iter().rposition(is_text).map_or(0, |last| last + 1);
        let start = record.iter().position(is_text).unwrap_or(0);
        start..end
    }
}
