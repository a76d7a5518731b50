//! The values of one event's fields: read when they are asked for, at most once, into reused memory.

use std::net::IpAddr;
use std::ops::Range;

use crate::context::EventContext;
use crate::extract::Reading;
use crate::history::History;
use crate::plan::{FieldId, Plan};
use crate::scan::slots::{Place, Slots};
use crate::scan::{ScanError, Scratch, scan, scan_next};
use crate::value::{ListValue, Value};

/// Scratch memory for one event at a time. [`Plan::scan`] starts an event; make one and use it for all.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    pub(crate) slots: Slots,
    scratch: Scratch,
    cache: Vec<Cached>,
    store: Store,
    history: History,
}

/// A value that was read, and in which event.
#[derive(Clone, Copy, Debug, Default)]
struct Cached {
    epoch: u32,
    stored: Stored,
}

/// Memory that values of the current event lie in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Store {
    /// Texts that do not stand in the record as they are.
    pub(crate) arena: Vec<u8>,
    /// Elements of lists.
    pub(crate) items: Vec<Stored>,
}

/// A value of the current event. Ranges, not references: the memory may move while values are read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Stored {
    /// There is none.
    #[default]
    Absent,
    /// Bytes without a NUL.
    Text(Text),
    /// Unsigned number.
    Number(u64),
    /// Truth value.
    Bool(bool),
    /// Address.
    Address(IpAddr),
    /// Elements among the store's items.
    List(Extent),
}

/// Where a text is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Text {
    /// In the record.
    Record(Extent),
    /// In the record, without a NUL.
    Plain(Extent),
    /// In the store's arena.
    Arena(Extent),
    /// In the program.
    Static(&'static [u8]),
}

/// A range, small and copyable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Extent {
    /// First index.
    pub(crate) start: usize,
    /// Index after the last.
    pub(crate) end: usize,
}

/// The memory that values are read from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Memory<'a> {
    pub(crate) record: &'a [u8],
    pub(crate) arena: &'a [u8],
    pub(crate) items: &'a [Stored],
}

impl Fields {
    /// Empty scratch memory, for any plan.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of a field, which is read unless that was done for this event.
    #[expect(clippy::inline_always, reason = "asked for by every test")]
    #[inline(always)]
    pub fn read<'a>(
        &'a mut self,
        plan: &Plan,
        record: &'a [u8],
        context: &EventContext<'_>,
        id: FieldId,
    ) -> Option<Value<'a>> {
        match self.stored(plan, record, context, id) {
            Stored::Absent => None,
            stored => self.store.memory(record).value(stored),
        }
    }

    /// Reads a field unless that was done for this event, and says whether it has a value.
    pub fn load(
        &mut self,
        plan: &Plan,
        record: &[u8],
        context: &EventContext<'_>,
        id: FieldId,
    ) -> bool {
        self.stored(plan, record, context, id).is_present()
    }

    /// The value of a field that was [loaded](Self::load) for this event.
    pub fn value<'a>(&'a self, record: &'a [u8], id: FieldId) -> Option<Value<'a>> {
        let cached = self.cache.get(id.index())?;
        if cached.epoch != self.slots.epoch() {
            return None;
        }
        self.store.memory(record).value(cached.stored)
    }

    /// Where the value of a field that was loaded for this event stands in the record, if it stands there as it is.
    pub(crate) fn place_of(&self, id: FieldId) -> Option<Range<usize>> {
        let cached = self.cache.get(id.index())?;
        match cached.stored {
            Stored::Text(Text::Record(extent) | Text::Plain(extent)) => Some(extent.range()),
            _ => None,
        }
        .filter(|_| cached.epoch == self.slots.epoch())
    }

    #[expect(clippy::inline_always, reason = "asked for by every test")]
    #[inline(always)]
    fn stored(
        &mut self,
        plan: &Plan,
        record: &[u8],
        context: &EventContext<'_>,
        id: FieldId,
    ) -> Stored {
        match self.cache.get(id.index()) {
            Some(cached) if cached.epoch == self.slots.epoch() => cached.stored,
            _ => self.extract(plan, record, context, id),
        }
    }

    #[inline(never)]
    fn extract(
        &mut self,
        plan: &Plan,
        record: &[u8],
        context: &EventContext<'_>,
        id: FieldId,
    ) -> Stored {
        let stored = match plan.direct(id, record) {
            Some(slot) => match self.slots.place(slot) {
                None => Stored::Absent,
                Some(place) => match Text::plain(record, place) {
                    Some(text) => Stored::Text(text),
                    None => self.extract_otherwise(plan, record, context, id),
                },
            },
            None => self.extract_otherwise(plan, record, context, id),
        };
        let epoch = self.slots.epoch();
        if let Some(entry) = self.cache.get_mut(id.index()) {
            *entry = Cached { epoch, stored };
        }
        stored
    }

    /// By the recipe.
    fn extract_otherwise(
        &mut self,
        plan: &Plan,
        record: &[u8],
        context: &EventContext<'_>,
        id: FieldId,
    ) -> Stored {
        plan.recipe(id).map_or(Stored::Absent, |recipe| {
            recipe.read(&mut self.reading(plan, record, context))
        })
    }

    /// Forgets the last event and scans the next one.
    pub(crate) fn begin(
        &mut self,
        plan: &Plan,
        record: &[u8],
        start: usize,
    ) -> Result<(), ScanError> {
        self.store.clear();
        let result = scan(
            record,
            start,
            plan.trie(),
            &mut self.slots,
            &mut self.scratch,
        );
        self.make_room(plan);
        result
    }

    /// Forgets the chunk that records were taken from.
    pub fn begin_chunk(&mut self) {
        self.scratch.begin_chunk();
    }

    /// As [`Self::begin`] for the next record of a chunk; answers its end.
    pub(crate) fn begin_next(&mut self, plan: &Plan, chunk: &[u8], start: usize) -> Option<usize> {
        self.store.clear();
        let end = scan_next(
            chunk,
            start,
            plan.trie(),
            &mut self.slots,
            &mut self.scratch,
        );
        self.make_room(plan);
        end
    }

    fn make_room(&mut self, plan: &Plan) {
        if self.slots.is_first_epoch() {
            self.cache.clear();
        }
        self.cache.resize(plan.field_count(), Cached::default());
    }

    /// A view of the current event for reading values that no field stands for.
    pub(crate) fn reading<'a>(
        &'a mut self,
        plan: &'a Plan,
        record: &'a [u8],
        context: &'a EventContext<'a>,
    ) -> Reading<'a> {
        Reading::new(
            plan,
            record,
            context,
            &self.slots,
            &mut self.store,
            &mut self.history,
        )
    }
}

impl Store {
    fn clear(&mut self) {
        self.arena.clear();
        self.items.clear();
    }

    pub(crate) fn memory<'a>(&'a self, record: &'a [u8]) -> Memory<'a> {
        Memory {
            record,
            arena: &self.arena,
            items: &self.items,
        }
    }
}

impl Stored {
    const fn is_present(self) -> bool {
        !matches!(self, Self::Absent)
    }
}

impl Text {
    /// The empty text.
    pub(crate) const EMPTY: Self = Self::Static(b"");

    /// The text of a string that stands in the record as it is.
    #[inline]
    pub(crate) fn plain(record: &[u8], place: Place) -> Option<Self> {
        let start = place.start as usize;
        let is_plain = place.verbatim && record.get(start) == Some(&b'"');
        is_plain.then_some(Self::Plain(Extent {
            start: start + 1,
            end: (place.end as usize).saturating_sub(1),
        }))
    }

    /// A part of the text, by offsets in it.
    pub(crate) fn slice(self, start: usize, end: usize) -> Self {
        match self {
            Self::Record(extent) => Self::Record(extent.slice(start, end)),
            Self::Plain(extent) => Self::Plain(extent.slice(start, end)),
            Self::Arena(extent) => Self::Arena(extent.slice(start, end)),
            Self::Static(bytes) => Self::Static(bytes.get(start..end).unwrap_or_default()),
        }
    }
}

impl Extent {
    /// As an index into slices.
    pub(crate) const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    fn slice(self, start: usize, end: usize) -> Self {
        let end = self.end.min(self.start + end);
        Self {
            start: end.min(self.start + start),
            end,
        }
    }
}

impl<'a> Memory<'a> {
    /// The value behind its storage.
    #[expect(clippy::inline_always, reason = "asked for by every test")]
    #[inline(always)]
    pub(crate) fn value(self, stored: Stored) -> Option<Value<'a>> {
        Some(match stored {
            Stored::Absent => return None,
            Stored::Text(text) => Value::Text(self.text(text)),
            Stored::Number(number) => Value::Number(number),
            Stored::Bool(truth) => Value::Bool(truth),
            Stored::Address(address) => Value::Address(address),
            Stored::List(extent) => {
                Value::List(ListValue::new(self.items.get(extent.range())?, self))
            }
        })
    }

    /// The bytes of a text.
    #[inline]
    pub(crate) fn text(self, text: Text) -> &'a [u8] {
        match text {
            Text::Record(extent) | Text::Plain(extent) => {
                self.record.get(extent.range()).unwrap_or_default()
            }
            Text::Arena(extent) => self.arena.get(extent.range()).unwrap_or_default(),
            Text::Static(bytes) => bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PlanBuilder;
    use crate::testing::{CONTEXT, read, shown, with_source};

    #[test]
    fn texts_end_before_the_first_nul() {
        assert_eq!(read("ct.name", "{\"eventName\":\"a\0b\"}"), "a");
        assert_eq!(read("ct.name", r#"{"eventName":"a\u0000b"}"#), "a");
        assert_eq!(
            read("ct.request", r#"{"requestParameters":"a\u0000b"}"#),
            r#""a\u0000b""#
        );
    }

    #[test]
    fn one_memory_serves_event_after_event() {
        with_source("aws_cloudtrail", |source| {
            let mut builder = PlanBuilder::new(source);
            let id = builder.field(&source.resolve(b"ct.name").unwrap());
            let plan = builder.finish();
            let mut fields = Fields::new();
            let mut read = |record: &[u8]| {
                plan.scan(record, &mut fields).unwrap();
                assert!(fields.value(record, id).is_none(), "nothing was loaded yet");
                fields.load(&plan, record, &CONTEXT, id);
                fields.load(&plan, record, &CONTEXT, id);
                shown(fields.value(record, id))
            };
            assert_eq!(read(br#"{"eventName":"\u0061"}"#), "a");
            assert_eq!(read(b"{}"), "<NA>");
            assert_eq!(read(br#"{"eventName":"b"}"#), "b");
        });
    }

    #[test]
    fn values_do_not_come_back_when_the_count_of_events_wraps_around() {
        with_source("aws_cloudtrail", |source| {
            let mut builder = PlanBuilder::new(source);
            let id = builder.field(&source.resolve(b"ct.name").unwrap());
            let plan = builder.finish();
            let mut fields = Fields::new();
            plan.scan(br#"{"eventName":"a"}"#, &mut fields).unwrap();
            fields.load(&plan, br#"{"eventName":"a"}"#, &CONTEXT, id);
            fields.slots.set_epoch(u32::MAX);
            plan.scan(b"{}", &mut fields).unwrap();
            assert!(fields.value(b"{}", id).is_none());
            assert!(!fields.load(&plan, b"{}", &CONTEXT, id));
        });
    }

    #[test]
    fn the_same_field_has_the_same_id() {
        with_source("aws_cloudtrail", |source| {
            let mut builder = PlanBuilder::new(source);
            let [name, user, again] = ["ct.name", "ct.user", "ct.name"]
                .map(|text| builder.field(&source.resolve(text.as_bytes()).unwrap()));
            assert_eq!(name, again);
            assert_ne!(name, user);
            assert_eq!(builder.finish().field_count(), 2);
        });
    }
}
