//! What an object says about itself: is it an event, or does it wrap events.

/// Longest key that matters.
const LONGEST_KEY: usize = 9;

/// What was seen of an object so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct About {
    /// It has the key `eventTime` with a text.
    pub(super) is_event: bool,
    /// An object right inside it has the key `eventTime` with a text.
    pub(super) wraps_events: bool,
    first_bracket: Bracket,
    key: Key,
}

/// The first bracket in an object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Bracket {
    #[default]
    None,
    /// That of the array under the key `Records`.
    Records,
    Other,
}

/// The last key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Key {
    /// No key, or one that does not matter.
    #[default]
    Other,
    /// A key whose text is still being read.
    Open(KeyText),
    EventTime,
    Records,
}

impl About {
    /// Whether its first bracket is that of the array under the key `Records`.
    pub(super) fn wraps_records(&self) -> bool {
        self.first_bracket == Bracket::Records
    }

    /// A key begins in an object that is open at `depth` braces.
    pub(super) fn key_begins(&mut self, depth: u64) {
        let matters = depth <= 2 && !self.is_event;
        self.key = if matters {
            Key::Open(KeyText::default())
        } else {
            Key::Other
        };
    }

    /// A piece of a string, and whether its closing quote comes last.
    pub(super) fn string_continues(&mut self, piece: &[u8], closed: bool) {
        let Key::Open(text) = &mut self.key else {
            return;
        };
        text.push(piece);
        if closed {
            self.key = text.meaning();
        }
    }

    /// A string begins that is a value.
    pub(super) fn text_value_begins(&mut self, depth: u64) {
        if std::mem::take(&mut self.key) == Key::EventTime {
            self.is_event |= depth == 1;
            self.wraps_events |= depth == 2;
        }
    }

    /// A bracket opens at `depth` braces; answers whether it is that of the records.
    pub(super) fn bracket_opens(&mut self, is_array: bool, depth: u64) -> bool {
        let is_records = is_array && self.key == Key::Records && depth == 1 && !self.is_event;
        self.key = Key::Other;
        if self.first_bracket != Bracket::None {
            return false;
        }
        self.first_bracket = if is_records {
            Bracket::Records
        } else {
            Bracket::Other
        };
        is_records
    }

    /// Any other token than a colon.
    pub(super) fn token(&mut self) {
        self.key = Key::Other;
    }
}

/// The text of a key, as far as it may matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct KeyText {
    // The closing quote as well.
    bytes: [u8; LONGEST_KEY + 1],
    length: usize,
}

impl KeyText {
    fn push(&mut self, piece: &[u8]) {
        if let Some(room) = self.bytes.get_mut(self.length..) {
            for (slot, &byte) in room.iter_mut().zip(piece) {
                *slot = byte;
            }
        }
        self.length = self.length.saturating_add(piece.len());
    }

    fn meaning(&self) -> Key {
        match self.bytes.get(..self.length) {
            Some(b"eventTime\"") => Key::EventTime,
            Some(b"Records\"") => Key::Records,
            _ => Key::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(pieces: &[&[u8]]) -> Key {
        let mut about = About::default();
        about.key_begins(1);
        for (at, piece) in pieces.iter().enumerate() {
            about.string_continues(piece, at + 1 == pieces.len());
        }
        about.key
    }

    #[test]
    fn a_key_is_read_from_pieces() {
        assert_eq!(meaning(&[b"ev", b"", b"entTime", b"\""]), Key::EventTime);
        assert_eq!(meaning(&[b"Records\""]), Key::Records);
    }

    #[test]
    fn longer_and_shorter_keys_do_not_matter() {
        assert_eq!(meaning(&[b"eventTimes\""]), Key::Other);
        assert_eq!(meaning(&[b"eventTime", b"x", b"\""]), Key::Other);
        assert_eq!(meaning(&[b"eventTim\""]), Key::Other);
        assert_eq!(meaning(&[b"\""]), Key::Other);
    }

    #[test]
    fn keys_far_inside_do_not_matter() {
        let mut about = About::default();
        about.key_begins(3);
        about.string_continues(b"eventTime\"", true);
        about.text_value_begins(3);
        assert!(!about.is_event && !about.wraps_events);
    }
}
