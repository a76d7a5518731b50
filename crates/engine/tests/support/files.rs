//! Input files, read as Falco's CloudTrail plugin reads them.

use std::io::Read;
use std::path::Path;

/// The bytes of a file, decompressed if its name ends in `.gz`; nothing if that fails, as Falco skips it then.
pub(crate) fn read(path: &Path) -> Vec<u8> {
    let bytes = std::fs::read(path).unwrap();
    if path.extension().is_none_or(|extension| extension != "gz") {
        return bytes;
    }
    let mut plain = Vec::new();
    let decoded = flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut plain);
    decoded.map_or_else(|_| Vec::new(), |_| plain)
}
