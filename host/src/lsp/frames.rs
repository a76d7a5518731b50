//! Messages as they come and go: a header with the length, and JSON.

use std::io::{self, BufRead, Read as _, Write};

use serde::Serialize;

use crate::cli::Size;

/// Bytes of a line of a header that are looked at.
const LONGEST_LINE: u64 = 4096;

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
}

/// The next message; nothing behind the last one.
pub(super) fn read(
    input: &mut impl BufRead,
    most: Size,
) -> io::Result<Option<Result<Vec<u8>, FrameError>>> {
    let Some(header) = header(input)? else {
        return Ok(None);
    };
    let Some(length) = header.length else {
        return Ok(Some(Err(FrameError::NoLength)));
    };
    let mut content = input.take(length);
    if length > most.bytes() {
        io::copy(&mut content, &mut io::sink())?;
        return Ok(Some(Err(FrameError::TooLong { length, most })));
    }
    let mut message = Vec::new();
    content.read_to_end(&mut message)?;
    let is_whole = message.len() as u64 == length;
    Ok(is_whole.then_some(Ok(message)))
}

/// What stands before a message.
struct Header {
    /// Bytes of the message, if it says so.
    length: Option<u64>,
}

/// Reads up to the empty line behind a header; nothing behind the last message.
fn header(input: &mut impl BufRead) -> io::Result<Option<Header>> {
    let (mut length, mut is_begun) = (None, false);
    loop {
        let mut line = Vec::new();
        if input.take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = line.trim_ascii();
        if line.is_empty() && is_begun {
            return Ok(Some(Header { length }));
        }
        is_begun |= !line.is_empty();
        length = length_in(line).or(length);
    }
}

fn length_in(line: &[u8]) -> Option<u64> {
    let (name, value) = std::str::from_utf8(line).ok()?.split_once(':')?;
    let is_length = name.trim().eq_ignore_ascii_case("content-length");
    is_length.then(|| value.trim().parse().ok()).flatten()
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
        let mut input = input.as_bytes();
        let mut found = Vec::new();
        while let Some(message) = read(&mut input, Size::of_bytes(9)).unwrap() {
            found.push(message.map(|bytes| String::from_utf8(bytes).unwrap()));
        }
        found
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
        let long = FrameError::TooLong {
            length: 10,
            most: Size::of_bytes(9),
        };
        let input = "Content-Length: 10\r\n\r\n0123456789Content-Length: 1\r\n\r\n1";
        assert_eq!(all(input), [Err(long), Ok("1".to_owned())]);
        let input = format!(
            "{}\r\nContent-Length: x\r\n\r\nContent-Length: 1\r\n\r\n1",
            "y".repeat(5000)
        );
        assert_eq!(all(&input), [Err(FrameError::NoLength), Ok("1".to_owned())]);
    }

    #[test]
    fn what_ends_before_its_time_is_no_message() {
        for input in ["", "\r\n", "Content-Length: 5\r\n\r\n12", "Content-Len"] {
            assert!(all(input).is_empty(), "{input}");
        }
    }
}
