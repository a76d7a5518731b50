//! `basename(x)`: the text behind the last `/`, empty if it ends in one.

use super::{Made, Output};
use crate::program::Arguments;

/// `basename(s3.key) = secrets.txt`.
pub(super) fn basename(arguments: &Arguments<'_>, out: &mut Output) -> Made {
    out.map_texts(&arguments.first(), |text, out| {
        let start = memchr::memrchr(b'/', text).map_or(0, |slash| slash + 1);
        out.write(text.get(start..).unwrap_or_default());
        true
    })
}

#[cfg(test)]
mod tests {
    use crate::mock::rendered;

    #[test]
    fn it_is_what_stands_behind_the_last_slash() {
        for (path, name) in [
            ("/a/b.txt", "b.txt"),
            ("b", "b"),
            ("/a/", ""),
            ("", ""),
            ("//", ""),
        ] {
            let event = format!(r#"{{"t.string":"{path}"}}"#);
            assert_eq!(rendered("%basename(t.string)|", &event), format!("{name}|"));
        }
    }
}
