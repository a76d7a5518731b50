//! Which files of a folder are taken: those whose names say JSON, and no `CloudTrail` digests.

use std::ffi::OsStr;
use std::path::Path;

const COMPRESSIONS: [&[u8]; 2] = [b".gz", b".zst"];
const ENDINGS: [&[u8]; 2] = [b".json", b".ndjson"];
const DIGEST_FOLDER: &str = "CloudTrail-Digest";
const DIGEST_FILE: &[u8] = b"_CloudTrail-Digest_";

/// Whether a file's name says that it holds JSON: `.json` or `.ndjson`, maybe compressed (`.gz`, `.zst`).
pub(super) fn says_json(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    let plain = COMPRESSIONS
        .iter()
        .find_map(|ending| name.strip_suffix(*ending))
        .unwrap_or(name);
    ENDINGS.iter().any(|ending| plain.ends_with(ending))
}

/// Whether a folder holds `CloudTrail` digests: signatures of log files, not events.
pub(super) fn is_digest_folder(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == DIGEST_FOLDER)
}

/// Whether a file is a `CloudTrail` digest.
pub(super) fn is_digest_file(name: &OsStr) -> bool {
    name.as_encoded_bytes()
        .windows(DIGEST_FILE.len())
        .any(|part| part == DIGEST_FILE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_names_are_taken_compressed_or_not() {
        for name in [
            "a.json",
            "a.ndjson",
            "a.json.gz",
            "a.ndjson.gz",
            "a.json.zst",
            ".json",
            "a.b.json",
        ] {
            assert!(says_json(OsStr::new(name)), "{name}");
        }
    }

    #[test]
    fn other_names_are_not_taken() {
        for name in [
            "a.gz",
            "a.log",
            "a.json.bz2",
            "a.JSON",
            "json",
            "a.json~",
            "a.json.gz.gz",
            "",
        ] {
            assert!(!says_json(OsStr::new(name)), "{name}");
        }
    }

    #[test]
    fn digests_are_known_by_folder_and_by_name() {
        assert!(is_digest_folder(Path::new("AWSLogs/1/CloudTrail-Digest")));
        assert!(!is_digest_folder(Path::new("AWSLogs/1/CloudTrail-Insight")));
        assert!(is_digest_file(OsStr::new(
            "1_CloudTrail-Digest_eu-west-1_x.json.gz"
        )));
        assert!(!is_digest_file(OsStr::new(
            "1_CloudTrail_eu-west-1_x.json.gz"
        )));
    }
}
