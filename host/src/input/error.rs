//! Why an input cannot be read, or not to its end.

use std::io;

use super::source::Format;
use crate::cli::Size;

/// What the library says, which passes no code on.
const ZSTD_WINDOW_TOO_LARGE: &str = "Frame requires too much memory for decoding";

/// Why an input cannot be read, or not to its end.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// It is not there, or not for us.
    #[error("cannot open it: {0}")]
    Open(io::Error),
    /// A folder cannot be listed.
    #[error("cannot list it: {0}")]
    List(io::Error),
    /// Reading failed on the way.
    #[error("cannot read on after byte {offset}: {error}")]
    Read {
        /// Bytes that were judged before, decompressed.
        offset: u64,
        /// What the system says.
        error: io::Error,
    },
    /// Compressed data stops in the middle.
    #[error("the {format} data ends too early; the {offset} bytes before that were judged")]
    Truncated {
        /// How it is compressed.
        format: Format,
        /// Bytes that were judged before, decompressed.
        offset: u64,
    },
    /// Decompressing would take more memory than allowed. Nothing is wrong with the data.
    #[error(
        "the zstd data needs a larger window than {0} (--zstd-window); what follows is not judged"
    )]
    Window(Size),
    /// Compressed data is damaged.
    #[error(
        "the {format} data cannot be decompressed ({error}); the {offset} bytes before that were judged"
    )]
    Corrupt {
        /// How it is compressed.
        format: Format,
        /// Bytes that were judged before, decompressed.
        offset: u64,
        /// What the decompressor says.
        error: io::Error,
    },
}

impl InputError {
    /// Whether the content is at fault, and not the way to it. Like a malformed record it is told and costs nothing else.
    pub(crate) const fn is_damage(&self) -> bool {
        matches!(self, Self::Truncated { .. } | Self::Corrupt { .. })
    }

    /// Tells a damaged input from one that cannot be read.
    pub(super) fn after(offset: u64, format: Format, zstd_window: Size, error: io::Error) -> Self {
        match (format, error.kind()) {
            (Format::Plain, _) => Self::Read { offset, error },
            (_, io::ErrorKind::UnexpectedEof) => Self::Truncated { format, offset },
            (Format::Zstd, _) if error.to_string() == ZSTD_WINDOW_TOO_LARGE => {
                Self::Window(zstd_window)
            }
            _ if error.raw_os_error().is_some() => Self::Read { offset, error },
            _ => Self::Corrupt {
                format,
                offset,
                error,
            },
        }
    }
}
