//! Walking through a document that wraps records, between the records.

use super::line::{Beginning, Line};
use super::text::Text;

/// A `{"Records":[…]}` of which the beginning was seen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wrapper {
    /// Place of its opening brace in the input.
    pub(super) start: u64,
    text: Text,
    line: Line,
}

/// Why the walk came to a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The bytes are used up.
    OutOfBytes,
    /// An object began, perhaps on a line of its own.
    Object {
        /// Its brace is the first byte of a line.
        begins_line: bool,
    },
    /// The wrapper ended.
    Ended,
    /// A line begins a record in the middle of a string.
    Interrupted(Beginning),
}

impl Wrapper {
    /// A wrapper that opened at `start`, from anywhere in it.
    pub(super) fn new(start: u64) -> Self {
        Self {
            start,
            text: Text::Outside,
            line: Line::Middle,
        }
    }

    /// Goes on from `at`, which is moved. `base` is the place of the bytes in the input.
    pub(super) fn advance(&mut self, bytes: &[u8], base: u64, at: &mut usize) -> Stop {
        while let Some(&byte) = bytes.get(*at) {
            let line = self.line;
            let beginning = self
                .line
                .see(byte, base + *at as u64, self.text == Text::Outside);
            if let Some(beginning) = beginning.filter(|beginning| !beginning.expected) {
                return Stop::Interrupted(beginning);
            }
            if self.text != Text::Outside {
                *at = self.text.pass(bytes.get(..=*at).unwrap_or(bytes), *at);
                continue;
            }
            *at += 1;
            match byte {
                b'"' => self.text = Text::Inside,
                b'{' => return self.object(line == Line::Start),
                b'}' => return Stop::Ended,
                _ => {}
            }
        }
        Stop::OutOfBytes
    }

    fn object(&mut self, begins_line: bool) -> Stop {
        self.line = Line::Middle;
        Stop::Object { begins_line }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stops(text: &str) -> Vec<Stop> {
        let (mut wrapper, mut at) = (Wrapper::new(0), 0);
        let mut stops = vec![];
        while at < text.len() {
            stops.push(wrapper.advance(text.as_bytes(), 0, &mut at));
            if matches!(stops.last(), Some(Stop::Interrupted(_))) {
                break;
            }
        }
        stops
    }

    #[test]
    fn it_stops_at_objects_and_at_its_end() {
        let object = |begins_line| Stop::Object { begins_line };
        assert_eq!(stops("{"), [object(false)]);
        assert_eq!(stops(",\n{"), [object(true)]);
        assert_eq!(stops(r#"],"a":"}{","b":"\"}"}"#), [Stop::Ended]);
        assert_eq!(stops("]\n"), [Stop::OutOfBytes]);
    }

    #[test]
    fn a_line_interrupts_an_unclosed_string() {
        assert!(matches!(
            stops("],\"next\n{\"a\"")[..],
            [Stop::Interrupted(Beginning { offset: 8, .. })]
        ));
    }
}
