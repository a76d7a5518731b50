//! What is to be judged, and how it is compressed.

use std::io::{self, Read as _};

use flate2::read::ZlibDecoder;
use snap::raw::{Decoder, decompress_len};

use super::{JudgeError, JudgeLimits};
use crate::input::Source;

/// Something to judge.
#[derive(Debug)]
pub(crate) struct Body {
    bytes: Vec<u8>,
    encoding: Encoding,
}

/// How a body is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// By gzip, zstd or not at all: its first bytes tell.
    Detected,
    /// Not at all, whatever its first bytes look like.
    Plain,
    /// By zlib, which HTTP calls `deflate`.
    Deflate,
    /// As one block of Snappy.
    Snappy,
}

impl Body {
    /// Bytes that a shipper sent.
    pub(crate) const fn sent(bytes: Vec<u8>, encoding: Encoding) -> Self {
        Self { bytes, encoding }
    }

    /// Lines.
    pub(crate) const fn lines(bytes: Vec<u8>) -> Self {
        Self::sent(bytes, Encoding::Plain)
    }

    /// How many bytes it has as it was sent.
    pub(crate) const fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Its bytes, decompressed.
    pub(super) fn decompressed(self, limits: &JudgeLimits) -> Result<Vec<u8>, JudgeError> {
        let limit = limits.max_decompressed;
        let most = limit.in_memory();
        let decompressed = match self.encoding {
            Encoding::Plain => return Ok(self.bytes),
            Encoding::Detected if !Source::is_compressed(&self.bytes) => return Ok(self.bytes),
            Encoding::Detected => Source::decompress(self.bytes, limits.zstd_window, most)
                .map_err(JudgeError::Damaged)?,
            Encoding::Deflate => inflated(&self.bytes, most).map_err(JudgeError::DamagedZlib)?,
            Encoding::Snappy => unsnapped(&self.bytes, most).map_err(JudgeError::DamagedSnappy)?,
        };
        decompressed.ok_or(JudgeError::TooLarge(limit))
    }
}

/// Nothing if it is more than `most`.
fn inflated(bytes: &[u8], most: usize) -> io::Result<Option<Vec<u8>>> {
    let mut whole = Vec::new();
    let decoder = ZlibDecoder::new(bytes);
    decoder.take(most as u64 + 1).read_to_end(&mut whole)?;
    Ok((whole.len() <= most).then_some(whole))
}

fn unsnapped(bytes: &[u8], most: usize) -> Result<Option<Vec<u8>>, snap::Error> {
    if decompress_len(bytes)? > most {
        return Ok(None);
    }
    Decoder::new().decompress_vec(bytes).map(Some)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;
    use crate::cli::Size;

    const LIMITS: JudgeLimits = JudgeLimits {
        batch: Size::mebibytes(1),
        max_decompressed: Size::mebibytes(1),
        zstd_window: Size::mebibytes(8),
    };

    fn zlib(text: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn snappy(text: &[u8]) -> Vec<u8> {
        snap::raw::Encoder::new().compress_vec(text).unwrap()
    }

    fn decompressed(bytes: Vec<u8>, encoding: Encoding) -> Result<Vec<u8>, JudgeError> {
        Body::sent(bytes, encoding).decompressed(&LIMITS)
    }

    #[test]
    fn what_is_compressed_in_a_way_that_is_told_is_decompressed() {
        let text = b"{}\n".repeat(100);
        assert_eq!(decompressed(zlib(&text), Encoding::Deflate).unwrap(), text);
        assert_eq!(decompressed(snappy(&text), Encoding::Snappy).unwrap(), text);
        let gzip_like = vec![0x1f, 0x8b, 1, 2];
        assert_eq!(
            decompressed(gzip_like.clone(), Encoding::Plain).unwrap(),
            gzip_like
        );
    }

    #[test]
    fn damage_is_told_and_what_becomes_too_large_is_refused() {
        for (compress, encoding) in [
            (zlib as fn(&[u8]) -> Vec<u8>, Encoding::Deflate),
            (snappy, Encoding::Snappy),
        ] {
            let large = compress(&vec![b' '; (1 << 20) + 1]);
            let refused = decompressed(large, encoding);
            assert!(
                matches!(refused, Err(JudgeError::TooLarge(_))),
                "{refused:?}"
            );
            assert!(decompressed(compress(&vec![b' '; 1 << 20]), encoding).is_ok());
            let mut damaged = compress(&b"{}\n".repeat(100));
            damaged.truncate(damaged.len() - 5);
            let refused = decompressed(damaged, encoding).unwrap_err();
            assert!(!refused.may_pass(), "{refused}");
        }
    }
}
