//! Messages of Fluent's protocol: an event, many of them, or many of them packed, and what becomes of their records.

use super::json::Writer;
use super::msgpack::{Head, MsgpackError, Reader};
use crate::cli::Size;
use crate::input::{InputError, Source};

/// Entries without a record that are kept of a message; others are counted.
const MOST_BROKEN: usize = 1000;
/// Bytes of such an entry that are kept: more than a dead letter holds, so that it says that there was more.
const MOST_OF_AN_ENTRY: usize = (1 << 20) + 1;
/// Bytes of all of them that are kept.
const MOST_OF_ENTRIES: usize = 64 << 20;
/// Bytes of a name that are repeated.
const MOST_OF_A_NAME: usize = 64;

/// Why a message is not taken; it is not acknowledged.
#[derive(Debug, thiserror::Error)]
pub(super) enum MessageError {
    /// It is no message of the protocol.
    #[error("a message is no message of the forward protocol: {0}")]
    Malformed(#[from] MsgpackError),
    /// What is packed in it cannot be decompressed.
    #[error("{0}")]
    Damaged(InputError),
    /// It is too large when it is decompressed.
    #[error("a message is larger than {0} when it is decompressed (max_decompressed)")]
    TooLarge(Size),
    /// It is compressed in another way.
    #[error("records are compressed by `{0}`, not by gzip or zstd")]
    Compression(String),
}

/// Bounds of what messages may become.
#[derive(Clone, Copy, Debug)]
pub(super) struct MessageBounds {
    pub(super) max_decompressed: Size,
    pub(super) zstd_window: Size,
    pub(super) max_depth: usize,
}

/// What a message holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Message {
    /// The records as JSON, one a line.
    pub(super) lines: Vec<u8>,
    /// Entries that hold no record.
    pub(super) broken: Vec<Broken>,
    /// Entries that hold no record and are not kept, since there are too many.
    pub(super) more_broken: usize,
    /// What the sender waits for.
    pub(super) chunk: Option<Vec<u8>>,
    /// Whether these were metrics or traces, of which nothing is judged.
    pub(super) not_logs: bool,
    /// Bytes of broken entries.
    kept: usize,
}

/// An entry that holds no record.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) bytes: Vec<u8>,
    pub(super) reason: MsgpackError,
}

/// The parts of a message that matter here.
#[derive(Default)]
struct Options<'a> {
    chunk: Option<&'a [u8]>,
    compressed: Option<&'a [u8]>,
    signal: u64,
}

/// Where the entries of a message are.
enum Entries<'a> {
    /// The record of its only one.
    One(&'a [u8]),
    /// One behind the other.
    Many(&'a [u8]),
    /// The same, maybe compressed.
    Packed(&'a [u8]),
}

impl Message {
    /// Reads one. `nil`, which keeps connections alive, is a message without anything.
    pub(super) fn read(bytes: &[u8], bounds: &MessageBounds) -> Result<Self, MessageError> {
        let mut reader = Reader(bytes);
        let fields = match reader.head()? {
            Head::Nil => return Ok(Self::default()),
            Head::Array(fields @ 2..=4) => fields,
            _ => return Err(MsgpackError::Expected("an array of two to four").into()),
        };
        reader.text()?;
        let entries = Entries::read(&mut reader)?;
        let has_options = fields == entries.fields() + 1;
        let options = if has_options {
            Options::read(&mut reader)?
        } else {
            Options::default()
        };
        let mut message = Self {
            chunk: options.chunk.map(<[u8]>::to_vec),
            not_logs: options.signal != 0,
            ..Self::default()
        };
        if !message.not_logs {
            message.take(&entries, &options, bounds)?;
        }
        Ok(message)
    }

    fn take(
        &mut self,
        entries: &Entries<'_>,
        options: &Options<'_>,
        bounds: &MessageBounds,
    ) -> Result<(), MessageError> {
        let mut writer = Writer::new(bounds.max_depth, bounds.max_decompressed.in_memory());
        match entries {
            Entries::One(record) => self.record(&mut Reader(record), record, &mut writer)?,
            Entries::Many(entries) => self.entries(entries, &mut writer)?,
            Entries::Packed(packed) if options.is_compressed()? => {
                self.entries(&decompressed(packed, bounds)?, &mut writer)?;
            }
            Entries::Packed(packed) => self.entries(packed, &mut writer)?,
        }
        self.lines = writer.text;
        Ok(())
    }

    /// Takes entries one by one. What is no value ends them, since nobody can say where the next one begins.
    fn entries(&mut self, bytes: &[u8], writer: &mut Writer) -> Result<(), MessageError> {
        let mut reader = Reader(bytes);
        while !reader.is_empty() {
            let rest = reader.0;
            match reader.value() {
                Ok(entry) => self.entry(entry, writer)?,
                Err(reason) => {
                    self.give_up(rest, reason);
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn entry(&mut self, entry: &[u8], writer: &mut Writer) -> Result<(), MessageError> {
        match record_of(entry) {
            Ok(mut record) => self.record(&mut record, entry, writer),
            Err(reason) => {
                self.give_up(entry, reason);
                Ok(())
            }
        }
    }

    fn record(
        &mut self,
        record: &mut Reader<'_>,
        entry: &[u8],
        writer: &mut Writer,
    ) -> Result<(), MessageError> {
        match writer.line(record) {
            Err(reason @ MsgpackError::TooLarge) => Err(reason.into()),
            Err(reason) => {
                self.give_up(entry, reason);
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    fn give_up(&mut self, bytes: &[u8], reason: MsgpackError) {
        let bytes = bytes.get(..MOST_OF_AN_ENTRY).unwrap_or(bytes);
        self.kept += bytes.len();
        if self.broken.len() == MOST_BROKEN || self.kept > MOST_OF_ENTRIES {
            self.more_broken += 1;
            return;
        }
        let bytes = bytes.to_vec();
        self.broken.push(Broken { bytes, reason });
    }
}

/// An entry is `[time, record]` or `[[time, metadata], record]`.
fn record_of(entry: &[u8]) -> Result<Reader<'_>, MsgpackError> {
    let mut reader = Reader(entry);
    match reader.head()? {
        Head::Array(2..) => {
            reader.value()?;
            Ok(reader)
        }
        _ => Err(MsgpackError::Expected("an array of time and record")),
    }
}

fn decompressed(packed: &[u8], bounds: &MessageBounds) -> Result<Vec<u8>, MessageError> {
    let limit = bounds.max_decompressed;
    let read = Source::decompress(packed.to_vec(), bounds.zstd_window, limit.in_memory());
    read.map_err(MessageError::Damaged)?
        .ok_or(MessageError::TooLarge(limit))
}

impl<'a> Entries<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, MsgpackError> {
        Ok(match reader.peek()? {
            Head::Array(_) => {
                let mut entries = Reader(reader.value()?);
                entries.head()?;
                Self::Many(entries.0)
            }
            Head::Text(_) | Head::Binary(_) => Self::Packed(reader.text()?),
            _ => {
                reader.value()?;
                Self::One(reader.value()?)
            }
        })
    }

    /// How many fields the message has with these and without options.
    const fn fields(&self) -> u32 {
        match self {
            Self::One(_) => 3,
            Self::Many(_) | Self::Packed(_) => 2,
        }
    }
}

impl<'a> Options<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, MsgpackError> {
        let mut options = Self::default();
        let count = match reader.head()? {
            Head::Map(count) => count,
            Head::Nil => 0,
            _ => return Err(MsgpackError::Expected("a map of options")),
        };
        for _ in 0..count {
            match reader.text()? {
                b"chunk" => options.chunk = Some(reader.text()?),
                b"compressed" => options.compressed = Some(reader.text()?),
                b"fluent_signal" => options.signal = number(reader)?,
                _ => {
                    reader.value()?;
                }
            }
        }
        Ok(options)
    }

    fn is_compressed(&self) -> Result<bool, MessageError> {
        match self.compressed {
            None | Some(b"text") => Ok(false),
            Some(b"gzip" | b"zstd") => Ok(true),
            Some(other) => {
                let name = other.get(..MOST_OF_A_NAME).unwrap_or(other);
                let name = String::from_utf8_lossy(name).into_owned();
                Err(MessageError::Compression(name))
            }
        }
    }
}

fn number(reader: &mut Reader<'_>) -> Result<u64, MsgpackError> {
    match reader.head()? {
        Head::Unsigned(number) => Ok(number),
        _ => Err(MsgpackError::Expected("a number")),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use rmp::encode::{write_array_len, write_bin, write_map_len, write_str, write_uint};

    use super::*;

    const BOUNDS: MessageBounds = MessageBounds {
        max_decompressed: Size::mebibytes(1),
        zstd_window: Size::mebibytes(8),
        max_depth: 3,
    };

    fn read(bytes: &[u8]) -> Result<Message, MessageError> {
        Message::read(bytes, &BOUNDS)
    }

    fn lines(bytes: &[u8]) -> String {
        let message = read(bytes).unwrap();
        assert_eq!(message.broken, []);
        String::from_utf8(message.lines).unwrap()
    }

    fn record(out: &mut Vec<u8>, number: u64) {
        write_map_len(out, 1).unwrap();
        write_str(out, "a").unwrap();
        write_uint(out, number).unwrap();
    }

    /// `[time, record]`, with the time as Fluent Bit writes it.
    fn entry(number: u64) -> Vec<u8> {
        let mut out = vec![0x92, 0xd7, 0, 0, 0, 0, 1, 0, 0, 0, 2];
        record(&mut out, number);
        out
    }

    /// `[[time, metadata], record]`.
    fn entry_with_metadata(number: u64) -> Vec<u8> {
        let mut out = vec![0x92, 0x92, 0xd7, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0x80];
        record(&mut out, number);
        out
    }

    fn message(fields: u32) -> Vec<u8> {
        let mut out = Vec::new();
        write_array_len(&mut out, fields).unwrap();
        write_str(&mut out, "a.tag").unwrap();
        out
    }

    fn options(out: &mut Vec<u8>, options: &[(&str, &str)]) {
        write_map_len(out, u32::try_from(options.len()).unwrap()).unwrap();
        for (key, value) in options {
            write_str(out, key).unwrap();
            write_str(out, value).unwrap();
        }
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn one_event_is_read_with_and_without_options() {
        let mut one = message(3);
        write_uint(&mut one, 1_700_000_000).unwrap();
        record(&mut one, 1);
        assert_eq!(lines(&one), "{\"a\":1}\n");
        one[0] = 0x94;
        options(&mut one, &[("chunk", "id")]);
        assert_eq!(lines(&one), "{\"a\":1}\n");
        assert_eq!(read(&one).unwrap().chunk.unwrap(), b"id");
    }

    #[test]
    fn many_events_are_read_whatever_their_times_look_like() {
        let mut many = message(2);
        write_array_len(&mut many, 2).unwrap();
        many.extend(entry(1));
        many.extend(entry_with_metadata(2));
        assert_eq!(lines(&many), "{\"a\":1}\n{\"a\":2}\n");
    }

    #[test]
    fn packed_events_are_read_compressed_or_not() {
        let entries = [entry(1), entry_with_metadata(2)].concat();
        let both = [gzip(&entry(1)), gzip(&entry_with_metadata(2))].concat();
        let zstd = zstd::encode_all(&entries[..], 3).unwrap();
        for (kind, bytes) in [("text", &entries), ("gzip", &both), ("zstd", &zstd)] {
            let mut packed = message(3);
            write_bin(&mut packed, bytes).unwrap();
            let chunk = ("chunk", "id");
            options(&mut packed, &[("size", "2"), ("compressed", kind), chunk]);
            assert_eq!(lines(&packed), "{\"a\":1}\n{\"a\":2}\n", "{kind}");
        }
    }

    #[test]
    fn an_entry_that_holds_no_record_costs_its_neighbours_nothing() {
        let deep = [0x92, 0, 0x91, 0x91, 0x91, 0x91, 0xc0];
        let entries = [&entry(1)[..], &[0xc0], &deep, &entry(2)[..], &[0xc1, 0xc0]].concat();
        let mut packed = message(2);
        write_bin(&mut packed, &entries).unwrap();
        let message = read(&packed).unwrap();
        assert_eq!(message.lines, b"{\"a\":1}\n{\"a\":2}\n");
        let reasons: Vec<_> = message.broken.iter().map(|broken| broken.reason).collect();
        assert_eq!(
            reasons[1..],
            [MsgpackError::TooDeep(3), MsgpackError::Reserved]
        );
        assert_eq!(message.broken[1].bytes, deep);
    }

    #[test]
    fn of_many_entries_that_hold_no_record_the_first_are_kept_and_all_are_counted() {
        let mut packed = message(2);
        write_bin(&mut packed, &[0; 5000]).unwrap();
        let read_message = read(&packed).unwrap();
        assert_eq!(read_message.broken.len(), MOST_BROKEN);
        assert_eq!(read_message.more_broken, 5000 - MOST_BROKEN);
    }

    #[test]
    fn what_is_no_message_or_cannot_be_unpacked_is_refused() {
        for bytes in [
            &[0x91, 0xa0][..],
            &[0x92, 0x01, 0x90],
            &[0x80],
            &[0x92, 0xa1],
        ] {
            assert!(
                matches!(read(bytes), Err(MessageError::Malformed(_))),
                "{bytes:x?}"
            );
        }
        let packed = |kind: &str, bytes: &[u8]| {
            let mut packed = message(3);
            write_bin(&mut packed, bytes).unwrap();
            options(&mut packed, &[("compressed", kind)]);
            read(&packed).unwrap_err().to_string()
        };
        assert!(packed("lz4", b"").contains("`lz4`"));
        assert!(packed("gzip", &gzip(&entry(1))[..20]).contains("too early"));
        assert!(packed("gzip", &gzip(&vec![0; 2 << 20])).contains("max_decompressed"));
    }

    #[test]
    fn metrics_are_no_events_but_acknowledged() {
        let mut packed = message(3);
        write_bin(&mut packed, &[1, 2, 3]).unwrap();
        write_map_len(&mut packed, 2).unwrap();
        write_str(&mut packed, "fluent_signal").unwrap();
        write_uint(&mut packed, 1).unwrap();
        write_str(&mut packed, "chunk").unwrap();
        write_str(&mut packed, "id").unwrap();
        let message = read(&packed).unwrap();
        assert!(message.not_logs && message.lines.is_empty());
        assert_eq!(message.chunk.unwrap(), b"id");
        assert_eq!(read(&[0xc0]).unwrap(), Message::default());
    }
}
