//! Noticing lines that look like the beginning of a record.
//!
//! A line that begins with `{"`, `[{`, or has only `{`, begins a record where no value can begin: what came
//! before was cut off. JSON that is right never has such a line.

/// What is known of the current line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Line {
    /// Too much to matter.
    #[default]
    Middle,
    /// Nothing came yet.
    Start,
    /// One opening bracket came.
    Opened(Beginning),
}

/// A line that looks like the beginning of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Beginning {
    /// Place of its first byte in the input.
    pub(super) offset: u64,
    /// Its first byte, `{` or `[`.
    pub(super) opener: u8,
    /// Whether a value could begin there, so that it may belong to the record before.
    pub(super) expected: bool,
}

impl Line {
    /// Whether the next byte has to be [seen](Self::see).
    pub(super) fn matters(self) -> bool {
        self != Self::Middle
    }

    /// Takes the next byte; answers when it is the one that shows that the line begins a record.
    pub(super) fn see(&mut self, byte: u8, offset: u64, expected: bool) -> Option<Beginning> {
        let before = *self;
        *self = match (before, byte) {
            (_, b'\n') => Self::Start,
            (Self::Start, b'{' | b'[') => Self::Opened(Beginning {
                offset,
                opener: byte,
                expected,
            }),
            _ => Self::Middle,
        };
        match before {
            Self::Opened(beginning) if confirms(beginning.opener, byte) => Some(beginning),
            _ => None,
        }
    }
}

fn confirms(opener: u8, byte: u8) -> bool {
    match opener {
        b'{' => matches!(byte, b'"' | b'\r' | b'\n'),
        _ => byte == b'{',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beginnings(text: &str) -> Vec<u64> {
        let mut line = Line::Start;
        let seen = text
            .bytes()
            .zip(0..)
            .filter_map(|(byte, offset)| line.see(byte, offset, false));
        seen.map(|beginning| beginning.offset).collect()
    }

    #[test]
    fn objects_and_arrays_of_objects_begin_records() {
        assert_eq!(beginnings("{\"a\n[{\"\n{\n{\r\n"), [0, 4, 8, 10]);
    }

    #[test]
    fn other_lines_do_not() {
        assert_eq!(beginnings("{}\n{a\n {\"\n\"{\"\n[\"\n[\n]{\"\n"), [0; 0]);
    }
}
