//! An opened input: its bytes, decompressed by what it holds (not by its name), in batches.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::os::fd::AsFd;

use flate2::bufread::MultiGzDecoder;
use rustix::fs::{FileType, fstat};

use super::{Input, InputError};
use crate::cli::Size;

const FILE_BUFFER: usize = 64 * 1024;
const MAGIC_LEN: usize = 4;
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];
/// The bounds that the format itself sets.
const ZSTD_WINDOW_LOGS: (u32, u32) = (10, 31);
const ZSTD_MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// How an input is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Not at all.
    Plain,
    /// gzip, maybe of several members.
    Gzip,
    /// Zstandard, maybe of several frames.
    Zstd,
}

/// An input being read.
pub struct Source {
    reader: Box<dyn Read + Send>,
    format: Format,
    zstd_window: Size,
    patient: bool,
    offset: u64,
}

/// What one batch brought.
#[derive(Debug)]
pub struct Filled {
    /// Bytes in the batch.
    pub len: usize,
    /// Whether the input is over, and whether it broke off.
    pub end: Option<Result<(), InputError>>,
}

impl fmt::Display for Format {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Plain => "plain",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        })
    }
}

impl Source {
    /// Opens an input. Nothing but its first bytes is read yet.
    pub fn open(input: &Input, zstd_window: Size) -> Result<Self, InputError> {
        let opened = match input {
            Input::Stdin => Self::of(io::stdin(), is_file(&io::stdin()), zstd_window),
            Input::File(path) => File::open(path).and_then(|file| Self::of_file(file, zstd_window)),
        };
        opened.map_err(InputError::Open)
    }

    /// Whether a body is compressed.
    pub(crate) fn is_compressed(body: &[u8]) -> bool {
        let magic = body.get(..MAGIC_LEN).unwrap_or(body);
        format_of(magic) != Format::Plain
    }

    /// Decompresses a body; nothing if that gives more than `limit` bytes.
    pub(crate) fn decompress(
        body: Vec<u8>,
        zstd_window: Size,
        limit: usize,
    ) -> Result<Option<Vec<u8>>, InputError> {
        let opened = Self::of(io::Cursor::new(body), true, zstd_window);
        let mut source = opened.map_err(InputError::Open)?;
        let mut whole = Vec::new();
        loop {
            let start = whole.len();
            whole.resize(start + FILE_BUFFER, 0);
            let filled = source.fill(whole.get_mut(start..).unwrap_or_default());
            whole.truncate(start + filled.len);
            match filled.end {
                _ if whole.len() > limit => return Ok(None),
                Some(end) => return end.map(|()| Some(whole)),
                None => {}
            }
        }
    }

    /// Fills a batch: to the brim from a file, with what is there from a stream, so that its events need not wait for others.
    pub fn fill(&mut self, batch: &mut [u8]) -> Filled {
        let start = self.offset;
        let end = self.read_until_full(batch);
        let len = usize::try_from(self.offset - start).unwrap_or(usize::MAX);
        Filled { len, end }
    }

    /// Whether it is waited for until a batch is full, since its bytes are all there.
    pub const fn is_patient(&self) -> bool {
        self.patient
    }

    fn of_file(file: File, zstd_window: Size) -> io::Result<Self> {
        let patient = file.metadata()?.is_file();
        Self::of(file, patient, zstd_window)
    }

    fn of(raw: impl Read + Send + 'static, patient: bool, zstd_window: Size) -> io::Result<Self> {
        let mut raw = raw;
        let mut magic = Vec::with_capacity(MAGIC_LEN);
        raw.by_ref()
            .take(MAGIC_LEN as u64)
            .read_to_end(&mut magic)?;
        let format = format_of(&magic);
        let whole = BufReader::with_capacity(FILE_BUFFER, io::Cursor::new(magic).chain(raw));
        Ok(Self {
            reader: decompressed(whole, format, zstd_window)?,
            format,
            zstd_window,
            patient,
            offset: 0,
        })
    }

    fn read_until_full(&mut self, batch: &mut [u8]) -> Option<Result<(), InputError>> {
        let mut len = 0;
        while let Some(room) = batch.get_mut(len..).filter(|room| !room.is_empty()) {
            match self.reader.read(room) {
                Ok(0) => return Some(Ok(())),
                Ok(count) => len += self.advance(count),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Some(Err(self.failure(error))),
            }
            if !self.patient {
                break;
            }
        }
        None
    }

    fn failure(&self, error: io::Error) -> InputError {
        InputError::after(self.offset, self.format, self.zstd_window, error)
    }

    fn advance(&mut self, count: usize) -> usize {
        self.offset += count as u64;
        count
    }
}

/// Whether a redirection makes a file of it.
fn is_file(stream: &impl AsFd) -> bool {
    let mode = fstat(stream).map(|about| FileType::from_raw_mode(about.st_mode));
    mode.is_ok_and(|mode| mode == FileType::RegularFile)
}

fn format_of(magic: &[u8]) -> Format {
    match magic {
        _ if magic.starts_with(&GZIP_MAGIC) => Format::Gzip,
        _ if magic == ZSTD_MAGIC || is_skippable_frame(magic) => Format::Zstd,
        _ => Format::Plain,
    }
}

/// Parallel compressors begin their output with one.
fn is_skippable_frame(magic: &[u8]) -> bool {
    matches!(magic, [0x50..=0x5f, 0x2a, 0x4d, 0x18])
}

fn decompressed(
    raw: impl BufRead + Send + 'static,
    format: Format,
    zstd_window: Size,
) -> io::Result<Box<dyn Read + Send>> {
    match format {
        Format::Plain => Ok(Box::new(raw)),
        Format::Gzip => Ok(Box::new(MultiGzDecoder::new(raw))),
        Format::Zstd => zstd_decoder(raw, zstd_window),
    }
}

fn zstd_decoder(
    raw: impl BufRead + Send + 'static,
    window: Size,
) -> io::Result<Box<dyn Read + Send>> {
    let mut decoder = zstd::stream::read::Decoder::with_buffer(raw)?;
    let window_log = window.bytes().ilog2();
    decoder.window_log_max(window_log.clamp(ZSTD_WINDOW_LOGS.0, ZSTD_WINDOW_LOGS.1))?;
    Ok(Box::new(decoder))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    const WINDOW: Size = Size::mebibytes(8);

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn read(bytes: Vec<u8>) -> (Vec<u8>, Result<(), InputError>) {
        let mut source = Source::of(io::Cursor::new(bytes), true, WINDOW).unwrap();
        let mut text = Vec::new();
        let mut batch = [0; 7];
        loop {
            let filled = source.fill(&mut batch);
            text.extend_from_slice(&batch[..filled.len]);
            if let Some(end) = filled.end {
                return (text, end);
            }
        }
    }

    fn noise(len: usize) -> Vec<u8> {
        (0..u32::try_from(len).unwrap())
            .flat_map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes())
            .collect()
    }

    #[test]
    fn plain_bytes_come_as_they_are() {
        for text in [&b""[..], b"a", b"{}\n", b"seven b", b"{\"Records\":[]}"] {
            let (bytes, end) = read(text.to_vec());
            assert!(end.is_ok());
            assert_eq!(bytes, text);
        }
    }

    #[test]
    fn all_members_of_a_gzip_file_are_read() {
        let (bytes, end) = read([gzip(b"one\n"), gzip(b"two\n")].concat());
        assert!(end.is_ok());
        assert_eq!(bytes, b"one\ntwo\n");
    }

    #[test]
    fn all_frames_of_a_zstd_file_are_read() {
        let skippable = [0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, b'x', b'y'].to_vec();
        let frame = |text: &[u8]| zstd::encode_all(text, 3).unwrap();
        let (bytes, end) = read([skippable, frame(b"one\n"), frame(b"two\n")].concat());
        assert!(end.is_ok());
        assert_eq!(bytes, b"one\ntwo\n");
    }

    #[test]
    fn a_truncated_gzip_file_gives_what_came_before() {
        let text = noise(50_000);
        let mut bytes = gzip(&text);
        bytes.truncate(bytes.len() / 2);
        let (read, end) = read(bytes);
        assert!(read.len() > 50_000 && text.starts_with(&read));
        let message = end.unwrap_err().to_string();
        assert_eq!(
            message,
            format!(
                "the gzip data ends too early; the {} bytes before that were judged",
                read.len()
            )
        );
    }

    #[test]
    fn a_truncated_zstd_file_gives_what_came_before() {
        let text = noise(500_000);
        let mut bytes = zstd::encode_all(&text[..], 3).unwrap();
        bytes.truncate(bytes.len() / 2);
        let (read, end) = read(bytes);
        assert!(!read.is_empty() && text.starts_with(&read));
        assert!(matches!(
            end,
            Err(InputError::Truncated {
                format: Format::Zstd,
                ..
            })
        ));
    }

    #[test]
    fn damaged_gzip_is_told_from_truncated() {
        let mut bytes = gzip(&noise(1000));
        let last = bytes.len() - 8;
        bytes[last] ^= 1;
        let (_, end) = read(bytes);
        assert!(matches!(
            end,
            Err(InputError::Corrupt {
                format: Format::Gzip,
                ..
            })
        ));
    }

    #[test]
    fn a_zstd_window_beyond_the_bound_is_refused() {
        let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
        encoder.window_log(24).unwrap();
        encoder.write_all(&noise(5_000_000)).unwrap();
        let (read, end) = read(encoder.finish().unwrap());
        assert!(read.is_empty());
        assert_eq!(
            end.unwrap_err().to_string(),
            "the zstd data needs a larger window than 8MiB (--zstd-window); what follows is not judged"
        );
    }

    #[test]
    fn a_stream_is_not_waited_for() {
        struct Drops(Vec<&'static [u8]>);
        impl Read for Drops {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let Some(mut drop) = (!self.0.is_empty()).then(|| self.0.remove(0)) else {
                    return Ok(0);
                };
                drop.read(buffer)
            }
        }
        let mut source =
            Source::of(Drops(vec![b"{}{}", b"one\n", b"two\n"]), false, WINDOW).unwrap();
        let mut batch = [0; 100];
        let lengths: Vec<_> = (0..3).map(|_| source.fill(&mut batch).len).collect();
        assert_eq!(lengths, [4, 4, 4]);
    }
}
