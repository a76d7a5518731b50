//! One event while fields are read from it.

use std::borrow::Cow;

use memchr::memchr;

use crate::context::EventContext;
use crate::fields::{Extent, Store, Stored, Text};
use crate::history::History;
use crate::json::{Kind, Node, compact, unescape};
use crate::plan::Plan;
use crate::scan::slots::{Place, Slots};
use crate::scan::trie::SlotId;

/// A scanned record, what is known beside it, and the memory for what is read.
pub(crate) struct Reading<'a> {
    plan: &'a Plan,
    record: &'a [u8],
    context: &'a EventContext<'a>,
    slots: &'a Slots,
    store: &'a mut Store,
    history: &'a mut History,
}

/// Where a text or list that is being put together begins.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub(crate) struct Begun(usize);

impl<'a> Reading<'a> {
    /// Reads from the record that `slots` is of.
    pub(crate) fn new(
        plan: &'a Plan,
        record: &'a [u8],
        context: &'a EventContext<'a>,
        slots: &'a Slots,
        store: &'a mut Store,
        history: &'a mut History,
    ) -> Self {
        Self {
            plan,
            record,
            context,
            slots,
            store,
            history,
        }
    }

    /// The record.
    pub(crate) const fn record(&self) -> &'a [u8] {
        self.record
    }

    /// The record as a text.
    pub(crate) const fn whole(&self) -> Text {
        Text::Record(Extent {
            start: 0,
            end: self.record.len(),
        })
    }

    /// What is known beside the record.
    pub(crate) const fn context(&self) -> &'a EventContext<'a> {
        self.context
    }

    /// The plan that is run.
    pub(crate) const fn plan(&self) -> &'a Plan {
        self.plan
    }

    /// What is remembered of earlier events.
    pub(crate) const fn history(&self) -> &History {
        self.history
    }

    /// Remembers that no failure is known of this event.
    pub(crate) fn begin_history(&mut self) {
        self.history.begin();
    }

    /// Remembers that this event is a failure of an actor.
    pub(crate) fn remember_failure(&mut self, event_type: Text, actor: Text, time_ns: u64) {
        let memory = self.store.memory(self.record);
        self.history
            .failed(memory.text(event_type), memory.text(actor), time_ns);
    }

    /// Whether the record has the value of a slot.
    pub(crate) fn exists(&self, slot: SlotId) -> bool {
        self.slots.place(slot).is_some()
    }

    /// The value of a slot.
    pub(crate) fn node(&self, slot: SlotId) -> Option<Node<'a>> {
        self.slots.place(slot).map(|place| self.node_at(place))
    }

    /// The value of `key` in the outermost object, as the first look at a record finds it: fastjson unescapes keys
    /// only after it found none as it is written, and from then on they are unescaped. `slot` is of the same key.
    pub(crate) fn at_first_look(&self, slot: SlotId, key: &str) -> Option<Node<'a>> {
        let respelt = self
            .slots
            .is_respelt()
            .then(|| self.as_written(key))
            .flatten();
        respelt.or_else(|| self.node(slot))
    }

    /// The text of a string that is read as [`Self::at_first_look`] does; `None` for anything else.
    pub(crate) fn string_at_first_look(&self, slot: SlotId, key: &str) -> Option<Cow<'a, [u8]>> {
        let place = self.slots.place(slot)?;
        if place.verbatim && !self.slots.is_respelt() {
            return self.verbatim_string(place).map(Cow::Borrowed);
        }
        self.at_first_look(slot, key).and_then(Node::string)
    }

    /// The text of a string without escapes, which the scan has seen the end of; `None` for anything else.
    fn verbatim_string(&self, place: Place) -> Option<&'a [u8]> {
        let raw = self.record.get(place.start as usize..place.end as usize)?;
        raw.strip_prefix(b"\"")?.strip_suffix(b"\"")
    }

    #[cold]
    fn as_written(&self, key: &str) -> Option<Node<'a>> {
        let start = self.record.iter().position(|byte| *byte == b'{')?;
        let mut members = Node::new(self.record.get(start..)?).members();
        let found = members.find(|(written, _)| *written == key.as_bytes());
        found.map(|(_, value)| value)
    }

    /// The type of the value of a slot.
    pub(crate) fn kind(&self, slot: SlotId) -> Option<Kind> {
        self.node(slot).map(Node::kind)
    }

    /// The text of a string; empty for any other value, `None` if there is no value.
    #[inline]
    pub(crate) fn text(&mut self, slot: SlotId) -> Option<Text> {
        let place = self.slots.place(slot)?;
        Text::plain(self.record, place)
            .or_else(|| Some(self.other_string(place).unwrap_or(Text::EMPTY)))
    }

    /// The text of a string; `None` for anything else.
    #[inline]
    pub(crate) fn string(&mut self, slot: SlotId) -> Option<Text> {
        let place = self.slots.place(slot)?;
        Text::plain(self.record, place).or_else(|| self.other_string(place))
    }

    fn other_string(&mut self, place: Place) -> Option<Text> {
        let node = self.node_at(place);
        node.raw_string()?;
        let begun = self.begin_text();
        self.push_string(node);
        Some(self.end_text(begun))
    }

    /// A value as compact JSON.
    pub(crate) fn json(&mut self, slot: SlotId) -> Option<Text> {
        let place = self.slots.place(slot)?;
        let node = self.node_at(place);
        if place.verbatim || node.kind() == Kind::String {
            return Some(Text::Record(Extent {
                start: place.start as usize,
                end: place.end as usize,
            }));
        }
        let begun = self.begin_text();
        self.push_json(node);
        Some(self.end_text(begun))
    }

    /// The bytes of a text.
    pub(crate) fn bytes(&self, text: Text) -> &[u8] {
        self.store.memory(self.record).text(text)
    }

    /// Begins a text; what is pushed until its end belongs to it.
    pub(crate) fn begin_text(&self) -> Begun {
        Begun(self.store.arena.len())
    }

    /// Ends a text.
    pub(crate) fn end_text(&self, begun: Begun) -> Text {
        Text::Arena(Extent {
            start: begun.0,
            end: self.store.arena.len(),
        })
    }

    /// Ends a text and makes it a value.
    pub(crate) fn store_text(&mut self, begun: Begun) -> Stored {
        let text = self.end_text(begun);
        self.stored(text)
    }

    /// Where texts are put together.
    pub(crate) fn out(&mut self) -> &mut Vec<u8> {
        &mut self.store.arena
    }

    /// Appends bytes to the text that was begun.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.store.arena.extend_from_slice(bytes);
    }

    /// Appends a text to the text that was begun.
    pub(crate) fn push_text(&mut self, text: Text) {
        match text {
            Text::Arena(extent) => self.store.arena.extend_from_within(extent.range()),
            Text::Record(_) | Text::Plain(_) | Text::Static(_) => {
                let bytes = self.record_or_static(text);
                self.store.arena.extend_from_slice(bytes);
            }
        }
    }

    /// Appends the text of a string to the text that was begun; nothing for other values.
    pub(crate) fn push_string(&mut self, node: Node<'_>) {
        if let Some(raw) = node.raw_string() {
            unescape::append(raw, &mut self.store.arena);
        }
    }

    /// Appends a value as compact JSON to the text that was begun.
    pub(crate) fn push_json(&mut self, node: Node<'_>) {
        compact::append(node.raw(), &mut self.store.arena);
    }

    /// A text as a value: Falco's values end before the first NUL.
    #[inline]
    pub(crate) fn stored(&self, text: Text) -> Stored {
        match text {
            Text::Plain(_) => Stored::Text(text),
            _ => self.cut_at_nul(text),
        }
    }

    fn cut_at_nul(&self, text: Text) -> Stored {
        let bytes = self.bytes(text);
        let length = memchr(0, bytes).unwrap_or(bytes.len());
        Stored::Text(text.slice(0, length))
    }

    /// Begins a list; what is pushed until its end belongs to it.
    pub(crate) fn begin_list(&self) -> Begun {
        Begun(self.store.items.len())
    }

    /// Appends an element to the list that was begun.
    pub(crate) fn push_item(&mut self, item: Stored) {
        self.store.items.push(item);
    }

    /// Ends a list; an empty one is no value.
    pub(crate) fn store_list(&self, begun: Begun) -> Stored {
        let extent = Extent {
            start: begun.0,
            end: self.store.items.len(),
        };
        if extent.range().is_empty() {
            return Stored::Absent;
        }
        Stored::List(extent)
    }

    fn node_at(&self, place: Place) -> Node<'a> {
        let range = place.start as usize..place.end as usize;
        Node::new(self.record.get(range).unwrap_or_default())
    }

    fn record_or_static(&self, text: Text) -> &'a [u8] {
        match text {
            Text::Record(extent) | Text::Plain(extent) => {
                self.record.get(extent.range()).unwrap_or_default()
            }
            Text::Static(bytes) => bytes,
            Text::Arena(_) => &[],
        }
    }
}
