//! Files as editors name them.

use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};

const SCHEME: &str = "file://";
/// What stands in paths as it is.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The file that is named, if one of this machine is.
pub(super) fn path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix(SCHEME)?;
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    let bytes: Vec<u8> = percent_decode_str(rest).collect();
    let is_path = bytes.starts_with(b"/") && !bytes.contains(&0);
    is_path.then(|| PathBuf::from(OsString::from_vec(bytes)))
}

/// How a file is named.
pub(super) fn of(path: &Path) -> String {
    let path = percent_encode(path.as_os_str().as_bytes(), ENCODED);
    format!("{SCHEME}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_path_has_a_name_that_leads_back_to_it() {
        for name in ["/a/b.yaml", "/a b/\u{e9}%20#?.yaml", "/a:b"] {
            assert_eq!(path(&of(Path::new(name))).unwrap(), Path::new(name));
        }
        let odd = PathBuf::from(OsString::from_vec(b"/a\xff".to_vec()));
        assert_eq!(path(&of(&odd)).unwrap(), odd);
        assert_eq!(of(Path::new("/a b/c.yaml")), "file:///a%20b/c.yaml");
    }

    #[test]
    fn what_is_no_file_of_this_machine_has_no_path() {
        for uri in [
            "untitled:Untitled-1",
            "file://host/a",
            "file://",
            "",
            "file:///a%00b",
        ] {
            assert_eq!(path(uri), None, "{uri}");
        }
        assert_eq!(path("file://localhost/a"), Some("/a".into()));
    }
}
