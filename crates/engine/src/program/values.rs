//! Scratch memory for the values of one event's expressions.

use std::ops::Range;

use falconet_event::{Fields, Value};

use super::{ExprId, Operand};
use crate::transform::{Made, Output};

/// Bytes that everything which transformers make of one event may take: as much as the largest record. What does
/// not fit is absent.
const MAX_COMPUTED_BYTES: usize = 128 << 20;

/// Fields and computed expressions of the event at hand.
#[derive(Debug, Default)]
pub(crate) struct Values {
    pub(crate) fields: Fields,
    pub(crate) computed: Computed,
}

/// What transformers have made for the event at hand, in arenas that keep their memory.
#[derive(Debug, Default)]
pub(crate) struct Computed {
    slots: Vec<Slot>,
    event: u64,
    bytes: Vec<u8>,
    elements: Vec<Range<usize>>,
    spare: Vec<Output>,
}

#[derive(Clone, Debug, Default)]
struct Slot {
    /// The event that it was filled for.
    event: u64,
    stored: Stored,
}

#[derive(Clone, Debug, Default)]
enum Stored {
    #[default]
    Absent,
    Number(u64),
    Text(Range<usize>),
    List(Range<usize>),
}

impl Computed {
    /// Makes room for `expressions`, and forgets the last event.
    pub(crate) fn begin(&mut self, expressions: usize) {
        self.slots.resize_with(expressions, Slot::default);
        self.event += 1;
        self.bytes.clear();
        self.elements.clear();
    }

    /// Whether the expression has a value; `None` if it was not computed yet.
    pub(crate) fn is_present(&self, id: ExprId) -> Option<bool> {
        let slot = self.slots.get(id.index())?;
        (slot.event == self.event).then_some(!matches!(slot.stored, Stored::Absent))
    }

    /// An empty buffer for a transformer to write to; [`Self::store`] takes it back.
    pub(crate) fn take_output(&mut self) -> Output {
        let mut out = self.spare.pop().unwrap_or_default();
        out.set_room(MAX_COMPUTED_BYTES.saturating_sub(self.size()));
        out
    }

    /// Keeps what was made; whether that is a value.
    pub(crate) fn store(&mut self, id: ExprId, made: Made, mut out: Output) -> bool {
        let made = if out.is_full() { Made::Absent } else { made };
        let stored = match made {
            Made::Absent => Stored::Absent,
            Made::Number(number) => Stored::Number(number),
            Made::Text => Stored::Text(self.keep_bytes(&out)),
            Made::List => Stored::List(self.keep_elements(&out)),
        };
        out.clear();
        self.spare.push(out);
        if let Some(slot) = self.slots.get_mut(id.index()) {
            *slot = Slot {
                event: self.event,
                stored,
            };
        }
        made != Made::Absent
    }

    fn size(&self) -> usize {
        self.bytes.len() + size_of_val(self.elements.as_slice())
    }

    fn keep_bytes(&mut self, out: &Output) -> Range<usize> {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(out.bytes());
        start..self.bytes.len()
    }

    fn keep_elements(&mut self, out: &Output) -> Range<usize> {
        let base = self.keep_bytes(out).start;
        let start = self.elements.len();
        let shifted = out
            .elements()
            .iter()
            .map(|range| base + range.start..base + range.end);
        self.elements.extend(shifted);
        start..self.elements.len()
    }

    /// The value that was made.
    pub(crate) fn get(&self, id: ExprId) -> Option<Operand<'_>> {
        let slot = self
            .slots
            .get(id.index())
            .filter(|slot| slot.event == self.event)?;
        match &slot.stored {
            Stored::Absent => None,
            Stored::Number(number) => Some(Operand::One(Value::Number(*number))),
            Stored::Text(range) => self
                .bytes
                .get(range.clone())
                .map(|text| Operand::One(Value::Text(text))),
            Stored::List(range) => self
                .elements
                .get(range.clone())
                .map(|ranges| Operand::Texts(&self.bytes, ranges)),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::mock::{program, with_event};
    use crate::program::Scratch;

    #[test]
    fn nothing_is_left_of_the_event_before() {
        let program = program(&[
            "toupper(t.string) = A",
            "len(l.string) = 2 and join(\"\",l.string) = ab",
        ]);
        let mut scratch = Scratch::default();
        let mut first_match = |event: &str| {
            with_event(&program, event, &mut scratch, |event, scratch| {
                program.select(event, scratch);
                program.next_match(0, event, scratch, &mut ())
            })
        };
        assert_eq!(first_match(r#"{"t.string":"a"}"#), Some(0));
        assert_eq!(first_match("{}"), None);
        assert_eq!(first_match(r#"{"l.string":["a","b"]}"#), Some(1));
        assert_eq!(
            first_match(r#"{"t.string":"b","l.string":["b","a"]}"#),
            None
        );
    }
}
