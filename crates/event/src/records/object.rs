//! Finding the end of one object, without parsing it.
//!
//! Only braces count for where an object ends, as in Falco: square brackets that do not match do no harm.

use super::about::About;
use super::containers::Containers;
use super::line::{Beginning, Line};
use super::marks::Marks;
use super::text::Text;

/// A scan of one object, from behind its opening brace.
#[derive(Clone, Debug, Default)]
pub(super) struct ObjectScan {
    /// Place of the opening brace in the input.
    pub(super) start: u64,
    /// What the object says about itself so far.
    pub(super) about: About,
    /// Objects in it that may turn out to be records of their own.
    pub(super) marks: Marks,
    depth: u64,
    containers: Containers,
    text: Text,
    line: Line,
    /// The last byte outside strings that is no blank; a scalar counts as [`SCALAR`], a string as its quote.
    last: u8,
}

/// Stands for the bytes of numbers and words.
const SCALAR: u8 = b'0';

/// Why a scan came to a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The bytes are used up.
    OutOfBytes,
    /// The object ended.
    Ended,
    /// The array of records of a `{"Records":[…]}` begins.
    Records,
    /// A line begins a record, where no value can begin.
    Interrupted(Beginning),
}

impl ObjectScan {
    /// Begins anew, behind an opening brace.
    pub(super) fn restart(&mut self, start: u64) {
        self.start = start;
        self.about = About::default();
        self.marks.clear();
        self.depth = 1;
        self.containers.clear();
        self.containers.open_object();
        self.text = Text::Outside;
        self.line = Line::Middle;
        self.last = b'{';
    }

    /// Whether nothing but blanks was seen in the object.
    pub(super) fn is_blank(&self) -> bool {
        self.last == b'{'
    }

    /// Goes on from `at`, which is moved. `base` is the place of the bytes in the input.
    pub(super) fn advance(
        &mut self,
        bytes: &[u8],
        base: u64,
        at: &mut usize,
        mark_limit: usize,
    ) -> Stop {
        while let Some(&byte) = bytes.get(*at) {
            let offset = base + *at as u64;
            let slowly = self.line.matters();
            if slowly && let Some(beginning) = self.line.see(byte, offset, self.value_may_begin()) {
                if !beginning.expected {
                    return Stop::Interrupted(beginning);
                }
                self.mark(beginning, mark_limit);
            }
            if self.text == Text::Outside {
                *at += 1;
                match self.token(byte, offset) {
                    Stop::OutOfBytes => {}
                    stop => return stop,
                }
            } else {
                let end = if slowly { *at + 1 } else { bytes.len() };
                *at = self.string(bytes.get(..end).unwrap_or(bytes), *at);
            }
        }
        Stop::OutOfBytes
    }

    fn mark(&mut self, beginning: Beginning, limit: usize) {
        if beginning.opener == b'{' {
            self.marks.open(beginning.offset, self.depth - 1, limit);
        }
    }

    fn value_may_begin(&self) -> bool {
        self.text == Text::Outside
            && match self.last {
                b':' | b'[' => true,
                b',' => self.containers.in_array(),
                _ => false,
            }
    }

    fn string(&mut self, bytes: &[u8], from: usize) -> usize {
        let to = self.text.pass(bytes, from);
        let piece = bytes.get(from..to).unwrap_or_default();
        if piece.last() == Some(&b'\n') {
            self.line = Line::Start;
        }
        self.about
            .string_continues(piece, self.text == Text::Outside);
        to
    }

    /// One byte outside strings; [`Stop::OutOfBytes`] to go on.
    fn token(&mut self, byte: u8, offset: u64) -> Stop {
        match byte {
            b'"' => self.quote(),
            b'{' => self.open_object(),
            b'[' => return self.open_array(),
            b'}' => return self.close_object(offset),
            b']' => self.close_array(),
            b':' => self.last = b':',
            b'\n' => self.line = Line::Start,
            b' ' | b'\t' | b'\r' => {}
            b',' => self.scalar(b','),
            _ => self.scalar(SCALAR),
        }
        Stop::OutOfBytes
    }

    fn quote(&mut self) {
        self.text = Text::Inside;
        let is_key = match self.last {
            b'{' => true,
            b',' => !self.containers.in_array(),
            _ => false,
        };
        if is_key {
            self.about.key_begins(self.depth);
        } else {
            self.about.text_value_begins(self.depth);
        }
        self.last = b'"';
    }

    fn scalar(&mut self, last: u8) {
        self.about.token();
        self.last = last;
    }

    fn open_object(&mut self) {
        self.about.bracket_opens(false, self.depth);
        self.containers.open_object();
        self.depth += 1;
        self.last = b'{';
    }

    fn open_array(&mut self) -> Stop {
        let is_records = self.about.bracket_opens(true, self.depth);
        self.containers.open_array();
        self.last = b'[';
        if is_records {
            Stop::Records
        } else {
            Stop::OutOfBytes
        }
    }

    fn close_array(&mut self) {
        self.containers.close_array();
        self.scalar(b']');
    }

    fn close_object(&mut self, offset: u64) -> Stop {
        self.depth -= 1;
        if self.depth == 0 {
            return Stop::Ended;
        }
        self.about.token();
        self.containers.close_object();
        self.marks.close(self.depth, offset + 1);
        self.last = b'}';
        Stop::OutOfBytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(text: &str) -> (ObjectScan, Stop, usize) {
        let mut scan = ObjectScan::default();
        scan.restart(0);
        let mut at = 1;
        let stop = scan.advance(text.as_bytes(), 0, &mut at, 9);
        (scan, stop, at)
    }

    fn interrupted_at(text: &str) -> Option<u64> {
        match scan(text).1 {
            Stop::Interrupted(beginning) => Some(beginning.offset),
            _ => None,
        }
    }

    #[test]
    fn an_object_ends_at_its_brace() {
        for text in [
            "{}",
            r#"{"a":"}{"}"#,
            r#"{"a":{"b":[{}]}}"#,
            r#"{"a":[1}"#,
            r#"{"a\"}":1}"#,
        ] {
            let (_, stop, at) = scan(&format!("{text} }}"));
            assert_eq!((stop, at), (Stop::Ended, text.len()), "{text}");
        }
    }

    #[test]
    fn an_event_is_known_by_its_time() {
        let about = |text| scan(text).0.about;
        assert!(about(r#"{"a":{"b":1},"eventTime":"2024"}"#).is_event);
        assert!(!about(r#"{"eventTime":2024}"#).is_event);
        assert!(!about(r#"{"a":"eventTime","b":"c"}"#).is_event);
        assert!(!about(r#"{"a":["eventTime","b"]}"#).is_event);
        assert!(about(r#"{"detail":{"eventTime":"2024"}}"#).wraps_events);
        assert!(!about(r#"{"a":{"detail":{"eventTime":"2024"}}}"#).wraps_events);
    }

    #[test]
    fn records_are_announced_only_as_the_first_bracket_of_the_object() {
        assert_eq!(scan(r#"{"a":1,"Records" : [{}]}"#).1, Stop::Records);
        for text in [
            r#"{"a":{},"Records":[]}"#,
            r#"{"Records":{"x":[]}}"#,
            r#"{"eventTime":"t","Records":[]}"#,
        ] {
            assert_eq!(scan(text).1, Stop::Ended, "{text}");
        }
    }

    #[test]
    fn a_line_interrupts_where_no_value_can_begin() {
        assert_eq!(interrupted_at("{\"a\":1,\n{\"b\":1}"), Some(8));
        assert_eq!(interrupted_at("{\"a\":\"x\n{\"b\":1}"), Some(8));
        assert_eq!(interrupted_at("{\"a\":\"x\\\n{\"b\":1}"), Some(9));
        assert_eq!(interrupted_at("{\n[{\"b\":1}]"), Some(2));
        assert_eq!(interrupted_at("{\"a\":{}\n{\n"), Some(8));
    }

    #[test]
    fn a_line_does_not_interrupt_where_a_value_can_begin() {
        for text in [
            "{\"a\":\n{\"b\":1}}",
            "{\"a\":[\n{\"b\":1},\n{\"b\":1}\n]}",
            "{\"a\":\n[{\n}]\n}",
        ] {
            assert_eq!(scan(text).1, Stop::Ended, "{text}");
        }
        assert_eq!(
            scan("{\"a\":[\n{\"b\":1},\n{\"b\":1}\n")
                .0
                .marks
                .iter()
                .count(),
            2
        );
    }
}
