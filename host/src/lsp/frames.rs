//! Messages as they come and go: a header with the length, and JSON.

use std::io::{self, BufRead, Read as _, Write};

use serde::Serialize;

use crate::cli::Size;

/// Bytes of a line of a header that are looked at.
const LONGEST_LINE: u64 = 4096;
/// Lines of a header that are looked at.
const MOST_LINES: usize = 32;
/// A message that is longer than so many that may come is not waited for.
const MOST_SKIPPED: u64 = 16;
/// What every header has, in small letters. Its first letter occurs once.
const LENGTH: &[u8] = b"content-length:";

/// Why a message cannot be read. The next one can.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FrameError {
    /// Nobody knows where it ends.
    #[error("the message has no header `Content-Length`")]
    NoLength,
    /// It is beyond the bound.
    #[error("the message has {length} bytes, more than {most} (--max-message)")]
    TooLong {
        /// Its bytes.
        length: u64,
        /// The bound.
        most: Size,
    },
    /// There is no next one.
    #[error(
        "no header `Content-Length` comes in {0} (--max-message): nobody knows where the next message begins"
    )]
    Lost(Size),
}

/// What stands before a message.
struct Header {
    /// Bytes of the message, if it says so.
    length: Option<u64>,
}

/// Reads one message after the other. Behind one whose end nobody knows it looks for the next header.
pub(super) struct Frames<I> {
    input: I,
    most: Size,
    is_lost: bool,
}

impl<I: BufRead> Frames<I> {
    pub(super) const fn new(input: I, most: Size) -> Self {
        Self {
            input,
            most,
            is_lost: false,
        }
    }

    /// The next message; nothing behind the last one.
    pub(super) fn next(&mut self) -> io::Result<Option<Result<Vec<u8>, FrameError>>> {
        let first = if self.is_lost {
            match self.find_length()? {
                Ok(true) => self.length_here()?,
                Ok(false) => return Ok(None),
                Err(error) => return Ok(Some(Err(error))),
            }
        } else {
            None
        };
        let Some(Header { length }) = self.header(first)? else {
            return Ok(None);
        };
        let most = self.most;
        self.is_lost = length.is_none_or(|length| length / MOST_SKIPPED > most.bytes());
        match length {
            None => Ok(Some(Err(FrameError::NoLength))),
            Some(length) if length > most.bytes() => {
                let skipped = if self.is_lost { 0 } else { length };
                io::copy(&mut (&mut self.input).take(skipped), &mut io::sink())?;
                Ok(Some(Err(FrameError::TooLong { length, most })))
            }
            Some(length) => self.content(length),
        }
    }

    fn content(&mut self, length: u64) -> io::Result<Option<Result<Vec<u8>, FrameError>>> {
        let mut message = Vec::new();
        (&mut self.input).take(length).read_to_end(&mut message)?;
        let is_whole = message.len() as u64 == length;
        Ok(is_whole.then_some(Ok(message)))
    }

    /// Reads up to the empty line behind a header, or as much of it as is looked at; nothing behind the last message.
    fn header(&mut self, first: Option<u64>) -> io::Result<Option<Header>> {
        let unknown = Header { length: None };
        let (mut length, mut is_begun) = (first, self.is_lost);
        for _ in 0..MOST_LINES {
            let line = self.line()?;
            let Some((&b'\n', text)) = line.split_last() else {
                let is_end = (line.len() as u64) < LONGEST_LINE;
                return Ok((!is_end).then_some(unknown));
            };
            let text = text.trim_ascii();
            if text.is_empty() && is_begun {
                return Ok(Some(Header { length }));
            }
            is_begun |= !text.is_empty();
            length = length_in(text).or(length);
        }
        Ok(Some(unknown))
    }

    /// A line with its end, or as much of it as is looked at.
    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        let mut bounded = (&mut self.input).take(LONGEST_LINE);
        bounded.read_until(b'\n', &mut line)?;
        Ok(line)
    }

    /// The number that the line ends with.
    fn length_here(&mut self) -> io::Result<Option<u64>> {
        Ok(number(&self.line()?))
    }

    /// Goes behind the next [`LENGTH`]; whether there is one before the end. An error, if what stands before it is longer
    /// than a message may be.
    fn find_length(&mut self) -> io::Result<Result<bool, FrameError>> {
        let (mut matched, mut left) = (0, self.most.bytes().saturating_add(LONGEST_LINE));
        while matched < LENGTH.len() {
            let Some(byte) = (&mut self.input).bytes().next().transpose()? else {
                return Ok(Ok(false));
            };
            let byte = byte.to_ascii_lowercase();
            matched = match LENGTH.get(matched) {
                Some(expected) if *expected == byte => matched + 1,
                _ => usize::from(LENGTH.first() == Some(&byte)),
            };
            if left == 0 {
                return Ok(Err(FrameError::Lost(self.most)));
            }
            left -= 1;
        }
        Ok(Ok(true))
    }
}

fn length_in(line: &[u8]) -> Option<u64> {
    let (name, value) = line.split_at_checked(LENGTH.len())?;
    name.eq_ignore_ascii_case(LENGTH)
        .then(|| number(value))
        .flatten()
}

fn number(text: &[u8]) -> Option<u64> {
    std::str::from_utf8(text).ok()?.trim().parse().ok()
}

/// Writes a message.
pub(super) fn write(out: &mut impl Write, message: &impl Serialize) -> io::Result<()> {
    let message = serde_json::to_vec(message)?;
    write!(out, "Content-Length: {}\r\n\r\n", message.len())?;
    out.write_all(&message)?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Messages until the end, as text.
    fn all(input: &str) -> Vec<Result<String, FrameError>> {
        let mut frames = Frames::new(input.as_bytes(), Size::of_bytes(9));
        let mut found = Vec::new();
        while let Some(message) = frames.next().unwrap() {
            let is_last = matches!(message, Err(FrameError::Lost(_)));
            found.push(message.map(|bytes| String::from_utf8(bytes).unwrap()));
            if is_last {
                break;
            }
        }
        found
    }

    fn long(length: u64) -> Result<String, FrameError> {
        let most = Size::of_bytes(9);
        Err(FrameError::TooLong { length, most })
    }

    fn no_length() -> Result<String, FrameError> {
        Err(FrameError::NoLength)
    }

    #[test]
    fn messages_follow_each_other_whatever_else_their_headers_say() {
        let input = "Content-Length: 2\r\n\r\n{}content-length:1\nContent-Type: x\n\n1\r\nContent-Length: 0\r\n\r\n";
        assert_eq!(
            all(input),
            [Ok("{}".to_owned()), Ok("1".to_owned()), Ok(String::new())]
        );
    }

    #[test]
    fn what_cannot_be_read_does_not_keep_the_next_message() {
        let next = "Content-Length: 1\r\n\r\n1";
        let ok = || Ok("1".to_owned());
        assert_eq!(
            all(&format!("Content-Length: 10\r\n\r\n0123456789{next}")),
            [long(10), ok()]
        );
        for (input, expected) in [
            // A body whose length nobody said, on whose line the next header stands.
            ("Content-Type: x\r\n\r\n{\"a\": 1}", vec![no_length(), ok()]),
            ("Content-Length: -1\r\n\r\n{}", vec![no_length(), ok()]),
            (
                "Content-Length: x\r\n\r\nContent-Length: y\n\n",
                vec![no_length(), no_length(), ok()],
            ),
            // Nobody waits for so much.
            (
                "Content-Length: 18446744073709551615\r\n\r\nccontent",
                vec![long(u64::MAX), ok()],
            ),
        ] {
            assert_eq!(all(&format!("{input}{next}")), expected, "{input}");
        }
        let more_than_said = format!("Content-Length: 1\r\n\r\n22{next}{next}");
        assert_eq!(
            all(&more_than_said),
            [Ok("2".to_owned()), no_length(), ok()]
        );
        for header in ["y".repeat(5000), "a: b\r\n".repeat(40)] {
            assert_eq!(all(&format!("{header}{next}")), [no_length(), ok()]);
        }
    }

    #[test]
    fn where_no_header_comes_there_is_an_end() {
        let input = format!("Content-Type: x\n\n{}", "{}".repeat(4000));
        let lost = FrameError::Lost(Size::of_bytes(9));
        assert_eq!(all(&input), [no_length(), Err(lost)]);
    }

    #[test]
    fn what_ends_before_its_time_is_no_message() {
        for input in ["", "\r\n", "Content-Length: 5\r\n\r\n12", "Content-Len"] {
            assert!(all(input).is_empty(), "{input}");
        }
    }
}
